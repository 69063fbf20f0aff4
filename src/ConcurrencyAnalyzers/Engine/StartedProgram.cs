using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// What <c>Process.Start</c> starts, where it is code that this program has at hand: this program again, or an assembly that it is compiled against, by <c>dotnet</c>. Any other program is a tool that somebody else wrote.
/// </summary>
internal static class StartedProgram
{
    /// <summary>In words; null for a tool, for what is started as somebody else or by the shell, and for what is not known.</summary>
    public static string? Of(IInvocationOperation start, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var member = MemberOperations.Around(start);
        var setting = start.Instance is { } process ? Setting(Made(process, member), "StartInfo") : start.ArgumentAt(0);
        var (file, parts) = setting?.Type?.Name == "ProcessStartInfo" ? Read(setting, member) : start.Instance is null ? (start.ArgumentAt(0), start.Arguments.Skip(1).Select(static argument => argument.Value)) : (null, []);
        return file is null ? null
            : IsThisProgram(file, member, model, cancellationToken) ? "this program"
            : IsDotNet(file, member) && parts.SelectMany(part => Made(part, member)?.SelfAndBelow() ?? []).Concat(parts.SelectMany(static part => part.SelfAndBelow())).Any(IsAssembly) ? "a .NET program that this one references"
            : null;
    }

    private static (IOperation? File, IEnumerable<IOperation> Parts) Read(IOperation information, MemberOperations member)
    {
        if (Made(information, member) is not IObjectCreationOperation made || Setting(made, "UseShellExecute") is { ConstantValue: not { HasValue: true, Value: false } } || Setting(made, "Verb") is not null || Setting(made, "UserName") is not null)
        {
            return (null, []);
        }

        // Arguments are given at once, in a list, or added to it.
        var added = information.Unwrapped() is ILocalReferenceOperation { Local: var local } ? member.MentionsOf(local).Select(Added).OfType<IOperation>() : [];
        var file = Setting(made, "FileName") ?? made.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "fileName")?.Value;
        return (file, made.Arguments.Skip(1).Select(static argument => argument.Value).Concat([.. made.Initializer?.Initializers ?? []]).Concat(added));
    }

    /// <summary>In <c>info.ArgumentList.Add(x)</c>, the x.</summary>
    private static IOperation? Added(IOperation information) =>
        information.Parent is IPropertyReferenceOperation { Property.Name: "ArgumentList", Parent: IInvocationOperation { TargetMethod.Name: "Add", Arguments: [{ Value: { } value }] } } ? value : null;

    private static IOperation? Setting(IOperation? made, string name) =>
        made is IObjectCreationOperation { Initializer.Initializers: var set } ? set.OfType<ISimpleAssignmentOperation>().FirstOrDefault(one => one.Target.Named()?.Name == name)?.Value : null;

    /// <summary>The value itself, where a local has no other.</summary>
    private static IOperation? Made(IOperation value, MemberOperations member) =>
        value.Unwrapped() is ILocalReferenceOperation { Local: var local } ? member.OnlyValue(local)?.Unwrapped() : value.Unwrapped();

    private static bool IsThisProgram(IOperation file, MemberOperations member, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        var value = Made(file, member);
        if (value is IFieldReferenceOperation { Field: { IsReadOnly: true } field }
            && field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } initializer })
        {
            value = model.Bodies.OperationOf(initializer, cancellationToken)?.Unwrapped();
        }

        value = value is ICoalesceOperation { Value: var first } ? first.Unwrapped() : value;
        return value switch
        {
            IPropertyReferenceOperation { Property: { Name: "ProcessPath", ContainingType.Name: "Environment" } } => true,
            IPropertyReferenceOperation { Property: { Name: "ExecutablePath", ContainingType.Name: "Application" } } => true,
            IPropertyReferenceOperation { Property: { Name: "FileName", ContainingType.Name: "ProcessModule" }, Instance: { } module } => IsOwnModule(module),
            IConditionalAccessOperation { Operation: { } module, WhenNotNull: IPropertyReferenceOperation { Property: { Name: "FileName", ContainingType.Name: "ProcessModule" } } } => IsOwnModule(module),
            _ => false,
        };
    }

    private static bool IsOwnModule(IOperation module) =>
        module.Unwrapped() is IPropertyReferenceOperation { Property.Name: "MainModule", Instance: IInvocationOperation { TargetMethod: { Name: "GetCurrentProcess", ContainingType.Name: "Process" } } };

    private static bool IsDotNet(IOperation file, MemberOperations member) => Made(file, member)?.ConstantValue is { HasValue: true, Value: "dotnet" or "dotnet.exe" };

    private static bool IsAssembly(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property: { Name: "Location", ContainingType: { Name: "Assembly", ContainingNamespace.Name: "Reflection" } } };
}
