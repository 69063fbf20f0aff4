using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC307: who looks again and again is late, or keeps a core or a thread busy with looking; who is told is neither.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BusyWaitAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC307";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Wait for a signal instead of polling", "'{0}' {1} until {2}", DiagnosticSeverity.Warning,
        "A loop that looks again and again spends processor time or reacts late, usually both; a task, an event or a channel wakes the waiter when there is something to see.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var found in scope.Model.BusyWaitsIn(scope.Member, scope.CancellationToken))
        {
            var loop = found.Loop;
            var pause = loop.PausedBy is { } api ? new Witness(api, loop.Pauses[0], null) : null;
            scope.Report(
                found.Body, Places.Name(loop.Syntax), found.Body.IsAsyncCode ? Vehicle.AsyncCode : Vehicle.RawThread, pause, found.Severity,
                scope.Name(found.Body), Way(loop.Pause), What(found.For, scope));
        }
    }

    private static string Way(Pause pause) => pause switch
    {
        Pause.Spin or Pause.Backoff => "spins",
        Pause.Yield => "goes round and round",
        Pause.Delay => "wakes up and looks again",
        _ => "sleeps and looks again",
    };

    private static string What(Watched watched, MemberScope scope) => watched.Kind switch
    {
        WatchedKind.Task => $"'{scope.Name(watched.Symbol)}' has completed",
        WatchedKind.Thread => $"'{scope.Name(watched.Symbol)}' has ended",
        WatchedKind.Process => $"'{scope.Name(watched.Symbol)}' has exited",
        WatchedKind.Signal => $"'{scope.Name(watched.Symbol)}' is signaled",
        WatchedKind.Token => $"'{scope.Name(watched.Symbol)}' is canceled",
        _ => $"'{scope.Name(watched.Symbol)}' changes",
    };
}
