using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Fix-all for a fix with two actions. Two fixes for one id would not do: 'dotnet format' runs every fix of an id, each upon what the one before
/// left, with diagnostics of the code as it was.
/// </summary>
/// <param name="inPlace">Used for every action but the chain's, and where nobody says which.</param>
internal sealed class KeyedFixAllProvider(FixAllProvider inPlace) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => inPlace.GetSupportedFixAllScopes();

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) =>
        (fixAllContext.CodeActionEquivalenceKey == AsyncChainAction.Key ? ChainFixAllProvider.Instance : inPlace).GetFixAsync(fixAllContext);
}
