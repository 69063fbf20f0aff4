using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Output;

/// <summary>Turns what was derived for a member into what its line says.</summary>
internal static class Drafting
{
    /// <summary>A kind that is this much nearer than a more important one is what the member does; the other is what it may lead to.</summary>
    private const int DepthThatOutweighsKind = 6;

    /// <summary>The line of a member on one platform, null if there is nothing to say.</summary>
    public static CatalogLine? Draft(Analysis analysis, SurfaceMember member)
    {
        if (Find(analysis.Universe, member) is not { } method)
        {
            return null;
        }

        if (analysis.Contracts.Find(method) is { } contract)
        {
            return contract with { Id = member.Id, Counterpart = contract.Counterpart == "-" ? CounterpartOf(method, contract.Effects.Contains("awaits")) : contract.Counterpart };
        }

        var procedure = analysis.Graph.Find(method);
        var isAsync = procedure is { IsAsyncShaped: true } || AsyncShape.Of(method);
        var chosen = Choose(analysis.EffectsOf(method), isAsync);
        var returns = ReturnsOf(analysis, method, procedure);
        if (chosen is not var (effect, key, witness))
        {
            return returns is null ? null : new CatalogLine(member.Id, [], "never", "any", [returns], CounterpartOf(method, isAsync));
        }

        var flags = ImmutableArray.CreateBuilder<string>();
        if (key.Kind == EffectKind.Stream && key.Parameter != EffectKey.Undecided)
        {
            flags.Add(key.Parameter == Value.Receiver ? "receiver" : $"poly:{key.Parameter}");
        }

        if (!isAsync && (key.Kind.IsWait() || key.Kind is EffectKind.Process or EffectKind.Network) && TimeoutOf(method) is { } timeout)
        {
            flags.Add($"timeout:{timeout}");
        }

        if (key.IsDeferred)
        {
            flags.Add("deferred");
        }

        if (key.IsOnce)
        {
            flags.Add("once");
        }

        if (returns is not null)
        {
            flags.Add(returns);
        }

        var strength = (key.Kind == EffectKind.Stream, witness.IsVoted) switch
        {
            (false, false) => "definite",
            (true, true) => "maybe",
            _ => "likely",
        };
        return new CatalogLine(member.Id, [effect], strength, "any", flags.ToImmutable(), CounterpartOf(method, isAsync));
    }

    /// <summary>The member as the platform implements it.</summary>
    public static MethodNode? Find(Universe universe, SurfaceMember member) =>
        ReferenceEquals(universe.FindType(member.TypeName), member.Shown.Owner)
            ? member.Shown
            : universe.FindType(member.TypeName)?.Methods.Find(method => method.Name == member.Shown.Name && method.Parameters.Length == member.Shown.Parameters.Length && DocumentationIds.Of(method) == member.Id);

    /// <summary>Which of its effects a member is known by.</summary>
    public static (string Effect, EffectKey Key, Witness Witness)? Choose(IReadOnlyDictionary<EffectKey, Witness> effects, bool isAsync)
    {
        var known = effects.Where(static pair => pair.Key.Kind != EffectKind.Stream || pair.Key.Parameter != EffectKey.Undecided).ToList();
        var perCall = known.Where(static pair => !pair.Key.IsOnce).ToList();
        if (perCall.Count > 0)
        {
            known = perCall;
        }

        var work = known.Where(static pair => !pair.Key.Kind.IsWait()).ToList();
        if (isAsync)
        {
            known = work.Where(static pair => pair.Key.Kind != EffectKind.Console && !pair.Key.IsOnce).ToList();
        }
        else if (work.Count > 0)
        {
            known = work;
        }

        if (known.Count == 0)
        {
            return null;
        }

        // What is certain comes before what a receiver decides or a vote suggests.
        var settled = known.Where(static pair => pair.Key.Kind != EffectKind.Stream && !pair.Value.IsVoted).ToList();
        if (settled.Count == 0)
        {
            settled = known.Where(static pair => pair.Key.Kind == EffectKind.Stream).ToList();
        }

        if (settled.Count == 0)
        {
            settled = known;
        }

        var best = settled.OrderBy(static pair => pair.Key.Kind).ThenBy(static pair => pair.Value.Depth).ThenBy(static pair => pair.Key.Parameter).First();
        foreach (var pair in settled.OrderBy(static pair => pair.Value.Depth).ThenBy(static pair => pair.Key.Kind).ThenBy(static pair => pair.Key.Parameter))
        {
            if (pair.Value.Depth + DepthThatOutweighsKind < best.Value.Depth)
            {
                best = pair;
            }
        }

        return (isAsync ? "awaits" : best.Key.Kind.Word(), best.Key, best.Value);
    }

    public static string CounterpartOf(MethodNode method, bool isAsync)
    {
        if (isAsync)
        {
            return "-";
        }

        return Counterparts.Of(method) switch
        {
            Compatibility.None => "none",
            var grade => $"-/{grade.ToString().ToLowerInvariant()}",
        };
    }

    private static string? ReturnsOf(Analysis analysis, MethodNode method, Procedure? procedure)
    {
        if (analysis.Instances.FindResult(method) is { } curated)
        {
            return $"returns:{curated.Kind?.Word() ?? "memory"}";
        }

        // Where the type already says it, the line need not.
        if (procedure is null || method.IsConstructor || !analysis.Contracts.IsStreamLike(method.Returns) || analysis.Instances.Find(method.Returns) is { Wraps: false })
        {
            return null;
        }

        return analysis.Tracing.OriginOf(procedure.Facts.Result) switch
        {
            (true, _) => "returns:memory",
            (_, EffectKind.File or EffectKind.Network or EffectKind.Database or EffectKind.Process or EffectKind.StandardInput or EffectKind.Console) origin => $"returns:{origin.Item2!.Value.Word()}",
            _ => null,
        };
    }

    private static int? TimeoutOf(MethodNode method)
    {
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            var name = method.ParameterNames[i];
            if (method.Parameters[i].Name is "System.Int32" or "System.Int64" or "System.TimeSpan"
                && (name.Contains("timeout", StringComparison.OrdinalIgnoreCase) || name.Contains("seconds", StringComparison.OrdinalIgnoreCase)))
            {
                return i;
            }
        }

        return null;
    }
}
