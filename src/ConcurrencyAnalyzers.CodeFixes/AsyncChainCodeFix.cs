using System.Collections.Immutable;
using System.Composition;
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
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AsyncChainCodeFix)), Shared]
public sealed class AsyncChainCodeFix : CodeFixProvider
{
    internal const string Title = "Make the whole chain asynchronous";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => AsyncChain.Rules;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => ChainFixAllProvider.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await ChainPlace.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } place
                && await ChainSearch.IsOpenAsync(place, context.CancellationToken).ConfigureAwait(false))
            {
                var solution = context.Document.Project.Solution;
                context.RegisterCodeFix(
                    CodeAction.Create(Title, async cancellationToken => await ChainChange.ApplyAsync(solution, [place], cancellationToken).ConfigureAwait(false) ?? solution, equivalenceKey: nameof(AsyncChainCodeFix)),
                    diagnostic);
            }
        }
    }
}
