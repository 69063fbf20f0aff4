using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Items that are worked on batch by batch: each batch is waited for as a whole before the next one starts. It is only one where the batch
/// has no meaning of its own: nothing is awaited, kept or decided for it, and its results are at most collected.
/// </summary>
internal sealed class Convoy
{
    private readonly SyntaxNode region;
    private readonly ImmutableArray<SyntaxNode> work;

    private Convoy(ILoopOperation loop, IInvocationOperation starter, IOperation selector, Batching? batches, IOperation region, IEnumerable<IOperation> work)
    {
        Loop = loop;
        Starter = starter;
        Work = selector;
        Batches = batches;
        this.region = region.Syntax;
        this.work = [.. work.Select(static part => part.Syntax)];
    }

    /// <summary>The loop over the batches; or over the items, where they are gathered until a batch is full.</summary>
    public ILoopOperation Loop { get; }

    /// <summary>The call that starts the work: the <c>Select</c>, or the one whose task is kept.</summary>
    public IInvocationOperation Starter { get; }

    /// <summary>What is done to an item: the lambda or method that the <c>Select</c> is given; or the starter itself.</summary>
    public IOperation Work { get; }

    /// <summary>The variable of the item, where the starter is written for one.</summary>
    public ILocalSymbol? Item { get; private set; }

    /// <summary>Null where it is not told what is cut, and how.</summary>
    public Batching? Batches { get; }

    /// <summary>The local that holds one batch.</summary>
    public ILocalSymbol? Batch { get; private set; }

    /// <summary>The collection of the tasks of one batch.</summary>
    public ILocalSymbol? Tasks { get; private set; }

    /// <summary>The tasks are gathered over the rounds of the loop.</summary>
    public bool IsGathered { get; private set; }

    /// <summary>The results of all batches are put together.</summary>
    public bool Collects { get; private set; }

    /// <summary>What else is done for each batch, in the order in which it is written.</summary>
    public ImmutableArray<IOperation> Rest { get; private set; } = [];

    /// <summary>The call is made once for each batch, and is no part of the items' work.</summary>
    public bool IsPerBatch(SyntaxNode call) => region.Contains(call) && !work.Any(part => part.Contains(call));

    /// <summary>Null when the call does not wait for batches of a loop.</summary>
    public static Convoy? Of(SyntaxNode whenAll, MemberOperations member, KnownSymbols symbols) =>
        member.CallAt(whenAll) is { Arguments: [{ Value: { } tasks }] } join && join.Awaited() is { } wait && wait.LoopAround() is { } loop
            ? new Reader(member, symbols, tasks.Copied(), wait, loop).Read()
            : null;

    /// <summary>Looks at one loop for all that would make its batches more than a number of items.</summary>
    private sealed class Reader(MemberOperations member, KnownSymbols symbols, IOperation tasks, IAwaitOperation wait, ILoopOperation loop)
    {
        // What tells somebody how far the work has come, by the words that people have for it.
        private static readonly string[] Words = ["Log", "Progress", "Report", "Status", "Print", "Trace", "Metric"];

        public Convoy? Read()
        {
            if (Results(wait) is not { } collects)
            {
                return null;
            }

            var convoy = tasks switch
            {
                IInvocationOperation select => OfSelect(select, null),
                ILocalReferenceOperation { Local: var kept } when IsDeclaredIn(kept, loop.Body) => OfKept(kept),
                ILocalReferenceOperation { Local: var gathered } => OfGathered(gathered),
                _ => null,
            };
            if (convoy is not null)
            {
                convoy.Collects = collects;
            }

            return convoy;
        }

        /// <summary>True when they are put together with those of the other batches; null when something is done with those of one.</summary>
        private bool? Results(IAwaitOperation value)
        {
            switch (Outermost(value).Parent)
            {
                case IExpressionStatementOperation:
                case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                    return false;
                case IArgumentOperation argument:
                    return IsAddedToAll(argument) ? true : null;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var results } }:
                    var mentions = member.MentionsOf(results).ToList();
                    return mentions.Count == 0 ? false : mentions is [var only] && Outermost(only).Parent is IArgumentOperation added && IsAddedToAll(added) ? true : null;
                default:
                    return null;
            }
        }

        private bool IsAddedToAll(IArgumentOperation argument) =>
            argument.Parent is IInvocationOperation { TargetMethod.Name: "AddRange", Instance: { } all, Parent: IExpressionStatementOperation }
            && all.Named() is { } collection && !IsDeclaredIn(collection, loop.Body);

        /// <summary>The value as it is once it has been sifted.</summary>
        private static IOperation Outermost(IOperation value)
        {
            while (value.Parent is IConversionOperation or IParenthesizedOperation
                || (value.Parent is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation sifted } && sifted.IsLinq()))
            {
                value = value.Parent is IArgumentOperation { Parent: { } call } ? call : value.Parent;
            }

            return value;
        }

        private Convoy? OfSelect(IInvocationOperation select, ILocalSymbol? kept)
        {
            if (Selector(select) is not { } selector || select.ArgumentAt(0) is not { } source || BatchesOf(source, out var batch) is not { } batches)
            {
                return null;
            }

            IOperation[] parts = [wait, .. DeclarationOf(kept)];
            var convoy = new Convoy(loop, select, selector, batches, loop.Body, parts) { Batch = batch, Tasks = kept };
            return Judge(convoy, loop.Body, parts, source) ? convoy : null;
        }

        private static IOperation? Selector(IInvocationOperation select)
        {
            var selector = select is { TargetMethod.Name: "Select", Arguments.Length: 2 } && select.IsLinq() ? select.ArgumentAt(1)?.Unwrapped() : null;
            return (selector is IDelegateCreationOperation created ? created.Target : selector) switch
            {
                IAnonymousFunctionOperation { Symbol.Parameters.Length: 1 } lambda => lambda,
                IMethodReferenceOperation method => method,
                _ => null,
            };
        }

        /// <summary>The tasks of one batch have a name.</summary>
        private Convoy? OfKept(ILocalSymbol kept)
        {
            if (member.OnlyValue(kept) is not { } made)
            {
                return null;
            }

            var mentions = member.MentionsOf(kept).ToList();
            if (mentions.Count == 1)
            {
                return made.Copied() is IInvocationOperation select ? OfSelect(select, kept) : null;
            }

            // A new list, which a loop over the batch fills.
            if (!made.IsEmptyList() || mentions.Count != 2 || mentions.Select(Operations.Adding).OfType<IInvocationOperation>().SingleOrDefault() is not { } add || add.LoopAround() is not IForEachLoopOperation { Locals: [var item] } filling
                || filling.LoopAround() != loop || StarterOf(add) is not { } starter || BatchesOf(filling.Collection, out var batch) is not { } batches)
            {
                return null;
            }

            IOperation[] parts = [wait, filling, .. DeclarationOf(kept)];
            var convoy = new Convoy(loop, starter, starter, batches, loop.Body, parts) { Batch = batch, Tasks = kept, Item = item };
            if (!Judge(convoy, loop.Body, parts, filling.Collection) || filling.Body.OwnOperations().Any(IsAsynchronous))
            {
                return null;
            }

            if (!IsOnly(filling.Body, add))
            {
                convoy.Rest = convoy.Rest.Add(filling.Body);
            }

            return convoy;
        }

        /// <summary>Tasks are added to a list, which is waited for and emptied when it is full.</summary>
        private Convoy? OfGathered(ILocalSymbol gathered)
        {
            if (FullCheck() is not { } check || !check.Condition.SelfAndBelow().Any(asked => Mentions(asked, gathered) || asked is IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder }))
            {
                return null;
            }

            IInvocationOperation? add = null;
            IOperation? emptied = null;
            foreach (var mention in member.MentionsOf(gathered))
            {
                if (mention.FunctionAround() != wait.FunctionAround())
                {
                    return null;
                }

                if (mention.Adding() is { } adding && adding.LoopAround() == loop && add is null)
                {
                    add = adding;
                }
                else if (EmptiedBy(mention) is { } emptying && emptying.IsWithin(check.WhenTrue))
                {
                    emptied = emptying;
                }
                else if (!mention.IsWithin(wait) && !IsRead(mention, loop))
                {
                    return null;
                }
            }

            if (add is null || emptied is null || StarterOf(add) is not { } starter)
            {
                return null;
            }

            var each = loop as IForEachLoopOperation;
            var full = check.Condition.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals } compared && IsCountOf(compared.LeftOperand, gathered) ? compared.RightOperand : null;
            IOperation[] parts = [wait, emptied];
            var convoy = new Convoy(loop, starter, starter, each is null || full is null ? null : new Batching(each.Collection, full, false), check.WhenTrue, [wait])
            {
                Tasks = gathered, IsGathered = true, Item = each?.Locals is [var item] ? item : null,
            };
            return Judge(convoy, check.WhenTrue, parts, null) && !loop.Body.OwnOperations(check).Any(IsAsynchronous) ? convoy : null;
        }

        private IConditionalOperation? FullCheck()
        {
            for (IOperation current = wait; current.Parent is { } parent && parent != loop; current = parent)
            {
                if (parent is IConditionalOperation check)
                {
                    return check.WhenTrue == current ? check : null;
                }
            }

            return null;
        }

        /// <summary>What the loop, or the declaration in its body, cuts the batch out of.</summary>
        private Batching? BatchesOf(IOperation source, out ILocalSymbol? batch)
        {
            batch = (source.Copied() as ILocalReferenceOperation)?.Local;
            if (batch is null)
            {
                return Batching.OfSlice(source, loop);
            }

            if (loop is IForEachLoopOperation each && each.Locals.Contains(batch, SymbolEqualityComparer.Default))
            {
                return Batching.OfSequence(each.Collection, member, symbols);
            }

            return IsDeclaredIn(batch, loop.Body) && member.OnlyValue(batch) is { } cut ? Batching.OfSlice(cut, loop) : null;
        }

        /// <summary>Whether the batch is nothing but a number of items. What is done besides the work is noted.</summary>
        private bool Judge(Convoy convoy, IOperation once, IOperation[] parts, IOperation? source)
        {
            parts = [.. parts, .. DeclarationOf(convoy.Batch)];
            foreach (var operation in once.OwnOperations(parts))
            {
                // A pause, a commit, a page that is fetched: the batch is waited for on purpose. So it is when it decides whether there is another one.
                if (IsAsynchronous(operation) || (operation.Leaves(loop) && !operation.IsOnCancellation(once)) || operation is IReturnOperation { Kind: OperationKind.YieldReturn }
                    || (operation is IInvocationOperation call && !IsRemark(call)))
                {
                    return false;
                }
            }

            // Whoever is given the batch, or looks into it, takes it as a whole.
            if (convoy.Batch is { } named && member.MentionsOf(named).Any(mention => !IsCounted(mention) && !(source is not null && mention.IsWithin(source))))
            {
                return false;
            }

            // What is made for a batch and used by its items ties them together.
            var around = loop.Locals.Concat(once.OwnOperations().OfType<IVariableDeclaratorOperation>().Where(declarator => !parts.OfType<ILoopOperation>().Any(declarator.IsWithin)).Select(static declarator => declarator.Symbol))
                .Where(local => !local.IsSameAs(convoy.Item)).ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
            if (!convoy.IsGathered && convoy.Work.SelfAndBelow().Any(operation => operation is ILocalReferenceOperation { Local: var used } && around.Contains(used)))
            {
                return false;
            }

            convoy.Rest = [.. RestOf(once, parts)];
            return true;
        }

        /// <summary>The call counts, measures, tells somebody, or looks whether to go on. What any other one does at the end of a batch may need the batch.</summary>
        private bool IsRemark(IInvocationOperation call)
        {
            var method = call.TargetMethod;
            return wait.IsWithin(call) || call.IsLinq() || method is { Name: "AddRange" }
                || method.ContainingType is { Name: not "GC", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } or { Name: "Diagnostics", ContainingNamespace.Name: "System" } } and { TypeKind: not TypeKind.Delegate }
                || method.ContainingType is { Name: "Interlocked" or "Volatile" or "CancellationToken" }
                || Words.Any(word => method.Says(word) || method.ContainingType.Says(word) || (call.Instance?.Named() is { } instance && instance.Says(word)));
        }

        /// <summary>The statements beside the one that waits, and whatever stands around that.</summary>
        private IEnumerable<IOperation> RestOf(IOperation once, IOperation[] parts)
        {
            var rest = new List<IOperation>();
            for (IOperation current = wait; current != once && current.Parent is { } parent; current = parent)
            {
                if (parent is IBlockOperation block)
                {
                    rest.AddRange(block.Operations.Where(statement => statement != current && !parts.Contains(statement is IExpressionStatementOperation { Operation: var operation } ? operation : statement)));
                }
                else if (parent is not (IExpressionStatementOperation or IInvocationOperation or IArgumentOperation or IConversionOperation or IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation
                    or IVariableDeclarationGroupOperation or ISimpleAssignmentOperation))
                {
                    rest.Add(parent);
                }
            }

            return rest;
        }

        /// <summary>The statement in the loop's body that declares the local.</summary>
        private IEnumerable<IOperation> DeclarationOf(ILocalSymbol? local)
        {
            var declared = local is not null && IsDeclaredIn(local, loop.Body) ? member.OnlyValue(local) : null;
            while (declared is not null and not IVariableDeclarationGroupOperation)
            {
                declared = declared.Parent;
            }

            return declared is null ? [] : [declared];
        }

        /// <summary>Only the number of items is asked for.</summary>
        private static bool IsCounted(IOperation mention) => mention.Parent switch
        {
            IPropertyReferenceOperation { Property.Name: "Length" or "Count" } => true,
            IConversionOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Count" or "Any", Arguments.Length: 1 } asked } } => asked.IsLinq(),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Count" or "Any", Arguments.Length: 1 } asked } => asked.IsLinq(),
            _ => false,
        };

        private static bool IsCountOf(IOperation operation, ILocalSymbol tasks) => operation.Unwrapped() is IPropertyReferenceOperation { Property.Name: "Count", Instance: { } counted } && Mentions(counted, tasks);

        /// <summary>Asked how many there are, or, when the loop is over, waited for.</summary>
        private static bool IsRead(IOperation mention, ILoopOperation loop) =>
            IsCounted(mention) || (mention.Syntax.SpanStart > loop.Syntax.Span.End && JoinOf(mention) is { TargetMethod.Name: "WhenAll" });

        private static IInvocationOperation? JoinOf(IOperation mention)
        {
            var current = mention;
            while (current.Parent is IConversionOperation or IArgumentOperation || (current.Parent is IInvocationOperation copy && copy.IsLinq()))
            {
                current = current.Parent;
            }

            return current.Parent as IInvocationOperation;
        }

        /// <summary>The call whose task is added.</summary>
        private IInvocationOperation? StarterOf(IInvocationOperation add) => add.Arguments[0].Value.Unwrapped() switch
        {
            IInvocationOperation starter => starter,
            ILocalReferenceOperation { Local: var task } when member.MentionsOf(task).Count() == 1 => member.OnlyValue(task)?.Unwrapped() as IInvocationOperation,
            _ => null,
        };

        private static IOperation? EmptiedBy(IOperation mention) => mention.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "Clear", Parent: IExpressionStatementOperation } clear when clear.Instance == mention => clear,
            ISimpleAssignmentOperation assignment when assignment.Target == mention && assignment.Value.IsEmptyList() => assignment,
            _ => null,
        };

        private static bool IsOnly(IOperation body, IOperation call) => (body is IBlockOperation { Operations: [var only] } ? only : body) is IExpressionStatementOperation { Operation: var operation } && operation == call;

        private static bool IsAsynchronous(IOperation operation) =>
            operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true };

        private static bool Mentions(IOperation operation, ILocalSymbol local) => operation.Unwrapped() is ILocalReferenceOperation { Local: var mentioned } && mentioned.IsSameAs(local);

        private static bool IsDeclaredIn(ISymbol symbol, IOperation body) =>
            symbol is ILocalSymbol && symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && declared.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(declared.Span);
    }
}
