using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>Marks a type that implements <see cref="IProcessJob{TIn, TOut}"/> as one that every worker of this program has, so that its registration and a method that runs it are generated.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ProcessJobAttribute : Attribute
{
}
