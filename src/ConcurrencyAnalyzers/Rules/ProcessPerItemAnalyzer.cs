using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC604: each item starts a runtime, compiles the same code again and ends it, where workers that stay would do the next item at once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessPerItemAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC604";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Keep worker processes instead of starting one for each item", "'{0}' starts {1} anew for each item; workers that stay do the next one without a start", DiagnosticSeverity.Info,
        "A .NET process takes tens of milliseconds to start and compiles its code again; a worker that stays pays for that once.");

    // The first whose runtime library has a pool of workers.
    private const int Framework = 10;

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (call.Target is { Name: "Start", ContainingType: { Name: "Process", ContainingNamespace: { Name: "Diagnostics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } }
                    && HasPools(scope.Model.Symbols) && IsWaitedFor(body) && EachOne.IsMadeForItem(body, call, scope.Model, scope.CancellationToken) && !scope.Model.IsTestCode(scope.Member)
                    && scope.Model.Bodies.OperationOf(call.Syntax, scope.CancellationToken) is IInvocationOperation start && StartedProgram.Of(start, scope.Model, scope.CancellationToken) is { } program)
                {
                    scope.Report(body, call, Vehicle.AsyncCode, null, DiagnosticSeverity.Info, scope.Name(call.Target), program);
                }
            }
        }
    }

    private static bool HasPools(KnownSymbols symbols) => symbols.Executors is not null || symbols.Task?.ContainingAssembly.Identity.Version.Major >= Framework;

    // What nobody waits for is a program of its own, not the work of an item.
    private static bool IsWaitedFor(Body body) => body.Calls.Any(static call => call.Target.Name is "WaitForExit" or "WaitForExitAsync" or "ReadToEnd" or "ReadToEndAsync");
}
