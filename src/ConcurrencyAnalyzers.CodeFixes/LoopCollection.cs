using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>A local collection that is made empty, filled by one loop and then read; it could as well be of another type.</summary>
internal sealed class LoopCollection
{
    private LoopCollection(LocalDeclarationStatementSyntax declaration, BaseObjectCreationExpressionSyntax creation, ITypeSymbol item)
    {
        Declaration = declaration;
        Creation = creation;
        Item = item;
    }

    public LocalDeclarationStatementSyntax Declaration { get; }

    public BaseObjectCreationExpressionSyntax Creation { get; }

    public ITypeSymbol Item { get; }

    /// <param name="site">What is fixed.</param>
    /// <param name="result">The loop and its collection.</param>
    /// <param name="members">Properties and methods of the collection itself that the other type has as well.</param>
    public static LoopCollection? Of(FixSite site, SharedResult result, params string[] members)
    {
        if (result.Variable is not ILocalSymbol { Type: INamedTypeSymbol { TypeArguments: [var item] } type } local || type.Name is not ("List" or "ConcurrentBag")
            || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is not VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1, Parent: BlockSyntax block } declaration, Initializer.Value: BaseObjectCreationExpressionSyntax { Initializer: null } creation }
            || block != result.Loop.Ancestors().OfType<StatementSyntax>().First().Parent
            || !site.Model.GetTypeInfo(creation, site.CancellationToken).Type.IsSameAs(type)
            || creation.ArgumentList?.Arguments.All(argument => site.Model.GetTypeInfo(argument.Expression, site.CancellationToken).Type?.SpecialType == SpecialType.System_Int32 && ThreadCreation.IsPlain(site, argument.Expression)) == false)
        {
            return null;
        }

        // What is added before the loop would be in the way of slots, and nothing may be added behind it.
        return result.Mentions.All(mention => mention.Syntax.SpanStart > result.Loop.Span.End && IsRead(mention, members)) ? new LoopCollection(declaration, creation, item) : null;
    }

    private static bool IsRead(IOperation mention, string[] members)
    {
        var value = mention;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IForEachLoopOperation loop => loop.Collection == value,
            IArgumentOperation { Parameter.Type: { } taken } => IsSequence(taken),
            IReturnOperation or ISpreadOperation => value is IConversionOperation { Type: { } given } && IsSequence(given),
            IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType.Name: "List" } } element => members.Contains("this[]") && !element.IsWritten(),
            IPropertyReferenceOperation property => members.Contains(property.Property.Name),
            IInvocationOperation call => call.Instance == value && members.Contains(call.TargetMethod.Name),
            _ => false,
        };
    }

    private static bool IsSequence(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList", ContainingNamespace: { Name: "Generic" or "Collections" } };
}
