using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Finds loops without an end of their own: endless ones, and those that run until another party says stop.
/// Syntax is enough: a condition over names that the loop itself leaves alone can only be changed by somebody else.
/// </summary>
internal static class LastingLoops
{
    public static bool In(SyntaxNode body) => body.DescendantNodes(node => node == body || !IsFunction(node)).Any(IsLasting);

    /// <summary>One of them surrounds the place, within the function.</summary>
    public static bool Around(SyntaxNode place, SyntaxNode function) => place.Ancestors().TakeWhile(node => node != function).Any(IsLasting);

    /// <summary>The statement is such a loop itself.</summary>
    public static bool IsLasting(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax @while => GoesOn(@while.Condition, loop, whenTrue: true) && !EndsItself(@while.Statement, loop),
        DoStatementSyntax @do => GoesOn(@do.Condition, loop, whenTrue: true) && !EndsItself(@do.Statement, loop),
        ForStatementSyntax @for => (@for.Condition is null || GoesOn(@for.Condition, loop, whenTrue: true)) && !EndsItself(@for.Statement, loop),
        ForEachStatementSyntax each => Consumes(each.Expression) && !EndsItself(each.Statement, loop),
        _ => false,
    };

    /// <summary>The sequence ends when the other side completes it.</summary>
    private static bool Consumes(ExpressionSyntax sequence) =>
        sequence is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetConsumingEnumerable" } };

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>An exit other than one that obeys a signal. Failures are no way to end.</summary>
    private static bool EndsItself(StatementSyntax body, SyntaxNode loop) =>
        body.DescendantNodesAndSelf(static node => !IsFunction(node)).Any(node => node switch
        {
            BreakStatementSyntax => Target(node) == loop && !IsObedient(node, loop),
            ReturnStatementSyntax or GotoStatementSyntax => !IsObedient(node, loop),
            YieldStatementSyntax => true,
            _ => false,
        });

    private static SyntaxNode? Target(SyntaxNode jump) => jump.Ancestors().FirstOrDefault(static node =>
        node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax);

    private static bool IsObedient(SyntaxNode jump, SyntaxNode loop)
    {
        for (var node = jump; node.Parent is { } parent && parent != loop; node = parent)
        {
            switch (parent)
            {
                case IfStatementSyntax branch when branch.Statement == node:
                    return GoesOn(branch.Condition, loop, whenTrue: false);
                case CatchClauseSyntax:
                    return true;
                case ElseClauseSyntax or SwitchSectionSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>While the condition has the given value the loop goes on, and nothing in the loop changes that.</summary>
    private static bool GoesOn(ExpressionSyntax condition, SyntaxNode loop, bool whenTrue)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return GoesOn(parenthesized.Expression, loop, whenTrue);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return GoesOn(not.Operand, loop, !whenTrue);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both:
                var needsBoth = both.IsKind(SyntaxKind.LogicalAndExpression) == whenTrue;
                return needsBoth
                    ? GoesOn(both.Left, loop, whenTrue) && GoesOn(both.Right, loop, whenTrue)
                    : GoesOn(both.Left, loop, whenTrue) || GoesOn(both.Right, loop, whenTrue);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } compared:
                return (IsSignal(compared.Left, loop) && (compared.Right is LiteralExpressionSyntax || IsSignal(compared.Right, loop)))
                    || (compared.Left is LiteralExpressionSyntax && IsSignal(compared.Right, loop));
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } matched:
                return IsSignal(matched.Expression, loop);
            case LiteralExpressionSyntax literal:
                return literal.IsKind(whenTrue ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression);
            default:
                return IsSignal(condition, loop);
        }
    }

    private static bool IsSignal(ExpressionSyntax expression, SyntaxNode loop) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" } => true,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => IsLeftAlone(own.Name, loop),
        MemberAccessExpressionSyntax { Expression: NameSyntax or MemberAccessExpressionSyntax } access =>
            IsLeftAlone(access.Name, loop) && Root(access) is { } root && IsLeftAlone(root, loop) && !IsHandedOn(root, loop),
        IdentifierNameSyntax name => IsLeftAlone(name, loop),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitOne" or "Wait" } } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Volatile" }, Name.Identifier.ValueText: "Read" } } read =>
            read.ArgumentList.Arguments is [{ Expression: { } flag }] && IsSignal(flag, loop),
        _ => false,
    };

    private static SimpleNameSyntax? Root(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name,
        MemberAccessExpressionSyntax access => Root(access.Expression),
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static bool IsLeftAlone(SimpleNameSyntax name, SyntaxNode loop) => !Mentions(name, loop).Any(static mention => Whole(mention).Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == Whole(mention),
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax } } => true,
        ArgumentSyntax argument => argument.RefKindKeyword.RawKind != 0 && !IsVolatileRead(argument),
        _ => false,
    });

    // Whoever is given the object, or is called on it, may change what the condition reads.
    private static bool IsHandedOn(SimpleNameSyntax root, SyntaxNode loop) => Mentions(root, loop).Any(static mention => mention.Parent switch
    {
        ArgumentSyntax => true,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access => access.Expression == mention,
        ConditionalAccessExpressionSyntax => true,
        _ => false,
    });

    private static System.Collections.Generic.IEnumerable<SimpleNameSyntax> Mentions(SimpleNameSyntax name, SyntaxNode loop) =>
        loop.DescendantNodes().OfType<SimpleNameSyntax>().Where(other => other.Identifier.ValueText == name.Identifier.ValueText);

    private static ExpressionSyntax Whole(ExpressionSyntax mention) =>
        mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention ? access : mention;

    private static bool IsVolatileRead(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Volatile" }, Name.Identifier.ValueText: "Read" } };
}
