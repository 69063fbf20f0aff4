using System.Collections.Generic;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>The work of a body while it is walked: what each round of each of its loops costs, calls left out that others have to be asked about.</summary>
internal sealed class WorkDraft
{
    private readonly List<(Round? Round, double Nanoseconds)> rounds = [];
    private readonly WorkBuilder rest = new();

    public void Add(Round? round, double nanoseconds)
    {
        // Neighbours are in the same round, mostly.
        for (var i = rounds.Count - 1; i >= 0; i--)
        {
            if (rounds[i].Round == round)
            {
                rounds[i] = (round, rounds[i].Nanoseconds + nanoseconds);
                return;
            }
        }

        rounds.Add((round, nanoseconds));
    }

    /// <summary>What costs so much for each of as many.</summary>
    public void Add(Round? round, Extent each, double nanoseconds, string words, bool isProof = false) => rest.Add(new WorkTerm(
        (round?.Sizes ?? Sizes.None).With(each.Code), nanoseconds * each.Scale * (round?.Factor ?? 1), round is null ? words : words + round.PerElement, isProof || round is { IsConverging: true }));

    public void Doubt(Round? round, int callback = Engine.Doubt.None) => rest.Add(new Doubt(round?.Sizes ?? Sizes.None, round?.Factor ?? 1, callback));

    /// <summary>Something has no price, though it does no I/O.</summary>
    public void LeaveOut() => rest.IsComplete = false;

    public Work ToWork()
    {
        foreach (var (round, nanoseconds) in rounds)
        {
            rest.Add(round is null
                ? new WorkTerm(Sizes.None, nanoseconds, null, false)
                : new WorkTerm(round.Sizes, nanoseconds * round.Factor, round.Words, round.IsConverging));
        }

        rounds.Clear();
        return rest.ToWork();
    }
}
