using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC001: shows what the engine concluded about a method, and the evidence. Off unless asked for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkloadAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC001";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Show how methods are classified", "'{0}' is {1}", DiagnosticSeverity.Info,
        "For reading and debugging: the workload of every method with the chain that proves it.", enabled: false);

    private protected override void Judge(MemberScope scope)
    {
        foreach (var body in scope.Member.SelfAndNested())
        {
            if (body.Symbol is IMethodSymbol { MethodKind: not MethodKind.Constructor and not MethodKind.StaticConstructor } method && Place(body) is { } place)
            {
                var classification = Classification.Of(body, scope.Model.SummaryOf(body, scope.CancellationToken), scope.Model.Symbols);
                scope.Report(body, place, Vehicle.AsyncCode, null, DiagnosticSeverity.Info, scope.Name(method), classification);
            }
        }
    }

    // Lambdas and top-level statements have no name to stand at. An attribute or a default value makes a member known that has no body.
    private static Location? Place(Body body) => body.Syntax switch
    {
        LocalFunctionStatementSyntax { Body: null, ExpressionBody: null } => null,
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or LocalFunctionStatementSyntax =>
            body.Symbol.Locations.FirstOrDefault(static location => location.IsInSource),
        _ => null,
    };
}
