using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Starts the work on the pool; where anything else is said of the task, the option alone goes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LongRunningShortWorkCodeFix)), Shared]
public sealed class LongRunningShortWorkCodeFix() : ConcurrencyCodeFix(LongRunningShortWorkAnalyzer.Id, "Run it on the pool")
{
    private const string Options = "TaskCreationOptions";

    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (AsyncStart.Of(site) is not { } start || start.NeedsItsThread)
        {
            return null;
        }

        // A task for each tiny item is what the next rule would speak of.
        if (ItemLoop.Of(site) is { IsTiny: true } items)
        {
            return items.Write(site);
        }

        return start.Syntax is InvocationExpressionSyntax && start.OnPool(start.Syntax, TaskStart.LongRunning | TaskStart.AsOnPool) is { } run ? site.Root.ReplaceNode(start.Syntax, run) : WithoutOption(site, start.Syntax);
    }

    private static SyntaxNode? WithoutOption(FixSite site, ExpressionSyntax start)
    {
        var list = start switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            _ => null,
        };
        if (list is null || list.Arguments.Any(static argument => argument.NameColon is not null)
            || list.Arguments.FirstOrDefault(argument => site.Model.GetTypeInfo(argument.Expression, site.CancellationToken).Type is { Name: Options }) is not { } options)
        {
            return null;
        }

        if (options.Expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } both)
        {
            var rest = IsLongRunning(both.Left) ? both.Right : IsLongRunning(both.Right) ? both.Left : null;
            return rest is null ? null : site.Root.ReplaceNode(both, rest.WithTriviaFrom(both));
        }

        if (!IsLongRunning(options.Expression))
        {
            return null;
        }

        // With a scheduler behind them, options have to be written.
        return options == list.Arguments[list.Arguments.Count - 1]
            ? site.Root.ReplaceNode(list, list.WithArguments(Without(list.Arguments)))
            : options.Expression is MemberAccessExpressionSyntax access ? site.Root.ReplaceNode(access, access.WithName(SyntaxFactory.IdentifierName("None"))) : null;
    }

    private static SeparatedSyntaxList<ArgumentSyntax> Without(SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        var parts = arguments.GetWithSeparators();
        return SyntaxFactory.SeparatedList<ArgumentSyntax>(parts.Take(parts.Count - 2));
    }

    private static bool IsLongRunning(ExpressionSyntax option) => option is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LongRunning" } or IdentifierNameSyntax { Identifier.ValueText: "LongRunning" };
}
