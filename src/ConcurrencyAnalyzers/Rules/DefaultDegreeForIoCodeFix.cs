using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Writes a degree: into the options that the loop is given, or into options of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DefaultDegreeForIoCodeFix)), Shared]
public sealed class DefaultDegreeForIoCodeFix() : ConcurrencyCodeFix(DefaultDegreeForIoAnalyzer.Id, "Give the loop a degree")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } loop || loop.ArgumentList.Arguments is not { Count: > 1 } arguments || arguments.Any(static argument => argument.NameColon is not null))
        {
            return null;
        }

        var given = arguments[arguments.Count - 2];
        var type = site.Model.GetTypeInfo(given.Expression, site.CancellationToken).ConvertedType;
        if (type.IsSameAs(site.Symbols.ParallelOptions))
        {
            return LoopOptions.CreationOf(site, given.Expression) is { } creation && IsForOneLoop(creation, given) ? site.Root.ReplaceNode(creation, LoopOptions.WithDegree(creation)) : null;
        }

        var changed = site.Symbols.IsCancellationToken(type)
            ? arguments.Replace(given, given.WithExpression(LoopOptions.New(site, given.Expression.WithoutTrivia().ToString()).WithTriviaFrom(given.Expression)))
            : LoopOptions.BeforeBody(arguments, LoopOptions.New(site, null));
        return site.Root.ReplaceNode(loop.ArgumentList, loop.ArgumentList.WithArguments(changed));
    }

    // Other loops that share the options may be right without a degree.
    private static bool IsForOneLoop(SyntaxNode creation, ArgumentSyntax given) =>
        creation == given.Expression
        || (given.Expression is IdentifierNameSyntax local && Functions.Around(creation) is { } function && function.Contains(given)
            && function.DescendantNodes().OfType<ArgumentSyntax>().Count(argument => argument.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == local.Identifier.ValueText) == 1);
}
