using System;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What stands for a task, a collection of tasks or a lock in one body: a variable, a member of <c>this</c>, or a member of a variable.</summary>
internal readonly struct TaskKey(ISymbol variable, ISymbol? owner = null) : IEquatable<TaskKey>
{
    public ISymbol Variable { get; } = variable;

    /// <summary>The variable whose member it is; null for one of its own.</summary>
    public ISymbol? Owner { get; } = owner;

    /// <summary>Null for what has no name, or one that is too long to tell whether two are the same.</summary>
    public static TaskKey? Of(IOperation operation) => operation.Unwrapped() switch
    {
        ILocalReferenceOperation local => new TaskKey(local.Local),
        IParameterReferenceOperation parameter => new TaskKey(parameter.Parameter),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } member => new TaskKey(member.Member),
        IMemberReferenceOperation { Instance: { } instance } member => Of(instance) is { Owner: null } holder ? new TaskKey(member.Member, holder.Variable) : null,
        _ => null,
    };

    public bool Equals(TaskKey other) => Variable.IsSameAs(other.Variable) && Owner.IsSameAs(other.Owner);

    public override bool Equals(object? obj) => obj is TaskKey other && Equals(other);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Variable);
}
