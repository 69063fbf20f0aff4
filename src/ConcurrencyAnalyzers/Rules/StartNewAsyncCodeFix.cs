using System.Composition;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Starts the code with 'Task.Run', which unwraps; with a scheduler, options or a state of its own it only adds 'Unwrap'.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StartNewAsyncCodeFix)), Shared]
public sealed class StartNewAsyncCodeFix() : ConcurrencyCodeFix(StartNewAsyncAnalyzer.Id, "Unwrap the task")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        // So far the task ended at the first await: who waits for it would wait for all of it from now on.
        if (AsyncStart.Of(site) is not { } start || (!start.IsSetAside && start.MayLast))
        {
            return null;
        }

        return (start.OnPool(start.Syntax, TaskStart.AsOnPool) ?? start.Unwrapped()) is { } unwrapped ? site.Root.ReplaceNode(start.Syntax, unwrapped) : null;
    }
}
