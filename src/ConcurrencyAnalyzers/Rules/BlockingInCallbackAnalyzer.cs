using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>CONC207: timers, events and continuations call back on the pool; one that blocks keeps a thread, and the next call comes on another.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingInCallbackAnalyzer() : MemberAnalyzer(Descriptor)
{
    internal const string Id = "CONC207";

    internal static readonly DiagnosticDescriptor Descriptor = Rule.Create(
        Id, "Wait asynchronously in callbacks of timers, events and continuations", "The callback of '{0}' blocks {1} on {2}: {3}", DiagnosticSeverity.Warning,
        "A callback that takes longer than its interval runs twice at a time, and each run keeps a thread of the pool that everyone shares.");

    private protected override void Judge(MemberScope scope)
    {
        foreach (var finding in scope.Findings())
        {
            var isRegistration = scope.Model.Symbols.IsCancellationToken(finding.Call.Target.ContainingType);
            if (EndsProgram(finding.Call) || IsOver(finding))
            {
                continue;
            }

            scope.Report(
                FollowsFailure(finding.Call) ? finding with { Severity = DiagnosticSeverity.Info } : finding,
                scope.Name(finding.Call.Target), isRegistration ? "whoever cancels" : "a pool thread", Naming.Words(finding.Cause.Effect), scope.Chain(finding));
        }
    }

    /// <summary>A host that is told to stop waits for the callbacks, which have no asynchronous form.</summary>
    private static bool EndsProgram(CallSite call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } token } }
        && Places.NameOf(token) is SimpleNameSyntax { Identifier.ValueText: "ApplicationStarted" or "ApplicationStopping" or "ApplicationStopped" };

    /// <summary>A process that says that it has exited is not waited for any more.</summary>
    private static bool IsOver(Finding finding) => finding is { Cause.Effect: Effect.Process, Call.Target: { AssociatedSymbol: IEventSymbol { Name: "Exited" }, ContainingType.Name: "Process" } };

    /// <summary>Runs when everything has gone wrong already.</summary>
    private static bool FollowsFailure(CallSite call) =>
        call is { Target.Name: "ContinueWith", Syntax: InvocationExpressionSyntax { ArgumentList.Arguments: var arguments } }
        && arguments.Where(static argument => argument.Expression is not AnonymousFunctionExpressionSyntax).SelectMany(static argument => argument.DescendantNodes().OfType<SimpleNameSyntax>())
            .Any(static name => name.Identifier.ValueText is "OnlyOnFaulted" or "OnlyOnCanceled" or "NotOnRanToCompletion");
}
