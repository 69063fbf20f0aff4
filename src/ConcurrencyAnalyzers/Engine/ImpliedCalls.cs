using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A call that the compiler makes where none is written.</summary>
/// <param name="Method">What is called.</param>
/// <param name="Instance">On what, where that is an operation of its own.</param>
internal readonly record struct ImpliedCall(IMethodSymbol Method, IOperation? Instance);

/// <summary>
/// Finds the members that operators, conversions, <c>using</c>, <c>foreach</c>, events and deconstructions call. Only code of this compilation
/// is asked: what a framework does there is nothing that a caller could act on.
/// </summary>
internal static class ImpliedCalls
{
    public static IEnumerable<ImpliedCall> Of(IOperation operation, KnownSymbols symbols) => operation switch
    {
        IBinaryOperation { OperatorMethod: { } method } => Own(method, null, symbols),
        IUnaryOperation { OperatorMethod: { } method } => Own(method, null, symbols),
        ICompoundAssignmentOperation { OperatorMethod: { } method } => Own(method, null, symbols),
        IIncrementOrDecrementOperation { OperatorMethod: { } method } => Own(method, null, symbols),
        IConversionOperation { OperatorMethod: { } method } => Own(method, null, symbols),
        IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { } changed } } assignment =>
            (assignment.Adds ? changed.AddMethod : changed.RemoveMethod) is { IsImplicitlyDeclared: false } accessor ? Own(accessor, null, symbols) : [],
        IUsingOperation { IsAsynchronous: false, Resources: { } resources } => Disposed(resources, symbols),
        IUsingDeclarationOperation { IsAsynchronous: false, DeclarationGroup: { } group } => Disposed(group, symbols),
        IForEachLoopOperation { IsAsynchronous: false, Collection: { } collection } loop => Enumerated(loop, collection, symbols),
        IDeconstructionAssignmentOperation { Syntax: AssignmentExpressionSyntax syntax, SemanticModel: { } model } assignment
            when assignment.Value.Unwrapped().Type is { } type && symbols.IsOwn(type) && model.GetDeconstructionInfo(syntax).Method is { } method => Own(method, null, symbols),
        _ => [],
    };

    private static IEnumerable<ImpliedCall> Own(IMethodSymbol method, IOperation? instance, KnownSymbols symbols) =>
        symbols.IsOwn(method) ? [new ImpliedCall(method, instance)] : [];

    private static IEnumerable<ImpliedCall> Disposed(IOperation resources, KnownSymbols symbols)
    {
        if (resources is not IVariableDeclarationGroupOperation group)
        {
            return DisposedOne(resources, symbols);
        }

        return group.Declarations.SelectMany(static declaration => declaration.Declarators)
            .Select(static declarator => declarator.Initializer?.Value).OfType<IOperation>()
            .SelectMany(value => DisposedOne(value, symbols));
    }

    // A contract says nothing: almost everything can be disposed.
    private static IEnumerable<ImpliedCall> DisposedOne(IOperation resource, KnownSymbols symbols) =>
        resource.Unwrapped().Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type && symbols.IsOwn(type) && DisposeOf(type) is { } dispose
            ? Own(dispose, resource, symbols)
            : [];

    private static IMethodSymbol? DisposeOf(INamedTypeSymbol type)
    {
        var contract = type.AllInterfaces.FirstOrDefault(static contract => contract.SpecialType == SpecialType.System_IDisposable);
        return (contract is not null && contract.GetMembers("Dispose") is [var slot] ? type.FindImplementationForInterfaceMember(slot) : null) as IMethodSymbol
            ?? type.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty && !method.IsStatic);
    }

    private static IEnumerable<ImpliedCall> Enumerated(IForEachLoopOperation loop, IOperation collection, KnownSymbols symbols)
    {
        if (collection.Unwrapped().Type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type || !symbols.IsOwn(type)
            || loop is not { Syntax: CommonForEachStatementSyntax syntax, SemanticModel: { } model })
        {
            return [];
        }

        var info = model.GetForEachStatementInfo(syntax);
        return new[] { info.GetEnumeratorMethod, info.MoveNextMethod }.OfType<IMethodSymbol>().SelectMany(method => Own(method, collection, symbols));
    }
}
