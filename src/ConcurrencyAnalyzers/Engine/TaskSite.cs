using ConcurrencyAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>What is known, in the body alone, of a task that it awaits or gives back.</summary>
internal enum AwaitedTask : byte
{
    /// <summary>Nothing says that it has completed.</summary>
    Pending,

    /// <summary>It was made complete.</summary>
    Completed,

    /// <summary>A delegate gives it, so nobody knows what is behind it.</summary>
    OfDelegate,
}

/// <summary>A place where a body awaits a task, or gives it back.</summary>
/// <param name="Syntax">The await, or the value that is given back.</param>
/// <param name="Call">The call that makes the task; null where it comes from a variable or a member.</param>
/// <param name="Task">What is known of the task.</param>
internal readonly record struct TaskSite(SyntaxNode Syntax, SyntaxNode? Call, AwaitedTask Task)
{
    public static TaskSite Of(IOperation place, IOperation awaited, OriginReader origins)
    {
        var task = TaskCompletion.Task(awaited);
        var kind = origins.Read(task).Kind == OriginKind.CompletedTask ? AwaitedTask.Completed
            : task is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } ? AwaitedTask.OfDelegate
            : AwaitedTask.Pending;
        return new TaskSite(place.Syntax, task is IInvocationOperation ? task.Syntax : null, kind);
    }
}
