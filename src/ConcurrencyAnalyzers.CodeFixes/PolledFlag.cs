using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>A local that others only ever set to true, and that one loop waits for: a signal in all but its type.</summary>
internal sealed class PolledFlag
{
    private readonly StatementSyntax loop;
    private readonly LocalDeclarationStatementSyntax declaration;
    private readonly IReadOnlyList<AssignmentExpressionSyntax> settings;

    private PolledFlag(StatementSyntax loop, LocalDeclarationStatementSyntax declaration, IReadOnlyList<AssignmentExpressionSyntax> settings)
    {
        this.loop = loop;
        this.declaration = declaration;
        this.settings = settings;
    }

    private VariableDeclaratorSyntax Variable => declaration.Declaration.Variables[0];

    /// <summary>Null when the local is asked for, or set, anywhere else or in any other way.</summary>
    public static PolledFlag? By(FixSite site, PollingLoop polling, StatementSyntax loop)
    {
        if (!polling.IsBare || polling.ObeysToken || site.Model.GetOperation(loop, site.CancellationToken) is not IWhileLoopOperation { Condition: IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: ILocalReferenceOperation { Local: { } local } } condition }
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value.RawKind: (int)SyntaxKind.FalseLiteralExpression, Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block, UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1 } declaration })
        {
            return null;
        }

        var mentions = block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == local.Name && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol.IsSameAs(local))
            .Where(name => !condition.Syntax.Span.Contains(name.Span)).ToList();
        var settings = mentions.Select(static name => name.Parent).OfType<AssignmentExpressionSyntax>().Where(assignment => IsSetting(site, assignment)).ToList();
        return settings.Count > 0 && settings.Count == mentions.Count ? new PolledFlag(loop, declaration, settings) : null;
    }

    /// <summary>A completion source, and an await of its task; null where frameworks have none without a result.</summary>
    public SyntaxNode? Awaited(FixSite site) => site.Symbols.Find("System.Threading.Tasks.TaskCompletionSource") is { } source && site.Symbols.Find("System.Threading.Tasks.TaskCreationOptions") is { } options
        ? Rewrite(
            site, source, "TrySetResult",
            [SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(options), SyntaxFactory.IdentifierName("RunContinuationsAsynchronously"))],
            Awaiting.Await(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Name, SyntaxFactory.IdentifierName("Task")), Awaiting.Configures(loop)))
        : null;

    /// <summary>An event that stays set. It holds nothing that had to be disposed of, and may be set when nobody waits any more.</summary>
    public SyntaxNode? Blocked(FixSite site) =>
        site.Symbols.Find("System.Threading.ManualResetEventSlim") is { } type ? Rewrite(site, type, "Set", [], Call(type, "Wait")) : null;

    private IdentifierNameSyntax Name => SyntaxFactory.IdentifierName(Variable.Identifier.WithoutTrivia());

    private SyntaxNode Rewrite(FixSite site, INamedTypeSymbol type, string set, ExpressionSyntax[] arguments, ExpressionSyntax wait)
    {
        var creation = SyntaxFactory.ObjectCreationExpression(
            SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space), site.TypeName(type), SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments.Select(SyntaxFactory.Argument))), null);
        var implicitly = SyntaxFactory.IdentifierName("var").WithTriviaFrom(declaration.Declaration.Type);
        SyntaxNode[] replaced = [loop, declaration.Declaration.Type, Variable.Initializer!.Value, .. settings];
        return site.Root.ReplaceNodes(replaced, (original, _) => original switch
        {
            StatementSyntax => PolledLoop.Replaced(loop, wait),
            TypeSyntax => implicitly,
            AssignmentExpressionSyntax => Call(type, set).WithTriviaFrom(original),
            _ => creation.WithTriviaFrom(original),
        });
    }

    private InvocationExpressionSyntax Call(INamedTypeSymbol type, string method) => KnownCall.To(type, SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Name, SyntaxFactory.IdentifierName(method))));

    // The value of an assignment could be used; that of a call could not.
    private static bool IsSetting(FixSite site, AssignmentExpressionSyntax assignment) =>
        assignment is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression }
        && assignment.Parent switch
        {
            ExpressionStatementSyntax => true,
            LambdaExpressionSyntax lambda => site.Model.GetSymbolInfo(lambda, site.CancellationToken).Symbol is IMethodSymbol { ReturnsVoid: true },
            ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax function } => site.Model.GetDeclaredSymbol(function, site.CancellationToken) is IMethodSymbol { ReturnsVoid: true },
            _ => false,
        };
}
