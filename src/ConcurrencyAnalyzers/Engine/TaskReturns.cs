using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What a function that returns a task without the keyword gives back, and whether it would mean the same with it.</summary>
internal static class TaskReturns
{
    /// <summary>The keyword can be added: no return leaves a task behind in a block that the task would then be part of.</summary>
    public static bool MayBecomeAsync(SyntaxNode function) =>
        function is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
        && BodyOf(function) is { } body
        && (body is ExpressionSyntax expression ? IsTask(expression) : StatementsOf(function).All(statement => IsTask(statement.Expression) && (IsReady(statement.Expression!) || !IsGuarded(statement, function))));

    /// <summary>The block, or the expression behind the arrow.</summary>
    public static SyntaxNode? BodyOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        _ => null,
    };

    /// <summary>The returns of the function itself, not those of functions in it.</summary>
    public static IEnumerable<ReturnStatementSyntax> StatementsOf(SyntaxNode function) =>
        BodyOf(function)?.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>() ?? [];

    /// <summary>The <c>x</c> of <c>Task.FromResult(x)</c>.</summary>
    public static ExpressionSyntax? Value(ExpressionSyntax returned) =>
        returned is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" } access, ArgumentList.Arguments: [var only] } && IsTaskType(access.Expression)
            ? only.Expression
            : null;

    /// <summary><c>Task.CompletedTask</c>.</summary>
    public static bool IsCompleted(ExpressionSyntax returned) =>
        returned is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } access && IsTaskType(access.Expression);

    private static bool IsReady(ExpressionSyntax returned) => Value(returned) is not null || IsCompleted(returned);

    // A null task fails at whoever awaits it; a null result does not. And what takes its type from the signature cannot be awaited.
    private static bool IsTask(ExpressionSyntax? returned) =>
        returned is not (null or LiteralExpressionSyntax or DefaultExpressionSyntax or ImplicitObjectCreationExpressionSyntax)
        && !returned.DescendantNodes().Any(static node => node is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } && node.Parent is ConditionalExpressionSyntax or SwitchExpressionArmSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression });

    // The block would now last until the task has completed.
    private static bool IsGuarded(StatementSyntax statement, SyntaxNode function) =>
        statement.Ancestors().TakeWhile(ancestor => ancestor != function).Any(static ancestor =>
            ancestor is TryStatementSyntax or UsingStatementSyntax or LockStatementSyntax or CheckedStatementSyntax or CommonForEachStatementSyntax
            || (ancestor is BlockSyntax block && block.Statements.Any(static other => other is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })));

    private static bool IsTaskType(ExpressionSyntax type) => (type is MemberAccessExpressionSyntax access ? access.Name : type) is SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" };
}
