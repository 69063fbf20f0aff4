using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC505: the pool is given more threads because its threads block, which it is still the blocking that has to go.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MinThreadsWorkaroundAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC505";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Await instead of making room for threads that block", "'{0}' does not cure that threads of the pool block: {1}", DiagnosticSeverity.Info,
        "The setting holds for the whole process, costs a thread for each wait, and is too low again when the load is higher.");

    private const int Shown = 3;

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target.Name is "SetMinThreads" or "SetMaxThreads" && call.Target.ContainingType.IsSameAs(scope.Model.Symbols.ThreadPool)
                    && !scope.Model.IsTestCode(scope.Member) && scope.Operations[0].SemanticModel?.Compilation is { } compilation
                    && BlockedPool.First(Shown, scope.Model, compilation, scope.CancellationToken) is { IsEmpty: false } places)
                {
                    var paths = places.Select(place => $"{Naming.Name(place.Body.Root, scope.Model.Symbols)} ({Naming.Name(place.Cause.Witness.Last.Member, scope.Model.Symbols)})");
                    scope.Report(body, call, Vehicle.PoolWorkItem, null, DiagnosticSeverity.Info, scope.Name(call.Target), string.Join(", ", paths));
                }
            }
        }
    }
}
