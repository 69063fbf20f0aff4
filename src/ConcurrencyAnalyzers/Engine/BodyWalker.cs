using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Collects the facts of one member and of the lambdas and local functions in it, in one walk over its operations.
/// The stack is explicit: generated code nests deeper than a thread's stack.
/// </summary>
internal sealed class BodyWalker
{
    private readonly KnownSymbols symbols;
    private readonly ApiCatalog catalog;
    private readonly DelegateTable delegates;
    private readonly Annotations annotations;
    private readonly OriginReader origins;
    // A stack that has grown is worth keeping for the thread's next walk; it is empty in between.
    [ThreadStatic]
    private static Stack<(IOperation Operation, BodyDraft Draft, WalkContext Context)>? spare;

    private readonly Stack<(IOperation Operation, BodyDraft Draft, WalkContext Context)> pending = spare ?? new();
    private readonly FunctionBodies functions = new();
    private readonly HashSet<ISymbol> written = new(SymbolEqualityComparer.Default);
    private readonly OneTime oneTime;
    private readonly HeldLocks locks;
    private readonly List<BodyDraft> drafts = [];
    private readonly BodyDraft root;
    private readonly CallSiteReader reader;
    private readonly WorkReader work;

    private BodyWalker(KnownSymbols symbols, ApiCatalog catalog, DelegateTable delegates, Annotations annotations, PriceTable prices, Body body)
    {
        this.annotations = annotations;
        this.symbols = symbols;
        this.catalog = catalog;
        this.delegates = delegates;
        origins = new OriginReader(symbols, catalog);
        work = new WorkReader(symbols, catalog, prices, annotations);
        oneTime = new OneTime(origins.FirstValue);
        locks = new HeldLocks(symbols);
        reader = new CallSiteReader(symbols, catalog, delegates, origins, functions, work.Extents, written);
        root = new BodyDraft(body);
        drafts.Add(root);
    }

    /// <param name="symbol">The method, field or property that owns the blocks.</param>
    /// <param name="syntax">Where the member stands.</param>
    /// <param name="blocks">Its operation blocks: body, initializers.</param>
    /// <returns>The member's body, complete and immutable from here on.</returns>
    public static Body Walk(
        ISymbol symbol, SyntaxNode syntax, ImmutableArray<IOperation> blocks, KnownSymbols symbols, ApiCatalog catalog, DelegateTable delegates, Annotations annotations, PriceTable prices, CancellationToken cancellationToken)
    {
        var method = symbol as IMethodSymbol;
        var meansSync = false;
        var body = new Body
        {
            Symbol = symbol,
            Syntax = syntax,
            Kind = BodyKind.Member,
            IsAsync = method is { IsAsync: true },
            IsAsyncCode = method is not null && (method.IsAsync || symbols.IsAsyncShaped(method.ReturnType)),
            FlagParameter = method is null ? -1 : FlagParameters.Find(method, out meansSync),
            FlagMeansSync = meansSync,
        };
        var walker = new BodyWalker(symbols, catalog, delegates, annotations, prices, body);
        walker.Walk(blocks, cancellationToken);
        body.LocalFunctions = walker.functions.Local;
        return body;
    }

    private void Walk(ImmutableArray<IOperation> blocks, CancellationToken cancellationToken)
    {
        var start = new WalkContext(CallTraits.None);
        for (var i = blocks.Length - 1; i >= 0; i--)
        {
            pending.Push((blocks[i], root, start));
        }

        spare = null;
        for (var visited = 0; pending.Count > 0; visited++)
        {
            if (visited % 1_000 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var (operation, draft, context) = pending.Pop();
            Visit(operation, draft, context);
        }

        spare = pending;

        // Locals are known only now, so receivers and arguments are read only now.
        foreach (var draft in drafts)
        {
            origins.Owner = draft.Body.Symbol;
            draft.ChangesFlag = draft.Body is { FlagParameter: >= 0 and var ordinal, Method: { } method } && written.Contains(method.Parameters[ordinal]);
            foreach (var call in draft.Pending)
            {
                draft.Calls.Add(reader.Read(call, draft.Body, locks.At(call.Operation, call.Operation.Syntax, call.Context.Locks)));
            }

            foreach (var (await, place, around) in draft.Suspensions)
            {
                // In a lock statement the compiler allows no await, and warns of what comes near one.
                var held = locks.At(await, place, around).RemoveAll(static held => held.Syntax.Parent is LockStatementSyntax);
                if (!held.IsEmpty && !AwaitsCompleted(await))
                {
                    draft.HeldAwaits.Add(new HeldAwait(await.Syntax, held));
                }
            }

            foreach (var (raised, handler, site) in draft.Subscribed)
            {
                if (reader.Read(raised, handler, site) is { } subscription)
                {
                    draft.Subscriptions.Add(subscription);
                }
            }

            foreach (var value in draft.ReturnedValues)
            {
                draft.Returns.Add(origins.Read(value));
            }

            foreach (var await in draft.Awaited)
            {
                draft.Tasks.Add(TaskSite.Of(await, await.Operation, origins));
            }

            foreach (var (implied, type) in draft.AwaitedImplicitly)
            {
                draft.Tasks.Add(new TaskSite(implied, null, origins.IsSynchronous(type) ? AwaitedTask.Completed : AwaitedTask.Pending));
            }

            foreach (var value in draft.Body is { IsAsyncCode: true, IsAsync: false } ? draft.ReturnedValues : [])
            {
                draft.Tasks.Add(TaskSite.Of(value, value, origins));
            }

            foreach (var (field, value) in draft.AssignedFields)
            {
                draft.FieldAssignments.Add((field, AssignedOrigin(field, value)));
            }
        }

        root.HeldAtEnd = blocks.IsEmpty ? [] : locks.AtEnd(blocks[0]);

        // A name for the completion of a task, such as HasValue.
        if (root.Answers is [var only] && only.SelfAndBelow().Any(AsksTask))
        {
            root.ProvesCompleted = reader.Completion.Proven(only);
        }

        foreach (var draft in drafts)
        {
            draft.Body.Complete(draft);
        }
    }

    private bool AsksTask(IOperation operation) =>
        operation is IPropertyReferenceOperation { Instance.Type: { } type } && (symbols.IsTask(type) || symbols.IsValueTask(type));

    // The thread goes on where it is.
    private bool AwaitsCompleted(IOperation await) => await is IAwaitOperation { Operation: { } task } && reader.Completion.IsCompleted(await, task, []);

    private Origin AssignedOrigin(IFieldSymbol field, IOperation? value) => value is not null && symbols.IsTask(field.Type) && TaskCompletion.Key(value) is { Variable: ILocalSymbol or IFieldSymbol }
        ? reader.Completion.OriginOf(value)
        : origins.Read(value);

    // Kinds before casts: most operations are of no interest, and to ask each for a dozen interfaces is what a walk would spend its time on.
    private void Visit(IOperation operation, BodyDraft draft, WalkContext context)
    {
        if (operation.Kind is OperationKind.Literal or OperationKind.LocalReference or OperationKind.ParameterReference or OperationKind.InstanceReference
            or OperationKind.NameOf or OperationKind.TypeOf)
        {
            return;
        }

        work.Note(operation, draft.Body.Symbol);
        if ((context.Traits & (CallTraits.Cold | CallTraits.Handler | CallTraits.Once)) == 0)
        {
            work.Price(operation, draft.Work, context.Round, draft.Body.Symbol);
        }

        switch (operation.Kind)
        {
            case OperationKind.AnonymousFunction:
                EnterLambda((IAnonymousFunctionOperation)operation, draft, context);
                return;
            case OperationKind.LocalFunction:
                EnterLocalFunction((ILocalFunctionOperation)operation, draft, context);
                return;
            case OperationKind.Invocation:
                VisitCall((IInvocationOperation)operation, draft, context);
                break;
            case OperationKind.ObjectCreation when operation is IObjectCreationOperation { Constructor: { } constructor } creation:
                Record(constructor, creation, null, creation.Arguments, draft, context);
                break;
            case OperationKind.PropertyReference:
                VisitProperty((IPropertyReferenceOperation)operation, draft, context);
                break;
            case OperationKind.VariableDeclarator when operation is IVariableDeclaratorOperation { Symbol: { } local } declarator:
                VisitDeclarator(local, declarator);
                break;
            case OperationKind.SimpleAssignment:
                NoteWritten(operation);
                NoteFilled(operation, draft);
                VisitTarget(((ISimpleAssignmentOperation)operation).Target, ((ISimpleAssignmentOperation)operation).Value, draft);
                break;
            case OperationKind.FieldInitializer when operation is IFieldInitializerOperation initializer:
                draft.AssignedFields.AddRange(initializer.InitializedFields.Select(field => (field.OriginalDefinition, (IOperation?)initializer.Value)));
                break;
            case OperationKind.Argument when operation is IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } passed:
                NoteWritten(operation);
                NoteFilled(operation, draft);
                VisitReference(passed, draft);
                break;
            case OperationKind.DeclarationPattern when operation is IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol declared }:
                // A task by another name; of the rest more is said by the type.
                origins.Assign(declared, symbols.IsTask(declared.Type) && operation.Parent is IIsPatternOperation match && match.Pattern == operation ? match.Value : null);
                break;
            case OperationKind.Return when operation is IReturnOperation { ReturnedValue: { Type: { SpecialType: SpecialType.None } given } value } && (!given.IsValueType || symbols.IsValueTask(given)):
                draft.ReturnedValues.Add(value);
                break;
            case OperationKind.Return when operation is IReturnOperation { ReturnedValue: { Type.SpecialType: SpecialType.System_Boolean } answer } && draft == root:
                draft.Answers.Add(answer);
                break;
            case OperationKind.Await:
                VisitAwait((IAwaitOperation)operation, draft, context);
                break;
            case OperationKind.YieldReturn or OperationKind.YieldBreak:
                draft.IsIterator = true;
                if (operation.Kind == OperationKind.YieldReturn && draft.Body.IsAsync)
                {
                    // Whoever enumerates awaits in between.
                    draft.Suspensions.Add((operation, operation.Syntax, context.Locks));
                }

                break;
            case OperationKind.Binary or OperationKind.CompoundAssignment or OperationKind.Increment or OperationKind.Decrement or OperationKind.ArrayElementReference:
                draft.Computation = draft.Computation.With(operation, context);
                NoteWritten(operation);
                VisitImplied(operation, draft, context);
                break;
            case OperationKind.DeconstructionAssignment:
                NoteWritten(operation);
                NoteFilled(operation, draft);
                VisitDeconstruction((IDeconstructionAssignmentOperation)operation, draft);
                VisitImplied(operation, draft, context);
                break;
            case OperationKind.CoalesceAssignment when operation is ICoalesceAssignmentOperation assignment:
                NoteWritten(operation);
                NoteFilled(operation, draft);
                VisitTarget(assignment.Target, assignment.Value, draft);
                break;
            case OperationKind.AddressOf or OperationKind.DynamicInvocation:
                NoteWritten(operation);
                break;
            case OperationKind.EventAssignment:
                VisitSubscription((IEventAssignmentOperation)operation, draft);
                VisitImplied(operation, draft, context);
                break;
            case OperationKind.Unary or OperationKind.Conversion or OperationKind.Using or OperationKind.UsingDeclaration
                or OperationKind.Loop:
                VisitImplied(operation, draft, context);
                VisitImpliedAwait(operation, draft, context);
                break;
        }

        PushChildren(operation, draft, context);
    }

    private static void VisitAwait(IAwaitOperation awaited, BodyDraft draft, WalkContext context)
    {
        draft.Awaited.Add(awaited);
        draft.Suspensions.Add((awaited, awaited.Syntax, context.Locks));
        if (awaited.Operation is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: false or 0 } }] } || TaskCompletion.Configured(awaited.Operation) is not null)
        {
            draft.LeavesContextAt = Math.Min(draft.LeavesContextAt, awaited.Syntax.Span.End);
        }
    }

    private static void VisitSubscription(IEventAssignmentOperation assignment, BodyDraft draft)
    {
        if (assignment is { Adds: true, EventReference: IEventReferenceOperation { Event: { } raised } reference })
        {
            draft.Subscribed.Add((raised, assignment.HandlerValue, reference));
        }
    }

    private void VisitImplied(IOperation operation, BodyDraft draft, WalkContext context)
    {
        foreach (var implied in ImpliedCalls.Of(operation, symbols))
        {
            Record(implied.Method, operation, implied.Instance, [], draft, context);
        }
    }

    private static void VisitImpliedAwait(IOperation operation, BodyDraft draft, WalkContext context)
    {
        // Where it is shown: what is enumerated, what is disposed of.
        var (place, type) = operation switch
        {
            IForEachLoopOperation { IsAsynchronous: true, Collection: { } collection } => (collection.Syntax, null),
            IUsingOperation { IsAsynchronous: true, Resources: { } resources } => Disposed(resources),
            IUsingDeclarationOperation { IsAsynchronous: true, DeclarationGroup: { } group } => Disposed(group),
            _ => default,
        };
        if (place is not null)
        {
            draft.Suspensions.Add((operation, place, context.Locks));
            draft.AwaitedImplicitly.Add((operation.Syntax, type));
        }

        static (SyntaxNode Place, ITypeSymbol? Type) Disposed(IOperation resources) =>
            resources is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var first, ..] } declaration, ..] }
                ? (first.Syntax, Configured((first.Initializer ?? declaration.Initializer)?.Value))
                : (resources.Syntax, Configured(resources));

        static ITypeSymbol? Configured(IOperation? resource) => resource?.Unwrapped() switch
        {
            IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Arguments: [{ Value: { } inner }, ..] } => inner.Unwrapped().Type,
            var other => other?.Type,
        };
    }

    private void PushChildren(IOperation operation, BodyDraft draft, WalkContext context)
    {
        switch (operation.Kind)
        {
            case OperationKind.Lock when operation is ILockOperation statement:
                pending.Push((statement.Body, draft, context with { Locks = locks.Enter(statement, context.Locks) }));
                pending.Push((statement.LockedValue, draft, context));
                return;
            case OperationKind.Using when operation is IUsingOperation statement:
                pending.Push((statement.Body, draft, context with { Locks = locks.Enter(statement.Resources, context.Locks) }));
                pending.Push((statement.Resources, draft, context));
                return;
            case OperationKind.Block:
                PushStatements((IBlockOperation)operation, draft, context);
                return;
            case OperationKind.Conditional:
                PushConditional((IConditionalOperation)operation, draft, context);
                return;
            case OperationKind.CoalesceAssignment when operation is ICoalesceAssignmentOperation { Target: { } target } coalesce
                && target.Unwrapped() is IFieldReferenceOperation or IPropertyReferenceOperation:
                pending.Push((coalesce.Value, draft, context.With(CallTraits.Once)));
                pending.Push((target, draft, context));
                return;
            case OperationKind.Coalesce:
                PushCoalesce((ICoalesceOperation)operation, draft, context);
                return;
            case OperationKind.Binary when operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both:
                pending.Push((both.RightOperand, draft, context with { Terms = PathTerms.Add(context.Terms, both.LeftOperand, both.OperatorKind == BinaryOperatorKind.ConditionalAnd) }));
                pending.Push((both.LeftOperand, draft, context));
                return;
            case OperationKind.ConditionalAccess when operation is IConditionalAccessOperation access:
                pending.Push((access.WhenNotNull, draft, context with { Terms = PathTerms.IsNull(context.Terms, access.Operation, false) }));
                pending.Push((access.Operation, draft, context));
                return;
            case OperationKind.Switch:
                PushSwitch((ISwitchOperation)operation, draft, context);
                return;
            case OperationKind.Loop:
                PushLoop((ILoopOperation)operation, draft, context);
                return;
        }

        var inner = operation.Kind switch
        {
            OperationKind.Throw => context.With(CallTraits.Cold),
            OperationKind.CatchClause => context.With(CallTraits.Handler),
            OperationKind.Return when context.Round is not null => context with { Round = Trips.Inside(operation, context.Round) },
            OperationKind.SwitchCase => context.With(CallTraits.Conditional) with { Round = Trips.Inside(operation, context.Round) },
            OperationKind.SwitchExpressionArm => context.With(CallTraits.Conditional) with { Terms = PathTerms.InArm(context.Terms, (ISwitchExpressionArmOperation)operation), Round = Trips.Inside(operation, context.Round) },
            _ => context,
        };
        foreach (var child in operation.ChildOperations.Reverse())
        {
            pending.Push((child, draft, child.Kind == OperationKind.CatchClause ? context : inner));
        }
    }

    private void PushSwitch(ISwitchOperation choice, BodyDraft draft, WalkContext context)
    {
        // A section that others jump to, or that may be one, says nothing of the value.
        var decides = choice.Value is IParameterReferenceOperation or IConversionOperation && !choice.OwnOperations().Any(static operation => operation is IBranchOperation { BranchKind: BranchKind.GoTo });
        for (var i = choice.Cases.Length - 1; i >= 0; i--)
        {
            pending.Push((choice.Cases[i], draft, decides ? context with { Terms = PathTerms.InSection(context.Terms, choice, choice.Cases[i]) } : context));
        }

        pending.Push((choice.Value, draft, context));
    }

    /// <summary>The right side is reached only where the left one is null. What fills the left one is done once.</summary>
    private void PushCoalesce(ICoalesceOperation coalesce, BodyDraft draft, WalkContext context)
    {
        var isFilled = coalesce.Value.Named() is IFieldSymbol or IPropertySymbol
            && coalesce.WhenNull.SelfAndBelow().Any(part => OneTime.Filled(part).Contains(coalesce.Value.Named()!.OriginalDefinition, SymbolEqualityComparer.Default));
        pending.Push((coalesce.WhenNull, draft, isFilled ? context.With(CallTraits.Once) : context with { Terms = PathTerms.IsNull(context.Terms, coalesce.Value, true) }));
        pending.Push((coalesce.Value, draft, context));
    }

    /// <summary>An <c>if</c> that leaves the block says something of all the statements behind it.</summary>
    private void PushStatements(IBlockOperation block, BodyDraft draft, WalkContext context)
    {
        context = context.Round is null ? context : context with { Round = Trips.Inside(block, context.Round) };
        if (block.Parent is IConditionalOperation or ISwitchCaseOperation && block.EndsInThrow())
        {
            context = context.With(CallTraits.Cold);
        }
        else if (block.Parent is IMethodBodyBaseOperation && block.Operations is [var only] && OnlyThrows(only))
        {
            draft.AlwaysThrows = true;
        }
        else if (block.Parent is IMethodBodyBaseOperation && block.EndsInThrow() && !block.SelfAndBelow().Any(static operation => operation is IReturnOperation))
        {
            // A method that never returns is on the way out from its first line.
            context = context.With(CallTraits.Cold);
        }

        if (!block.Operations.Any(static statement => statement.Kind is OperationKind.Conditional or OperationKind.UsingDeclaration))
        {
            for (var i = block.Operations.Length - 1; i >= 0; i--)
            {
                pending.Push((block.Operations[i], draft, context));
            }

            return;
        }

        var contexts = new WalkContext[block.Operations.Length];
        var start = context;
        for (var i = 0; i < contexts.Length; i++)
        {
            if (block.Operations[i] is ILabeledOperation)
            {
                // Who jumps here has passed none of the statements before.
                context = start with { Locks = context.Locks };
            }

            contexts[i] = context;
            if (block.Operations[i] is IConditionalOperation { WhenFalse: null } guard && guard.WhenTrue.Exits())
            {
                context = AfterExit(context, guard, block, draft.Body) with { Terms = PathTerms.Add(context.Terms, guard.Condition, false), Round = Trips.Behind(guard, context.Round) };
            }
            else if (block.Operations[i] is IUsingDeclarationOperation { DeclarationGroup: { } resources })
            {
                context = context with { Locks = locks.Enter(resources, context.Locks) };
            }
        }

        for (var i = contexts.Length - 1; i >= 0; i--)
        {
            pending.Push((block.Operations[i], draft, contexts[i]));
        }
    }

    private static bool OnlyThrows(IOperation statement) => statement switch
    {
        IExpressionStatementOperation expression => expression.Operation.Unwrapped() is IThrowOperation,
        IReturnOperation { ReturnedValue: { } value } => value.Unwrapped() is IThrowOperation,
        _ => statement is IThrowOperation,
    };

    private WalkContext AfterExit(WalkContext context, IConditionalOperation guard, IBlockOperation block, Body body)
    {
        // Who throws because something is there already has no use for it: it is no cache.
        var miss = oneTime.Of(guard.Condition, negated: true, block) is { } found && (found.Frequency == Frequency.Once || !guard.WhenTrue.EndsInThrow()) ? found : null;
        return Surer(miss, () => StoredAnswers.Behind(guard, body)) is { } rare ? context.On(rare)
            : FlagOf(body) is { } flag ? context.With(Trait(FlagParameters.Read(guard.Condition, flag).WhenFalse))
            : context;
    }

    private static Miss? Surer(Miss? miss, Func<Miss?> other) => miss is { IsFilledInSight: true } ? miss : other() ?? miss;

    private void PushConditional(IConditionalOperation conditional, BodyDraft draft, WalkContext context)
    {
        var (whenTrue, whenFalse) = FlagOf(draft.Body) is { } flag ? FlagParameters.Read(conditional.Condition, flag) : (null, null);
        var constant = conditional.Condition.ConstantTruth();

        // Whoever asks whether there is a file expects one.
        var branch = conditional.Condition.SelfAndBelow().Any(AsksForFile) ? CallTraits.None : CallTraits.Conditional;
        var decided = context;
        context = context with { Round = Trips.InBranch(conditional, context.Round) };
        if (conditional.WhenFalse is { } otherwise && constant != true)
        {
            var inner = context.With(Trait(whenFalse) | branch) with { Terms = PathTerms.Add(context.Terms, conditional.Condition, false) };
            pending.Push((otherwise, draft, OnMiss(inner, conditional, negated: true, otherwise, draft.Body)));
        }

        if (constant != false)
        {
            var inner = context.With(Trait(whenTrue) | (constant == true ? CallTraits.None : branch)) with { Terms = PathTerms.Add(context.Terms, conditional.Condition, true) };
            pending.Push((conditional.WhenTrue, draft, OnMiss(inner, conditional, negated: false, conditional.WhenTrue, draft.Body)));
        }

        pending.Push((conditional.Condition, draft, decided));
    }

    private static bool AsksForFile(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Exists", ContainingType.ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } } => true,
        IPropertyReferenceOperation { Property: { Name: "Exists", ContainingType.ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } } => true,
        _ => false,
    };

    private WalkContext OnMiss(WalkContext context, IConditionalOperation check, bool negated, IOperation branch, Body body) =>
        Surer(oneTime.Of(check.Condition, negated, branch), () => StoredAnswers.In(check, body)) is { } miss ? context.On(miss) : context;

    private void PushLoop(ILoopOperation loop, BodyDraft draft, WalkContext context)
    {
        if (PollingLoopReader.Read(loop, context.Traits, symbols) is { } poll)
        {
            draft.Polls.Add(poll);
        }

        var inner = context.With(CallTraits.InLoop) with { Round = work.Enter(loop, context.Round, draft.Body.Symbol) };
        if (LoopRanges.Of(loop, context.Loops) is { } range)
        {
            inner = inner with { Loops = new LoopChain(loop, range, context.Loops) };
        }

        if (loop is IForEachLoopOperation each)
        {
            foreach (var local in each.Locals)
            {
                origins.Assign(local, null);
            }
        }

        foreach (var child in loop.ChildOperations.Reverse())
        {
            pending.Push((child, draft, child.Precedes(loop) ? context : inner));
        }
    }

    private void EnterLambda(IAnonymousFunctionOperation lambda, BodyDraft draft, WalkContext context)
    {
        var body = Nested(lambda.Symbol, lambda.Syntax, BodyKind.Lambda, draft, NeverReturns(lambda));
        var nested = new BodyDraft(body);
        drafts.Add(nested);
        draft.Nested.Add(body);
        functions.Lambdas.Add(lambda, body);
        if (Destinations.AsLocal(lambda) is { } local)
        {
            functions.Kept[local] = body;
        }

        draft.Uses.Add((body, UseOf(lambda)));
        pending.Push((lambda.Body, nested, Fresh(context, lambda)));
    }

    private void EnterLocalFunction(ILocalFunctionOperation function, BodyDraft draft, WalkContext context)
    {
        var body = Nested(function.Symbol, function.Syntax, BodyKind.LocalFunction, draft, neverReturns: false);
        var nested = new BodyDraft(body);
        drafts.Add(nested);
        draft.Nested.Add(body);
        functions.Local[function.Symbol] = body;
        if ((function.Body ?? function.IgnoredBody) is { } block)
        {
            pending.Push((block, nested, Fresh(context, function)));
        }
    }

    // The flag of the member around still decides inside; loops, locks and guards around do not.
    private WalkContext Fresh(WalkContext context, IOperation function) => new(
        (context.Traits & (CallTraits.WhenFlagTrue | CallTraits.WhenFlagFalse | CallTraits.Cold))
            | (function is IAnonymousFunctionOperation && IsInExpressionTree(function) ? CallTraits.InExpressionTree : CallTraits.None));

    private bool IsInExpressionTree(IOperation lambda) =>
        lambda.Parent is IConversionOperation { Type: { } type } && type.OriginalDefinition.IsSameAs(symbols.Expression);

    // An endless loop converts to any delegate, and the compiler prefers the one that returns a task.
    private bool NeverReturns(IAnonymousFunctionOperation lambda) =>
        !lambda.Symbol.IsAsync && symbols.IsAsyncShaped(lambda.Symbol.ReturnType) && lambda.Syntax is AnonymousFunctionExpressionSyntax { Block: not null }
        && !lambda.Body.SelfAndBelow().Any(static operation => operation is IReturnOperation { ReturnedValue: not null });

    private Body Nested(IMethodSymbol symbol, SyntaxNode syntax, BodyKind kind, BodyDraft draft, bool neverReturns)
    {
        var flag = FlagParameters.Find(symbol, out var meansSync);
        return new Body
        {
            Symbol = symbol,
            Syntax = syntax,
            Kind = kind,
            Parent = draft.Body,
            IsAsync = symbol.IsAsync,
            IsAsyncCode = symbol.IsAsync || (!neverReturns && symbols.IsAsyncShaped(symbol.ReturnType)),
            FlagParameter = flag,
            FlagMeansSync = meansSync,
        };
    }

    private DelegateUse UseOf(IOperation function)
    {
        if (Destinations.AsHandler(function) is { } raised)
        {
            return delegates.Find(raised);
        }

        return Destinations.AsArgument(function) is { } argument ? Destinations.UseOf(argument, delegates)
            : Destinations.AsLocal(function) is not null ? DelegateUse.Unknown
            : DelegateUse.Stored;
    }

    private void VisitCall(IInvocationOperation call, BodyDraft draft, WalkContext context)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            NoteInvokedParameter(call.Instance, draft, context);
            if (call.Instance?.Named() is ILocalSymbol local && functions.Kept.TryGetValue(local, out var lambda))
            {
                draft.Uses.Add((lambda, DelegateUse.Inline));
                draft.Pending.Add(new PendingCall(method, call, call.Instance, [], context));
            }

            return;
        }

        if (method.HasAttribute(symbols.Conditional))
        {
            return;
        }

        if (method.Name == "SpinUntil" && PollingLoopReader.Read(call, context.Traits, symbols) is { } poll)
        {
            draft.Polls.Add(poll);
        }

        locks.Note(call);
        NoteFilled(call, draft);
        if (call.Instance is { } instance && method.Name == "Invoke" && instance.Type?.TypeKind == TypeKind.Delegate)
        {
            NoteInvokedParameter(instance, draft, context);
        }

        if (method.Canonical().IsSameAs(draft.Body.Method?.OriginalDefinition) && HasShrinkingArgument(call))
        {
            draft.Recursion.Add(call);
            draft.SelfCalls++;
            if (draft.SelfCalls >= 2 && draft.Computation.Evidence is null)
            {
                draft.Computation = new Computation(draft.Computation.Nest, draft.Computation.Ranges, true, call.Syntax);
            }
        }

        Record(method, call, call.Instance, call.Arguments, draft, context);
    }

    private static bool HasShrinkingArgument(IInvocationOperation call) => call.Arguments.Any(static argument =>
        argument.Value.Unwrapped() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract or BinaryOperatorKind.Divide or BinaryOperatorKind.Add or BinaryOperatorKind.RightShift } binary
        && LoopRanges.IsNumeric(binary.Type));

    private void NoteWritten(IOperation operation)
    {
        foreach (var target in operation.Written())
        {
            if (target.Named() is IParameterSymbol parameter)
            {
                written.Add(parameter);
            }
        }
    }

    private static void NoteFilled(IOperation operation, BodyDraft draft)
    {
        foreach (var store in OneTime.Filled(operation))
        {
            if (!draft.Filled.Contains(store, SymbolEqualityComparer.Default))
            {
                draft.Filled.Add(store);
            }
        }
    }

    private static void NoteInvokedParameter(IOperation? instance, BodyDraft draft, WalkContext context)
    {
        if (instance?.Named() is not IParameterSymbol { Ordinal: < 32 } parameter)
        {
            return;
        }

        if (parameter.ContainingSymbol.IsSameAs(draft.Body.Symbol))
        {
            draft.InvokedParameters |= 1u << parameter.Ordinal;
            if (context.Miss is { } miss)
            {
                draft.InvokedOnMiss.Add((parameter.Ordinal, miss));
            }
            else if ((context.Traits & CallTraits.Once) == 0)
            {
                draft.RepeatedParameters |= 1u << parameter.Ordinal;
            }
        }
        else
        {
            draft.InvokedOuterParameters.Add(parameter);
        }
    }

    private void VisitProperty(IPropertyReferenceOperation reference, BodyDraft draft, WalkContext context)
    {
        var property = reference.Property;
        var isTarget = reference.Parent is IIncrementOrDecrementOperation || (reference.Parent is IAssignmentOperation assignment && assignment.Target == reference);
        if ((!isTarget || reference.Parent is ICompoundAssignmentOperation or ICoalesceAssignmentOperation or IIncrementOrDecrementOperation) && property.GetMethod is { } getter)
        {
            Record(getter, reference, reference.Instance, reference.Arguments, draft, context);
        }

        if (isTarget && property.SetMethod is { } setter && (symbols.IsOwn(property) || IsThread(property)))
        {
            Record(setter, reference, reference.Instance, reference.Arguments, draft, context);
        }
    }

    private void VisitDeclarator(ILocalSymbol local, IVariableDeclaratorOperation declarator)
    {
        if (declarator.GetVariableInitializer() is not { } initializer)
        {
            return;
        }

        NoteWritten(declarator);
        origins.Assign(local, initializer.Value);
        if (local.IsRef && initializer.Value.Unwrapped() is ILocalReferenceOperation aliased)
        {
            // What is written through the reference is not followed.
            origins.Assign(local, null);
            origins.Assign(aliased.Local, null);
        }
    }

    private void VisitTarget(IOperation target, IOperation? value, BodyDraft draft)
    {
        switch (target.Unwrapped())
        {
            case ILocalReferenceOperation local:
                origins.Assign(local.Local, value);
                break;
            case IFieldReferenceOperation { Field: { } field } when HasOrigin(field) && value?.IsNullLiteral() != true:
                draft.AssignedFields.Add((field.OriginalDefinition, value));
                break;
        }
    }

    // Which part of the value goes where is more than anyone has asked for.
    private void VisitDeconstruction(IDeconstructionAssignmentOperation assignment, BodyDraft draft)
    {
        foreach (var part in assignment.Written())
        {
            VisitTarget(part, null, draft);
        }
    }

    /// <summary>Where a value comes from decides what is done with it: streams, connections, tasks.</summary>
    private bool HasOrigin(IFieldSymbol field) => OriginReader.IsAbstraction(field.Type) || symbols.IsTask(field.Type) || catalog.Instance(field.Type) is not null;

    private void VisitReference(IArgumentOperation argument, BodyDraft draft)
    {
        switch (argument.Value)
        {
            case ILocalReferenceOperation local:
                origins.Assign(local.Local, null);
                break;
            case IFieldReferenceOperation { Field: { } field } when HasOrigin(field):
                // Interlocked and Volatile give the field their other argument; what anything else gives it is not known.
                var call = argument.Parent as IInvocationOperation;
                var isExchange = call is { TargetMethod.ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" }, Arguments.Length: > 1 };
                if (call?.TargetMethod.Name != "Read")
                {
                    draft.AssignedFields.Add((field.OriginalDefinition, isExchange ? call!.Arguments[1].Value : null));
                }

                break;
        }
    }

    /// <summary>Keeps a call only when someone could learn from it: code in source, a catalogued API, one that is given a delegate, threads, tasks to wait for, or a parallel query.</summary>
    private void Record(
        IMethodSymbol target, IOperation operation, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, BodyDraft draft, WalkContext context)
    {
        var isOwn = symbols.IsOwn(target);
        if (isOwn ? IsTrivial(target) : catalog.Find(target) is null && !HasDelegate(arguments) && !IsThread(target) && !IsGathering(target) && !IsQuery(target) && !MayServe(target) && annotations.Of(target) is null)
        {
            return;
        }

        draft.Pending.Add(new PendingCall(target, operation, instance, arguments, context));
    }

    // What is done to a thread decides whether the pool could do the same; how many the pool has may be there for what blocks them.
    private bool IsThread(ISymbol member) => member.ContainingType.IsSameAs(symbols.Thread) || (member.Name is "SetMinThreads" or "SetMaxThreads" && member.ContainingType.IsSameAs(symbols.ThreadPool));

    // How long a program runs divides its start from what it does.
    private static bool MayServe(IMethodSymbol target) => target.Name is "Run" or "RunAsync" or "RunConsoleAsync" or "WaitForShutdownAsync" or "StartWithClassicDesktopLifetime";

    // A query may have nothing in it that takes a delegate.
    private static bool IsQuery(IMethodSymbol target) => target is { Name: "AsParallel", ContainingType.Name: "ParallelEnumerable" };

    // How tasks are waited for together decides how many of them are under way.
    private bool IsGathering(IMethodSymbol target) => target.Name is "WhenAll" or "WhenAny" && target.ContainingType.IsSameAs(symbols.Task);

    private static bool IsTrivial(IMethodSymbol target) =>
        target is { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true }
        || (target is { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol { IsAbstract: false, IsVirtual: false, IsOverride: false } }
            && Bodies.IsAutoAccessor(target));

    private static bool HasDelegate(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Type is { } type
                && (type.TypeKind == TypeKind.Delegate || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate || (type is IArrayTypeSymbol { ElementType.TypeKind: TypeKind.Delegate })
                    || (type is INamedTypeSymbol { TypeArguments: [{ TypeKind: TypeKind.Delegate }] } && argument.ArgumentKind == ArgumentKind.ParamCollection)))
            {
                return true;
            }
        }

        return false;
    }

    private static IParameterSymbol? FlagOf(Body body)
    {
        for (var current = body; current is not null; current = current.Parent)
        {
            if (current.FlagParameter >= 0 && current.Method is { } method)
            {
                return method.Parameters[current.FlagParameter];
            }
        }

        return null;
    }

    private static CallTraits Trait(bool? flag) => flag switch
    {
        true => CallTraits.WhenFlagTrue,
        false => CallTraits.WhenFlagFalse,
        null => CallTraits.None,
    };
}
