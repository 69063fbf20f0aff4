using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>Writes the wait that tasks, threads, processes and events have themselves in place of the loop that asks them, and gives it to a local that is one of them in disguise.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BusyWaitCodeFix)), Shared]
public sealed class BusyWaitCodeFix() : ConcurrencyCodeFix(BusyWaitAnalyzer.Id, "Wait for it")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.MemberAround(site.Node) is not { } member
            || site.Engine.BusyWaitsIn(member, site.CancellationToken).FirstOrDefault(found => Places.NameOf(found.Loop.Syntax).Span == site.Node.Span) is not { } found
            || site.Node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault() is not { } loop)
        {
            return null;
        }

        var mayAwait = Functions.MayAwaitAt(site, loop);
        if (!mayAwait && !MayBlock(site, found, member))
        {
            return null;
        }

        if (PolledFlag.By(site, found.Loop, loop) is { } flag)
        {
            return mayAwait ? flag.Awaited(site) : flag.Blocked(site);
        }

        return Polled.By(site, found.Loop, loop) is { } polled && (mayAwait ? polled.Awaited(site) : polled.Blocked(site, OwnsItsThread(found.Body))) is { } wait
            ? site.Root.ReplaceNode(loop, PolledLoop.Replaced(loop, wait))
            : null;
    }

    /// <summary>A wait that blocks is no better than the loop where a thread must not be blocked.</summary>
    private static bool MayBlock(FixSite site, BusyWait found, Body member)
    {
        var vehicles = site.Engine.Vehicles;
        for (var body = found.Body; body is not null; body = body.Kind == BodyKind.Lambda ? body.Parent : null)
        {
            if (OwnsItsThread(body))
            {
                return true;
            }

            if (!vehicles.Around(body, site.CancellationToken).IsEmpty || (body.Kind == BodyKind.Lambda && vehicles.UseOf(body, site.CancellationToken) is not (DelegateUse.Inline or DelegateUse.Scope)))
            {
                return false;
            }
        }

        // Asynchronous code that comes here through helpers was not told of the sleep, and would be told of the wait.
        return !member.Symbol.ContainingType.GetMembers().OfType<IMethodSymbol>().Select(method => site.Engine.Bodies.Of(method, site.CancellationToken)).OfType<Body>()
            .SelectMany(static body => body.SelfAndNested()).Where(static body => body.IsAsyncCode)
            .Any(body => body.Calls.Any(call => site.Engine.EffectsOf(body, call, site.CancellationToken).Effects.Any(fact => fact.Witness.Last.Site is { } place && found.Loop.Syntax.Contains(place))));
    }

    private static bool OwnsItsThread(Body body) => body.Kind == BodyKind.Lambda && body.Use is DelegateUse.Thread or DelegateUse.LongRunning;
}
