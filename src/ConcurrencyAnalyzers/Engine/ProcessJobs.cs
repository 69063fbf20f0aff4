using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Can generated code register a type as a job, and how do its input and output become bytes?</summary>
internal static class ProcessJobs
{
    /// <summary>Why nothing is generated for a type that has the attribute; null where it is, and where the compiler says what is wrong.</summary>
    public static string? WhyUnregistered(INamedTypeSymbol type, Compilation compilation, ExecutorSymbols executors)
    {
        var contracts = type.AllInterfaces.Where(contract => contract.OriginalDefinition.IsSameAs(executors.ProcessJob)).ToList();
        if (contracts.Count != 1)
        {
            return contracts.Count == 0 ? "it does not implement 'IProcessJob'" : "it implements 'IProcessJob' more than once, and has one name";
        }

        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.Arity > 0)
            {
                return $"'{current.Name}' is generic, and a job is one type";
            }
        }

        return IsHidden(type, compilation) ? "no other code of the assembly can name it"
            : contracts[0].TypeArguments.FirstOrDefault(argument => IsHidden(argument, compilation)) is { } hidden ? $"no other code of the assembly can name '{hidden.Name}'"
            : null;
    }

    /// <summary>What is written by a context of source-generated JSON, with the context and the place where it is handed over.</summary>
    public static IEnumerable<(ITypeSymbol Type, INamedTypeSymbol Context, IOperation Place)> Json(INamedTypeSymbol job, ConcurrencyModel model, ExecutorSymbols executors, CancellationToken cancellationToken) =>
        from property in job.GetMembers().OfType<IPropertySymbol>()
        where property is { IsStatic: true, Type: INamedTypeSymbol { Name: "JobCodec", Arity: 2 } }
        let value = ValueOf(property, model, cancellationToken)?.Unwrapped() as IInvocationOperation
        where value is not null && value.TargetMethod.ContainingType.IsSameAs(executors.JobCodec)
        from argument in value.Arguments
        let type = SerializedBy(argument.Value, value.TargetMethod.Name, executors)
        where type is not null
        let context = ContextOf(type)
        where context is not null
        select (((INamedTypeSymbol)type.Type!).TypeArguments[0], context, type);

    /// <summary>Of <c>JobCodec.Json(type, …)</c> and <c>JobCodec.Of(JobSerializer.Json(type), …)</c> the type information.</summary>
    private static IOperation? SerializedBy(IOperation argument, string method, ExecutorSymbols executors)
    {
        var information = method == "Json" ? argument
            : argument.Unwrapped() is IInvocationOperation { TargetMethod: { Name: "Json", ContainingType: { Name: "JobSerializer" } serializer }, Arguments: [{ Value: var inner }] } && serializer.ContainingNamespace.IsSameAs(executors.JobCodec.ContainingNamespace) ? inner
            : null;
        return information?.Type is INamedTypeSymbol { Name: "JsonTypeInfo", Arity: 1 } ? information : null;
    }

    /// <summary>Only of the instance that a context has by itself the options are known.</summary>
    private static INamedTypeSymbol? ContextOf(IOperation information) => information.Unwrapped() switch
    {
        IPropertyReferenceOperation { Instance: { } instance } => DefaultOf(instance),
        IInvocationOperation { TargetMethod.Name: "GetTypeInfo", Instance: { } instance } => DefaultOf(instance),
        _ => null,
    };

    private static INamedTypeSymbol? DefaultOf(IOperation instance) =>
        instance.Unwrapped() is IPropertyReferenceOperation { Property: { Name: "Default", IsStatic: true, ContainingType: { BaseType.Name: "JsonSerializerContext" } context } } ? context : null;

    private static IOperation? ValueOf(IPropertySymbol property, ConcurrencyModel model, CancellationToken cancellationToken) =>
        property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer.Value: { } value } ? model.Bodies.OperationOf(value, cancellationToken)
        : property.GetMethod is { } getter ? model.Bodies.OnlyResult(getter, cancellationToken)
        : null;

    private static bool IsHidden(ITypeSymbol type, Compilation compilation) => !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) || IsOfFile(type);

    private static bool IsOfFile(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsOfFile(array.ElementType),
        INamedTypeSymbol named => named.IsFileLocal || named.TypeArguments.Any(IsOfFile) || (named.ContainingType is { } outer && IsOfFile(outer)),
        _ => false,
    };
}
