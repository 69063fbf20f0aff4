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
    /// <summary>A file that is this much nearer than a network is what the member works on; the network is what that may lead to.</summary>
    private const int DepthThatOutweighsKind = 6;

    /// <summary>The line of a member on one platform, null if there is nothing to say.</summary>
    /// <param name="analysis">The platform's universe.</param>
    /// <param name="member">The member.</param>
    /// <param name="served">What the member's package is a client of: whatever members with an asynchronous form wait for is the server's answer. Null for others.</param>
    public static CatalogLine? Draft(Analysis analysis, SurfaceMember member, EffectKind? served = null)
    {
        if (Find(analysis.Universe, member) is not { } method)
        {
            return null;
        }

        var procedure = analysis.Graph.Find(method);
        var isAsync = procedure is { IsAsyncShaped: true } || AsyncShape.Of(method);
        if (analysis.Contracts.Find(method) is { } contract)
        {
            // What a file stream reads is a file: the type decides, and no receiver need be looked at.
            var decided = analysis.Instances.Find(method.Owner.Signature) is { Wraps: false, Kind: { } origin }
                && contract.DependsOn == Value.Receiver
                ? contract with { Effects = [origin.Word()], Flags = contract.Flags.Remove("receiver") }
                : contract;
            return Apply(decided);
        }

        if (analysis.Instances.FindResultLine(method) is { } result)
        {
            return Apply(result);
        }

        // What ends an operation waits for it, and is mostly called where the operation has ended.
        if (AsyncShape.IsEnd(method))
        {
            return new CatalogLine(member.Id, [EffectKind.Join.Word()], "maybe", "any", [], "none");
        }

        var chosen = Choose(analysis.EffectsOf(method), isAsync);
        var returns = ReturnsOf(analysis, method, procedure);
        if (chosen is not var (effect, key, witness))
        {
            return Returning(returns);
        }

        if (served is { } kind && !isAsync && key.Kind is EffectKind.Network or EffectKind.Join or EffectKind.Wait or EffectKind.Sleep or EffectKind.Stream
            && (key.Kind == EffectKind.Network || Counterparts.Of(method) != Compatibility.None)
            && !(key.Kind == EffectKind.Stream && DecidesOverStream(analysis, method, key)))
        {
            (effect, key) = (kind.Word(), key with { Kind = kind, Parameter = EffectKey.Undecided });
        }

        // A receiver that nobody has given a stream decides nothing that a caller could know.
        if (key is { Kind: EffectKind.Stream, Parameter: Value.Receiver } && !MayHold(analysis, method.Owner))
        {
            if (isAsync)
            {
                key = key with { Parameter = EffectKey.Undecided };
            }
            else
            {
                return Returning(returns);
            }
        }

        // What a library waits for by way of a task is mostly what it was given to run.
        var isGiven = analysis.IsLibrary(method) && key.Kind == EffectKind.Join;
        if (key.IsOnce && analysis.IsLibrary(method))
        {
            return null;
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

        // Every wait depends on whether what it waits for has happened; whether it is asked for at all does not.
        var strength = (key.Kind == EffectKind.Stream, witness.IsVoted) switch
        {
            (false, false) when !isGiven && (isAsync || key.Kind is EffectKind.Wait or EffectKind.Sleep || IsCertain(analysis, method)) => "definite",
            (true, true) => "maybe",
            _ when isGiven => "maybe",
            _ => "likely",
        };
        return new CatalogLine(member.Id, [effect], strength, "any", flags.ToImmutable(), CounterpartOf(method, isAsync));

        // What a contract or a type says of this member.
        CatalogLine Apply(CatalogLine line) => line with
        {
            Id = member.Id,
            Effects = isAsync && !line.Effects.IsEmpty ? ["awaits"] : line.Effects,
            Counterpart = line.Counterpart == "-" ? CounterpartOf(method, isAsync) : line.Counterpart,
        };

        // Nothing to wait for, perhaps something to follow.
        CatalogLine? Returning(string? returns) => returns is null ? null : new CatalogLine(member.Id, [], "never", "any", [returns], CounterpartOf(method, isAsync));
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
        else if (work.Exists(static pair => pair.Key.Kind is not EffectKind.Metadata and not EffectKind.Console))
        {
            known = work;
        }
        else if (known.Where(static pair => !pair.Value.IsVoted).ToList() is { Count: > 0 } plain)
        {
            // Opening something on the way to a wait, or waiting for something on the way to an open: the nearer one is what it is about.
            known = [plain.OrderBy(static pair => pair.Value.Depth).ThenBy(static pair => pair.Key.Kind).First()];
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
        foreach (var pair in settled.Where(static pair => pair.Key.Kind == EffectKind.File).OrderBy(static pair => pair.Value.Depth))
        {
            if (pair.Value.Depth + DepthThatOutweighsKind < best.Value.Depth)
            {
                best = pair;
            }
        }

        return (isAsync ? "awaits" : best.Key.Kind.Word(), best.Key, best.Value);
    }

    public static string CounterpartOf(MethodNode method, bool isAsync) => isAsync ? "-" : Counterparts.Column(method);

    private static bool IsCertain(Analysis analysis, MethodNode method) =>
        analysis.Graph.Find(method) is { } procedure && (analysis.Certainty.IsCertain(procedure) || (!method.HasBody && analysis.Graph.FindSlot(method) is { } slot && analysis.Certainty.IsCertain(slot)));

    private static bool MayHold(Analysis analysis, TypeNode type) =>
        type.SelfAndBases().Any(seen => analysis.Contracts.IsStreamLike(seen) || analysis.Instances.Find(seen) is not null
            || seen.Type!.Methods.Exists(method => method.IsConstructor && method.IsVisible && method.Parameters.Any(analysis.Contracts.IsStreamLike)))
        || type.IsInterface;

    private static bool DecidesOverStream(Analysis analysis, MethodNode method, EffectKey key) => key.Parameter switch
    {
        Value.Receiver => analysis.Contracts.IsStreamLike(method.Owner.Signature),
        >= 0 when key.Parameter < method.Parameters.Length => analysis.Contracts.IsStreamLike(method.Parameters[key.Parameter]),
        _ => false,
    };

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
            if (method.Parameters[i].Name is "System.Int32" or "System.Int64" or "System.TimeSpan" && method.IsTimeout(i))
            {
                return i;
            }
        }

        return null;
    }
}
