using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC602: a worker process begins as the program does, and nobody asks whether it is one, or only when it has done what is the program's to do.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkerGuardMissingAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC602";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Begin the entry point with 'ProcessWorker.TryRunAsync'", "'{0}' runs in every worker process, too: {1}", DiagnosticSeverity.Warning,
        "A worker is the same program started again, so what its entry point does before it asks whether it is a worker is done by the workers as well.");

    private protected override void Judge(MemberScope scope)
    {
        if (scope.Model.Symbols is not { IsProgram: true, Executors: { } executors } || scope.Member.Method is not { } entry || scope.Operations[0].SemanticModel?.Compilation is not { } compilation
            || !WorkerGuard.IsEntryPoint(entry, compilation, scope.CancellationToken) || scope.Model.IsTestCode(scope.Member))
        {
            return;
        }

        if (WorkerGuard.In(scope.Operations, executors) is { } guard)
        {
            // It may be on purpose, such as the set-up of a log that workers have, too.
            if (WorkerGuard.WorkBefore(guard, scope.Operations, scope.Model.Symbols) is var (member, place))
            {
                scope.Report(scope.Member, Places.Name(place), Vehicle.AsyncCode, null, DiagnosticSeverity.Info, scope.Name(member), "it stands before 'ProcessWorker.TryRunAsync'");
            }
        }
        else if (WorkerGuard.IsMissed(scope.Operations, scope.Model, compilation, executors, scope.CancellationToken))
        {
            scope.Report(scope.Member, PlaceOf(entry, scope.Member.Syntax), Vehicle.AsyncCode, null, DiagnosticSeverity.Warning, scope.Name(scope.Member), "nothing calls 'ProcessWorker.TryRunAsync'");
        }
    }

    private static Location PlaceOf(IMethodSymbol entry, SyntaxNode syntax) => syntax is CompilationUnitSyntax unit && unit.Members.OfType<GlobalStatementSyntax>().FirstOrDefault() is { } first
        ? first.GetFirstToken().GetLocation()
        : entry.Locations[0];
}
