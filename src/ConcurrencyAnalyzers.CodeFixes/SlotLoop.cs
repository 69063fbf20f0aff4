using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>A loop over numbers from zero that adds one result for each to a collection: an array has a slot for each, in the order of the numbers.</summary>
internal sealed class SlotLoop
{
    private readonly SharedResult result;
    private readonly LoopCollection collection;
    private readonly ExpressionSyntax length;

    private SlotLoop(SharedResult result, LoopCollection collection, ExpressionSyntax length)
    {
        this.result = result;
        this.collection = collection;
        this.length = length;
    }

    public static SlotLoop? Of(FixSite site, SharedResult result)
    {
        if (!result.Work.IsCounted || result.Lambda is not SimpleLambdaExpressionSyntax || result.Changes is not [{ IsConditional: false, IsObject: true, Lock: null, Change: IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 1 } } change]
            || change.Change.LoopAround() is not null || result.Loop.ArgumentList.Arguments is not [{ Expression: LiteralExpressionSyntax { Token.Value: 0 } }, { Expression: { } length }, _]
            || LoopCollection.Of(site, result, "Length") is not { Item: INamedTypeSymbol { TypeKind: not TypeKind.Error } or ITypeParameterSymbol } collection || !IsSame(site, result, collection, length))
        {
            return null;
        }

        // Slots for tiny work want ranges next: each thread with a list of its own is as good.
        if (IsTiny(site, result, change))
        {
            return null;
        }

        // A return in the middle would leave slots empty.
        return result.Work.Body.Body.OwnOperations().Any(static operation => operation is IReturnOperation { IsImplicit: false }) ? null : new SlotLoop(result, collection, length);
    }

    public SyntaxNode Write(FixSite site)
    {
        var add = (InvocationExpressionSyntax)result.Changes[0].Change.Syntax;
        var name = ((SimpleLambdaExpressionSyntax)result.Lambda).Parameter.Identifier.ValueText;
        var slot = SyntaxFactory.ElementAccessExpression(
            SyntaxFactory.IdentifierName(result.Variable.Name),
            SyntaxFactory.BracketedArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.IdentifierName(name)))));
        var array = SyntaxFactory.ArrayCreationExpression(
            SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.ArrayType(site.TypeName(collection.Item), SyntaxFactory.SingletonList(SyntaxFactory.ArrayRankSpecifier(SyntaxFactory.SingletonSeparatedList(length.WithoutTrivia())))),
            null).WithTriviaFrom(collection.Creation);
        var type = collection.Declaration.Declaration.Type;
        var nodes = type.IsVar ? new SyntaxNode[] { add, collection.Creation } : [add, collection.Creation, type];
        return site.Root.ReplaceNodes(nodes, (old, rewritten) =>
            old == add ? SyntaxFactory.AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression,
                slot.WithLeadingTrivia(add.GetLeadingTrivia()),
                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
                ((InvocationExpressionSyntax)rewritten).ArgumentList.Arguments[0].Expression.WithTrailingTrivia(add.GetTrailingTrivia()))
            : old == type ? SyntaxFactory.ArrayType(site.TypeName(collection.Item), SyntaxFactory.SingletonList(SyntaxFactory.ArrayRankSpecifier(SyntaxFactory.SingletonSeparatedList<ExpressionSyntax>(SyntaxFactory.OmittedArraySizeExpression())))).WithTriviaFrom(type)
            : array);
    }

    private static bool IsTiny(FixSite site, SharedResult result, Accumulation change)
    {
        if (site.MemberAround(result.Loop)?.SelfAndNested().FirstOrDefault(body => body.Syntax == result.Lambda) is not { } body)
        {
            return true;
        }

        var rest = site.Engine.CostOf(body, result.Work.Body.Body, site.CancellationToken, change.Whole);
        var operand = site.Engine.CostOf(body, ((IInvocationOperation)change.Change).Arguments[0].Value, site.CancellationToken);
        return rest.IsTiny && operand.IsTiny && rest.Nanoseconds + operand.Nanoseconds < TinyParallelBodyAnalyzer.Comparable;
    }

    /// <summary>The number is never negative, and the same where the collection is made and where the loop begins.</summary>
    private static bool IsSame(FixSite site, SharedResult result, LoopCollection collection, ExpressionSyntax length)
    {
        if (site.Model.GetConstantValue(length, site.CancellationToken) is { HasValue: true, Value: var constant })
        {
            return constant is int and >= 0;
        }

        if (length is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count", Expression: IdentifierNameSyntax counted } || site.Model.GetTypeInfo(length, site.CancellationToken).Type?.SpecialType != SpecialType.System_Int32)
        {
            return false;
        }

        var symbol = site.Model.GetSymbolInfo(counted, site.CancellationToken).Symbol;
        var operations = MemberOperations.Around(result.Work.Construct);
        var isFixed = symbol switch
        {
            ILocalSymbol local => operations.OnlyValue(local) is { } value && value.Syntax.Span.End < collection.Declaration.SpanStart,
            IParameterSymbol parameter => !operations.MentionsOf(parameter).Any(Operations.IsWritten),
            IFieldSymbol { IsReadOnly: true } => true,
            _ => false,
        };

        // An array keeps its length; anything else may grow until the loop begins.
        return isFixed && (site.Model.GetTypeInfo(counted, site.CancellationToken).Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String }
            || (collection.Declaration.Parent is BlockSyntax block && result.Loop.Ancestors().OfType<StatementSyntax>().First() is { } loop && block.Statements.IndexOf(loop) == block.Statements.IndexOf(collection.Declaration) + 1));
    }
}
