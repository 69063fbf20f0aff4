using System;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Graph;

/// <summary>What asynchronous methods, and waiting for them, look like.</summary>
internal static class AsyncShape
{
    /// <summary>Whether the caller gets a promise: a task, an asynchronous sequence, an <c>IAsyncResult</c>, an event or a callback later on.</summary>
    public static bool Of(MethodNode method)
    {
        var result = method.Returns.Name;
        if (result is "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1"
            or "System.Collections.Generic.IAsyncEnumerable`1" or "System.Collections.Generic.IAsyncEnumerator`1" or "System.IAsyncResult")
        {
            return true;
        }

        return method.Name.EndsWith("Async", StringComparison.Ordinal)
            && (result == "System.Void" || method.Parameters.Any(static parameter => parameter.Name.EndsWith("AsyncEventArgs", StringComparison.Ordinal)));
    }

    /// <summary>Whether it hands out what a <c>Begin</c> method has started.</summary>
    public static bool IsEnd(MethodNode method) => method.Name.StartsWith("End", StringComparison.Ordinal) && method.Parameters.Any(static parameter => parameter.Name == "System.IAsyncResult");

    /// <summary>Whether a call blocks until a task is done.</summary>
    public static bool IsJoin(MethodReference target) => target.Owner.Name switch
    {
        "System.Threading.Tasks.Task" => target.Name is "Wait" or "WaitAll" or "RunSynchronously",
        "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask`1" => target.Name is "get_Result" or "Wait",
        _ => IsAwaiterResult(target),
    };

    public static bool IsAwaiterResult(MethodReference target) => target.Name == "GetResult"
        && target.Owner.Name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal)
        && target.Owner.Name.Contains("Awaiter", StringComparison.Ordinal);
}
