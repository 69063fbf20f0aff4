using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Calls what the work item would call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskRunOverAsyncCodeFix)), Shared]
public sealed class TaskRunOverAsyncCodeFix() : ConcurrencyCodeFix(TaskRunOverAsyncAnalyzer.Id, "Call it directly")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { ArgumentList.Arguments: [{ Expression: { } work }, ..] arguments } offload)
        {
            return null;
        }

        var token = arguments is [_, { Expression: { } given }, ..] ? given : null;
        return DirectCall.Of(site, work, token) is { } call ? site.Root.ReplaceNode(offload, call.WithTriviaFrom(offload)) : null;
    }
}
