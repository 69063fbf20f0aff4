using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC502: the operating system takes longer to make a thread than the thread takes for its item.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadPerItemAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC502";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Run small items on the pool, not on a thread each", "A thread is made for each item, and {0} is over sooner than a thread is made", DiagnosticSeverity.Warning,
        "Making a thread takes a hundred microseconds and more; the pool and 'Parallel' run small items on the threads that they have.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            foreach (var call in body.Calls)
            {
                if (SmallThreads.AreMade(body, call, scope.Model, scope.CancellationToken) && IsLetGo(call, scope) && !scope.Model.IsTestCode(scope.Member))
                {
                    scope.Report(body, call, Vehicle.RawThread, null, DiagnosticSeverity.Warning, Naming.Work(call, scope.Model.Symbols, "the lambda"));
                }
            }
        }
    }

    private static bool IsLetGo(CallSite call, MemberScope scope) =>
        ThreadLifetime.Of(call.Syntax, scope.Operations, scope.Model, scope.CancellationToken) is { } lifetime && (lifetime.IsJoined || !lifetime.IsKept);
}
