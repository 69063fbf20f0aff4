using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Where a chain has to stop: what may not, or need not, have an asynchronous form of its own.</summary>
internal static class ChainBorders
{
    /// <summary>Whether a method may be given a new name, a task to return and one more parameter.</summary>
    /// <param name="model">The engine.</param>
    /// <param name="method">A method of the compilation.</param>
    /// <param name="body">What it does; null for abstract methods.</param>
    public static ChainBorder Of(ConcurrencyModel model, IMethodSymbol method, Body? body)
    {
        if (OfKind(method) is not ChainBorder.None and var kind)
        {
            return kind;
        }

        return IsVisible(method) ? ChainBorder.Public
            : IsCalledByOthers(method, model.Symbols) ? ChainBorder.Contract
            : body is { IsIterator: true } ? ChainBorder.Iterator
            : body is { FlagParameter: >= 0 } ? ChainBorder.Flag
            : method.PartialDefinitionPart is not null || method.PartialImplementationPart is not null ? ChainBorder.Partial
            : HasReferences(method) ? ChainBorder.Reference
            : ChangesCopy(method) ? ChainBorder.Struct
            : OfAttributes(method) is not ChainBorder.None and var attribute ? attribute
            : IsUnsafe(method) ? ChainBorder.Await
            : IsNameTaken(method) ? ChainBorder.Name
            : ChainBorder.None;
    }

    /// <summary>Whether the code at the place awaits already, or would mean the same with the keyword.</summary>
    public static ChainBorder OfCaller(Body code, KnownSymbols symbols) =>
        code.IsAsync ? ChainBorder.None
        : code.Method is { } method ? OfCaller(method, code.Syntax, symbols)
        : ChainBorder.Caller;

    /// <summary>The same for a function that lacks the keyword.</summary>
    public static ChainBorder OfCaller(IMethodSymbol method, SyntaxNode syntax, KnownSymbols symbols) =>
        !(symbols.IsTask(method.ReturnType) || symbols.IsValueTask(method.ReturnType)) || !TaskReturns.MayBecomeAsync(syntax) ? ChainBorder.Caller
        : HasReferences(method) ? ChainBorder.Reference
        : ChangesCopy(method) ? ChainBorder.Struct
        : IsUnsafe(method) ? ChainBorder.Await
        : ChainBorder.None;

    /// <summary>What kind of member is called, where it is one that cannot be awaited.</summary>
    public static ChainBorder OfKind(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary or MethodKind.ReducedExtension or MethodKind.ExplicitInterfaceImplementation or MethodKind.LocalFunction => ChainBorder.None,
        MethodKind.Constructor or MethodKind.StaticConstructor => ChainBorder.Constructor,
        MethodKind.PropertyGet or MethodKind.PropertySet => ChainBorder.Property,
        MethodKind.DelegateInvoke or MethodKind.AnonymousFunction => ChainBorder.Lambda,
        _ => ChainBorder.Operator,
    };

    private static bool IsVisible(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return false;
        }

        for (ISymbol symbol = method; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingType)
        {
            if (symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
            {
                return false;
            }
        }

        return true;
    }

    // The runtime calls entry points, and designers, markup and scripts name event handlers in files that no compiler reads.
    private static bool IsCalledByOthers(IMethodSymbol method, KnownSymbols symbols) =>
        Hosts.IsEntryPoint(method)
        || (method.IsStatic && (method.IsAbstract || method.IsVirtual))
        || (method.Parameters is [{ Type.SpecialType: SpecialType.System_Object }, { Type: var data }] && data.Is(symbols.EventArgs));

    private static bool HasReferences(IMethodSymbol method) =>
        method.RefKind != RefKind.None || method.IsVararg || IsConfined(method.ReturnType)
        || method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || IsConfined(parameter.Type))
        || method.TypeParameters.Any(static parameter => parameter.AllowsRefLikeType);

    private static bool IsConfined(ITypeSymbol type) => type.IsRefLikeType || type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer;

    private static bool ChangesCopy(IMethodSymbol method) =>
        !method.IsStatic && method.ContainingType is { IsValueType: true, IsReadOnly: false } && !method.IsReadOnly;

    private static bool IsUnsafe(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax().AncestorsAndSelf().Any(static node => node switch
        {
            MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.UnsafeKeyword),
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.UnsafeKeyword),
            _ => node is UnsafeStatementSyntax,
        }));

    // What an attribute means for a method that returns a task only its author knows, except for a few.
    private static ChainBorder OfAttributes(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes().Concat(method.GetReturnTypeAttributes()).Concat(method.Parameters.SelectMany(static parameter => parameter.GetAttributes())))
        {
            switch (attribute.AttributeClass?.Name)
            {
                case "MethodImplAttribute" when attribute.ConstructorArguments is [{ Value: int options }] && (options & (int)System.Runtime.CompilerServices.MethodImplOptions.Synchronized) != 0:
                    return ChainBorder.Lock;
                case "MethodImplAttribute" or "SuppressMessageAttribute" or "UnconditionalSuppressMessageAttribute" or "ExcludeFromCodeCoverageAttribute" or "DebuggerStepThroughAttribute"
                    or "DebuggerNonUserCodeAttribute" or "DebuggerHiddenAttribute" or "EditorBrowsableAttribute" or "SupportedOSPlatformAttribute" or "UnsupportedOSPlatformAttribute"
                    or "RequiresUnreferencedCodeAttribute" or "RequiresDynamicCodeAttribute" or "CallerMemberNameAttribute" or "CallerFilePathAttribute" or "CallerLineNumberAttribute"
                    or "CallerArgumentExpressionAttribute" or "NullableContextAttribute" or "NullableAttribute":
                    break;
                default:
                    return ChainBorder.Attribute;
            }
        }

        return ChainBorder.None;
    }

    private static bool IsNameTaken(IMethodSymbol method)
    {
        var name = NameOf(method);
        if (name.EndsWith("Async", System.StringComparison.Ordinal))
        {
            return true;
        }

        name += "Async";
        if (method.MethodKind == MethodKind.LocalFunction && Around(method).DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name))
        {
            return true;
        }

        for (var type = method.ContainingType; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            if (type.GetMembers(name).Any(member => method.MethodKind == MethodKind.LocalFunction || member is not IMethodSymbol other || !Differ(method, other)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The name without the interface that an explicit implementation has in front of it.</summary>
    public static string NameOf(IMethodSymbol method) => method.ExplicitInterfaceImplementations is [{ Name: var name }, ..] ? name : method.Name;

    private static SyntaxNode Around(IMethodSymbol local) =>
        local.DeclaringSyntaxReferences[0].GetSyntax().Ancestors().First(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax);

    // No arguments fit both: they are too many for one, or at some place their types have nothing to do with each other.
    private static bool Differ(IMethodSymbol method, IMethodSymbol other) =>
        Required(method) > Most(other) || Required(other) > Most(method)
        || method.Parameters.Zip(other.Parameters, static (one, another) => IsApart(one.Type, another.Type) && !one.IsParams && !another.IsParams).Any(static apart => apart);

    private static int Required(IMethodSymbol method) => method.Parameters.Count(static parameter => !parameter.IsOptional && !parameter.IsParams);

    private static int Most(IMethodSymbol method) => method.Parameters.Any(static parameter => parameter.IsParams) ? int.MaxValue : method.Parameters.Length;

    private static bool IsApart(ITypeSymbol one, ITypeSymbol other) =>
        IsSpecific(one) && IsSpecific(other) && !one.OriginalDefinition.Is(other.OriginalDefinition as INamedTypeSymbol) && !other.OriginalDefinition.Is(one.OriginalDefinition as INamedTypeSymbol)
        && one.TypeKind != TypeKind.Interface && other.TypeKind != TypeKind.Interface;

    private static bool IsSpecific(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: not (TypeKind.Dynamic or TypeKind.Delegate), SpecialType: not SpecialType.System_Object };
}
