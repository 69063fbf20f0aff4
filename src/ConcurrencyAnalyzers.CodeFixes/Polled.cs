using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>What a loop asks again and again, where it can be waited for as it is.</summary>
internal sealed class Polled
{
    private readonly IOperation asked;
    private readonly ExpressionSyntax subject;
    private readonly StatementSyntax statement;
    private readonly ExpressionSyntax? token;

    private Polled(IOperation asked, ExpressionSyntax subject, StatementSyntax statement, ExpressionSyntax? token)
    {
        this.asked = asked;
        this.subject = subject;
        this.statement = statement;
        this.token = token;
    }

    /// <summary>Null when the loop asks for more, asks another object each time, or does anything else.</summary>
    public static Polled? By(FixSite site, PollingLoop loop, StatementSyntax statement)
    {
        if (!loop.IsBare || loop.Pauses.Length > 1)
        {
            return null;
        }

        var (condition, goesOnWhen) = statement switch
        {
            WhileStatementSyntax or DoStatementSyntax => ((site.Model.GetOperation(statement, site.CancellationToken) as IWhileLoopOperation)?.Condition, true),
            ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } when call == loop.Syntax || call.Span == loop.Syntax.Span => (UntilOf(site, call), false),
            _ => (null, false),
        };
        return condition is not null && Asked(condition, goesOnWhen) is { } asked && SubjectOf(asked.Syntax) is { } subject && Instance(asked) is { } instance && IsSame(site, instance, statement)
            && TokenOf(site, statement, out var token)
                ? new Polled(asked, subject, statement, token)
                : null;
    }

    /// <summary>The wait for asynchronous code; null when there is none that means the same.</summary>
    public ExpressionSyntax? Awaited(FixSite site)
    {
        var configure = Awaiting.Configures(statement);
        switch (asked)
        {
            // Whoever asks whether a task has completed does not want its exception.
            case IPropertyReferenceOperation { Property.Name: "IsCompleted" } when site.Symbols is { Task: { } tasks, TaskOfT: { } taskOfTask }:
                var any = Call(tasks, site.Receiver(tasks), "WhenAny", subject);
                return Awaiting.Await(token is null ? any : Call(taskOfTask, any, "WaitAsync", token), configure);
            case IPropertyReferenceOperation { Property: { Name: "HasExited", ContainingType: { } process } } when !ReadsOutput():
                return process.GetMembers("WaitForExitAsync").IsEmpty ? null : Awaiting.Await(token is null ? Call(process, subject, "WaitForExitAsync") : Call(process, subject, "WaitForExitAsync", token), configure);
            case IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType: { Name: "SemaphoreSlim" } semaphore } }:
                return Awaiting.Await(token is null ? Call(semaphore, subject, "WaitAsync") : Call(semaphore, subject, "WaitAsync", token), configure);
            default:
                return null;
        }
    }

    /// <summary>The wait for code that may block its thread.</summary>
    /// <param name="site">What is fixed.</param>
    /// <param name="ownsItsThread">Nobody else is kept waiting, so a task may be waited for, too.</param>
    public ExpressionSyntax? Blocked(FixSite site, bool ownsItsThread)
    {
        if (token is not null)
        {
            return null;
        }

        return asked switch
        {
            IPropertyReferenceOperation { Property.Name: "IsCompleted" } when ownsItsThread && site.Symbols.Task is { } tasks => Call(tasks, site.Receiver(tasks), "WaitAny", subject),
            IPropertyReferenceOperation { Property: { Name: "HasExited", ContainingType: { } process } } when !ReadsOutput() => Call(process, subject, "WaitForExit"),
            IPropertyReferenceOperation { Property: { Name: "IsAlive", ContainingType: { } thread } } when IsStarted() => Call(thread, subject, "Join"),
            IInvocationOperation { TargetMethod: { ContainingType: { } type, Name: var name } } => Call(type, subject, name),
            _ => null,
        };
    }

    private static InvocationExpressionSyntax Call(INamedTypeSymbol type, ExpressionSyntax receiver, string name, params ExpressionSyntax[] arguments) =>
        KnownCall.To(type, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver.WithoutTrivia(), SyntaxFactory.IdentifierName(name)),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments.Select(static argument => SyntaxFactory.Argument(argument.WithoutTrivia()))))));

    private static IOperation? UntilOf(FixSite site, InvocationExpressionSyntax call) =>
        site.Model.GetOperation(call, site.CancellationToken) is IInvocationOperation { Arguments: [{ Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body: { } body } } }] } ? body.OnlyResult() : null;

    /// <summary>The question that the loop goes on for, if it is the only one.</summary>
    private static IOperation? Asked(IOperation condition, bool goesOnWhen) => condition.Unwrapped() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: { } operand } => Asked(operand, !goesOnWhen),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool value }, LeftOperand: { } operand } => Asked(operand, goesOnWhen == value),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand.ConstantValue: { HasValue: true, Value: bool value }, RightOperand: { } operand } => Asked(operand, goesOnWhen == value),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: bool value }, LeftOperand: { } operand } => Asked(operand, goesOnWhen != value),
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool value } }, Value: { } operand } => Asked(operand, goesOnWhen == value),
        IPropertyReferenceOperation { Property.Name: "IsCompleted", Instance.Type: { Name: "Task" } } completed when !goesOnWhen => completed,
        IPropertyReferenceOperation { Property: { Name: "HasExited", ContainingType.Name: "Process" } } exited when !goesOnWhen => exited,
        IPropertyReferenceOperation { Property: { Name: "IsAlive", ContainingType.Name: "Thread" } } alive when goesOnWhen => alive,
        IInvocationOperation { TargetMethod: { Name: "WaitOne" or "Wait" or "Join" or "WaitForExit", ContainingType.Name: not "Task" }, Arguments.Length: 1 } attempt when !goesOnWhen => attempt,
        _ => null,
    };

    private static ExpressionSyntax? SubjectOf(SyntaxNode asked) => asked switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
        _ => null,
    };

    private static IOperation? Instance(IOperation asked) => asked switch
    {
        IPropertyReferenceOperation property => property.Instance,
        IInvocationOperation call => call.Instance,
        _ => null,
    };

    /// <summary>The same object whenever it is asked for: the loop looks it up each time, a wait only once.</summary>
    private static bool IsSame(FixSite site, IOperation instance, SyntaxNode place) => instance.Unwrapped() switch
    {
        IInstanceReferenceOperation => true,
        ILocalReferenceOperation { Local: { } local } => !SharedState.IsChangedBeside(local, place, site.CancellationToken),
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => !SharedState.IsChangedBeside(parameter, place, site.CancellationToken),
        IFieldReferenceOperation { Field.IsReadOnly: true, Instance: var of } => of is null || IsSame(site, of, place),
        IPropertyReferenceOperation { Property: { } property, Instance: var of, Arguments.IsEmpty: true } => (of is null || IsSame(site, of, place)) && IsFixed(site, property),
        _ => false,
    };

    private static bool IsFixed(FixSite site, IPropertySymbol property) =>
        property is { Name: "Task", ContainingType: { Name: "TaskCompletionSource", ContainingNamespace.Name: "Tasks" } }
        || (site.Symbols.IsOwn(property) && property is { IsVirtual: false, IsAbstract: false, IsOverride: false, GetMethod: { } getter } && property.SetMethod is null or { IsInitOnly: true } && Bodies.IsAutoAccessor(getter));

    /// <summary>The token that the pause obeys: the wait has to obey it as well.</summary>
    private static bool TokenOf(FixSite site, StatementSyntax statement, out ExpressionSyntax? token)
    {
        token = null;
        foreach (var argument in statement.DescendantNodes().OfType<ArgumentSyntax>())
        {
            if (site.Model.GetOperation(argument, site.CancellationToken) is IArgumentOperation { Parameter.Type: { } type, Value: not IDefaultValueOperation } && site.Symbols.IsCancellationToken(type))
            {
                if (token is not null || argument.Expression is not (SimpleNameSyntax or MemberAccessExpressionSyntax))
                {
                    return false;
                }

                token = argument.Expression;
            }
        }

        return true;
    }

    /// <summary>With readers of the output, to wait for the exit waits for the end of the output as well, which others may hold open.</summary>
    private bool ReadsOutput() => statement.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault()?.DescendantNodes().OfType<SimpleNameSyntax>()
        .Any(static name => name.Identifier.ValueText is "BeginOutputReadLine" or "BeginErrorReadLine") == true;

    /// <summary>A thread that has not been started is not alive, and cannot be joined.</summary>
    private bool IsStarted() => subject is IdentifierNameSyntax { Identifier.ValueText: { } thread }
        && statement.AncestorsAndSelf().OfType<StatementSyntax>().Any(around => around.Parent is BlockSyntax block
            && block.Statements.TakeWhile(before => before != around).Any(before => ThreadCreation.IsCall(before, thread, "Start")))
        && !statement.Ancestors().OfType<MemberDeclarationSyntax>().First().DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(assignment => assignment.Left is IdentifierNameSyntax assigned && assigned.Identifier.ValueText == thread);
}
