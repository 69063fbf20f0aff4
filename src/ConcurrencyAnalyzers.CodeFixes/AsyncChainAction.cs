using System.Threading.Tasks;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Makes the private and internal helpers between a place and the API asynchronous, and lets their callers await. It is offered by what the
/// engine knows of the chain; callers are looked for, and the result is proven, when it is applied.
/// </summary>
internal static class AsyncChainAction
{
    public const string Title = "Make the whole chain asynchronous";

    public const string Key = "AsyncChain";

    /// <summary>Offers it where no helper stands in the way.</summary>
    public static async Task RegisterAsync(CodeFixContext context, Diagnostic diagnostic)
    {
        if (AsyncChain.Rules.Contains(diagnostic.Id)
            && await ChainPlace.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { Chain.Links.IsEmpty: false } place
            && await ChainSearch.IsOpenAsync(place, context.CancellationToken).ConfigureAwait(false))
        {
            var solution = context.Document.Project.Solution;
            var action = CodeAction.Create(Title, async cancellationToken => await ChainChange.ApplyAsync(solution, [place], cancellationToken).ConfigureAwait(false) ?? solution, equivalenceKey: Key);

            // 'dotnet format' applies to all places of an id what it is offered for the one that it meets first, which is not the same in every run.
            // In a group of its own the action is not what it is offered, and an editor shows it as if it were in none.
            context.RegisterCodeFix(CodeAction.Create(Title, [action], isInlinable: true), diagnostic);
        }
    }
}
