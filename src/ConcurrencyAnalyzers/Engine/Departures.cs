using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>When asynchronous code leaves the thread that starts it.</summary>
internal enum Departure : byte
{
    /// <summary>It runs to its end there.</summary>
    Never,

    /// <summary>It lives there, in a loop that lasts, and leaves when that is over.</summary>
    Late,

    /// <summary>A branch decides, or a delegate that is not known.</summary>
    Perhaps,

    /// <summary>At its first await.</summary>
    Early,
}

/// <summary>
/// Follows asynchronous code from its start to the first await whose task is not complete, through the methods of this compilation that it calls or
/// awaits. Code without source leaves at once, as its signature says. An await in a <c>catch</c> is not on the way that matters.
/// </summary>
internal sealed class Departures
{
    private readonly Bodies bodies;
    private readonly Dispatch dispatch;
    private readonly KnownSymbols symbols;
    private readonly CancellationToken cancellationToken;
    private readonly HashSet<Body> underWay = [];
    private readonly Dictionary<Body, Departure> known = [];

    private Departures(Bodies bodies, Dispatch dispatch, KnownSymbols symbols, CancellationToken cancellationToken) =>
        (this.bodies, this.dispatch, this.symbols, this.cancellationToken) = (bodies, dispatch, symbols, cancellationToken);

    /// <summary>The call makes a thread of its own for asynchronous code that leaves it at once. With a scheduler that was chosen for it, who knows.</summary>
    /// <param name="call">A call of the member.</param>
    /// <param name="member">What the compiler calls it.</param>
    /// <param name="blocks">Its operations.</param>
    /// <param name="model">Of the compilation.</param>
    public static bool WastesThread(CallSite call, ISymbol member, ImmutableArray<IOperation> blocks, ConcurrencyModel model, CancellationToken cancellationToken) =>
        call.Delegates is [{ Use: DelegateUse.LongRunning } work, ..]
        && (work.Body is not { Kind: BodyKind.Lambda, IsAsync: true, Method.ReturnsVoid: true } || call.Target.MethodKind == MethodKind.Constructor)
        && Of(work, model, cancellationToken) == Departure.Early
        && blocks.SelectMany(static block => block.SelfAndBelow()).Select(operation => operation.Syntax == call.Syntax ? TaskStart.Of(operation, model.Symbols, member.ContainingType) : null)
            .FirstOrDefault(static start => start is not null) is { Scheduling: not TaskScheduling.Chosen };

    /// <summary>When what a construct is given leaves the thread that it is started on. Synchronous work never does.</summary>
    public static Departure Of(DelegateArgument work, ConcurrencyModel model, CancellationToken cancellationToken) =>
        new Departures(model.Bodies, model.Dispatch, model.Symbols, cancellationToken).OfWork(work);

    /// <summary>The task that the body gives back has completed by then: all that it awaits had completed, too.</summary>
    public static bool HasCompletedAtReturn(Body body, Bodies bodies, Dispatch dispatch, KnownSymbols symbols, CancellationToken cancellationToken) =>
        body is { IsAsyncCode: true, IsIterator: false } && new Departures(bodies, dispatch, symbols, cancellationToken).OfBody(body) == Departure.Never;

    private Departure OfWork(DelegateArgument work) => work switch
    {
        { Body: { } body } => OfFunction(body),
        { Method: { } method } => IsAsynchronous(method) ? OfTarget(new CallSite { Target = method, Syntax = work.Syntax, Traits = CallTraits.None }) : Departure.Never,
        _ => Departure.Perhaps,
    };

    private bool IsAsynchronous(IMethodSymbol method) => method.ReturnsVoid ? method.IsAsync : symbols.IsTask(method.ReturnType) || symbols.IsValueTask(method.ReturnType);

    private Departure OfFunction(Body function)
    {
        if (function.Method is { } method && IsAsynchronous(method))
        {
            return OfBody(function);
        }

        // A lambda without a result that is one asynchronous call.
        return Offloads.OnlyCall(function.Syntax) is { } only && function.Calls.FirstOrDefault(call => call.Syntax == only) is { } inner && IsAsynchronous(inner.Target)
            ? OfTarget(inner)
            : Departure.Never;
    }

    /// <summary>One that has to agree with the others, where there are several.</summary>
    private Departure OfTarget(CallSite call)
    {
        if (call.Target.MethodKind == MethodKind.DelegateInvoke)
        {
            return call.Delegates is [var known] ? OfWork(known) : Departure.Perhaps;
        }

        Departure? common = null;
        foreach (var target in dispatch.Targets(call))
        {
            var body = bodies.Of(target, cancellationToken);
            if (body is { AlwaysThrows: true })
            {
                continue;
            }

            var departure = body is { IsAsyncCode: true } ? OfBody(body) : Departure.Early;
            if (common is { } other && other != departure)
            {
                return Departure.Perhaps;
            }

            common = departure;
        }

        return common ?? Departure.Early;
    }

    private Departure OfBody(Body body)
    {
        if (known.TryGetValue(body, out var departure))
        {
            return departure;
        }

        // Whoever calls itself again leaves by its other ways, and nobody reads a longer chain.
        if (underWay.Count == Witness.MaximumLength || !underWay.Add(body))
        {
            return Departure.Early;
        }

        var course = new Course(this, body);
        departure = body.IsAsync ? course.ToFirstAwait() : course.ToResult();
        underWay.Remove(body);
        known.Add(body, departure);
        return departure;
    }

    /// <summary>A call that is not awaited, yet: it may live on the thread before it returns.</summary>
    private bool LivesOn(CallSite call)
    {
        var targets = symbols.IsOwn(call.Target) ? dispatch.Targets(call) : [];
        foreach (var target in targets)
        {
            if (bodies.Of(target, cancellationToken) is not { } body || OfBody(body) != Departure.Late)
            {
                return false;
            }
        }

        return !targets.IsEmpty;
    }

    /// <summary>The way through one body. Null: control passes by, and is still on its thread.</summary>
    private readonly struct Course(Departures departures, Body body)
    {
        public Departure ToFirstAwait() => Through() ?? Departure.Never;

        /// <summary>Without the keyword, the tasks that are given back decide.</summary>
        public Departure ToResult()
        {
            if (Through() is { } inside)
            {
                return inside;
            }

            Departure? common = null;
            foreach (var task in body.Tasks)
            {
                var departure = At(task) ?? Departure.Never;
                common = common is not { } other || other == departure ? departure
                    : other == Departure.Early || departure == Departure.Early ? Departure.Early
                    : Departure.Perhaps;
            }

            return common ?? (body.IsAsyncCode ? Departure.Early : Departure.Never);
        }

        private Departure? Through() => body.Syntax switch
        {
            AnonymousFunctionExpressionSyntax lambda => Through(lambda.Body),
            LocalFunctionStatementSyntax local => Through((SyntaxNode?)local.Body ?? local.ExpressionBody),
            BaseMethodDeclarationSyntax method => Through((SyntaxNode?)method.Body ?? method.ExpressionBody),
            AccessorDeclarationSyntax accessor => Through((SyntaxNode?)accessor.Body ?? accessor.ExpressionBody),
            _ => null,
        };

        private Departure? Through(SyntaxNode? part) => part switch
        {
            null or LocalFunctionStatementSyntax => null,
            BlockSyntax block => Join(
                InOrder(block.Statements),
                block.Statements.Where(static statement => statement is LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 }).Select(AtAwait).FirstOrDefault(static end => end is not null)),
            UsingStatementSyntax @using => Join(InOrder(@using.Declaration, @using.Expression, @using.Statement), @using.AwaitKeyword.RawKind != 0 ? AtAwait(@using) : null),
            IfStatementSyntax branch => Join(InExpression(branch.Condition), Either([Through(branch.Statement), Through(branch.Else?.Statement)])),
            SwitchStatementSyntax choice => Join(InExpression(choice.Expression), OfSections(choice)),
            WhileStatementSyntax loop => Round(loop, InOrder(loop.Condition, loop.Statement)),
            DoStatementSyntax loop => Round(loop, InOrder(loop.Statement, loop.Condition)),
            ForStatementSyntax loop => Join(InOrder([loop.Declaration, .. loop.Initializers]), Round(loop, InOrder([loop.Condition, loop.Statement, .. loop.Incrementors]))),
            CommonForEachStatementSyntax loop => Join(InExpression(loop.Expression), loop.AwaitKeyword.RawKind != 0 ? Departure.Early : Round(loop, Through(loop.Statement))),
            TryStatementSyntax attempt => InOrder(attempt.Block, attempt.Finally?.Block),
            StatementSyntax wrapper when wrapper.ChildNodes().Any(static child => child is StatementSyntax) => InOrder(wrapper.ChildNodes()),
            _ => InExpression(part),
        };

        private Departure? InOrder(params IEnumerable<SyntaxNode?> parts)
        {
            Departure? way = null;
            foreach (var part in parts)
            {
                way = Join(way, Through(part));
                if (way == Departure.Early)
                {
                    break;
                }
            }

            return way;
        }

        /// <summary>One after the other: what is passed by with certainty leaves the word to what follows.</summary>
        private static Departure? Join(Departure? first, Departure? second) => (first, second) switch
        {
            (null, _) => second,
            (Departure.Perhaps, Departure.Early) => Departure.Early,
            _ => first,
        };

        private static Departure? Either(IReadOnlyCollection<Departure?> ways) => ways.Distinct().ToList() is [var only] ? only : Departure.Perhaps;

        private Departure? OfSections(SwitchStatementSyntax choice)
        {
            var ways = new List<Departure?>();
            foreach (var section in choice.Sections)
            {
                ways.Add(InOrder(section.Statements));
            }

            if (!choice.Sections.SelectMany(static section => section.Labels).Any(static label => label is DefaultSwitchLabelSyntax))
            {
                ways.Add(null);
            }

            return Either(ways);
        }

        /// <summary>A loop goes round until a branch that leaves is taken; one that lasts and never leaves is a life.</summary>
        private static Departure? Round(StatementSyntax loop, Departure? once) => once switch
        {
            null => LastingLoops.IsLasting(loop) ? Departure.Late : null,
            Departure.Perhaps => Departure.Early,
            _ => once,
        };

        // In the order of evaluation, operands before what uses them; without recursion, since expressions nest deeper than a thread's stack.
        private Departure? InExpression(SyntaxNode expression)
        {
            Departure? way = null;
            var steps = expression.DescendantNodesAndSelf(static node => node is not AnonymousFunctionExpressionSyntax)
                .Where(static node => node is AwaitExpressionSyntax or InvocationExpressionSyntax)
                .OrderBy(static node => node.Span.End).ThenByDescending(static node => node.SpanStart);
            foreach (var step in steps)
            {
                var departure = step is AwaitExpressionSyntax ? AtAwait(step) : CallAt(step) is { } call && departures.LivesOn(call) ? Departure.Late : (Departure?)null;
                way = Join(way, departure is not null && IsConditional(step, expression) ? Departure.Perhaps : departure);
            }

            return way;
        }

        private static bool IsConditional(SyntaxNode step, SyntaxNode expression)
        {
            for (var node = step; node != expression && node.Parent is { } parent; node = parent)
            {
                switch (parent)
                {
                    case ConditionalExpressionSyntax choice when choice.Condition != node:
                    case ConditionalAccessExpressionSyntax access when access.WhenNotNull == node:
                    case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } both when both.Right == node:
                    case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment when assignment.Right == node:
                    case SwitchExpressionArmSyntax:
                        return true;
                }
            }

            return false;
        }

        private Departure? AtAwait(SyntaxNode await)
        {
            foreach (var task in body.Tasks)
            {
                if (task.Syntax == await)
                {
                    return At(task);
                }
            }

            return Departure.Early;
        }

        private Departure? At(TaskSite task)
        {
            if (task.Task == AwaitedTask.Completed)
            {
                return null;
            }

            var departure = task.Call is { } syntax && CallAt(syntax) is { } call ? departures.OfTarget(call)
                : task.Task == AwaitedTask.OfDelegate ? Departure.Perhaps
                : Departure.Early;
            return departure == Departure.Never ? null : departure;
        }

        private CallSite? CallAt(SyntaxNode syntax) => body.Calls.FirstOrDefault(call => call.Syntax == syntax);
    }
}
