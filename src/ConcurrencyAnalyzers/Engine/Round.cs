using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>One round of a loop, and how often it is run in one run of its body: the product of this loop and those around it.</summary>
internal sealed class Round
{
    public Round(SyntaxNode loop, Extent trips, string? range, bool converges, Round? outer)
    {
        Loop = loop;
        Range = range;
        Outer = outer;
        Trips = trips;
        Factor = trips.Scale * (outer?.Factor ?? 1);
        Sizes = (outer?.Sizes ?? Sizes.None).With(trips.Code);
        Converges = converges || outer is { Converges: true };
    }

    private Round(Round? outer, double share)
    {
        Loop = outer?.Loop;
        IsShare = true;
        Outer = outer;
        Trips = Extent.Of(share);
        Factor = share * (outer?.Factor ?? 1);
        Sizes = outer?.Sizes ?? Sizes.None;
        Converges = outer is { Converges: true };
    }

    /// <summary>What stands in one of several branches is run in one of as many rounds, as far as anybody knows.</summary>
    public static Round Share(Round? outer, double share) => new(outer, share);

    /// <summary>It is a part of the rounds of the loop around, or of the runs of the body.</summary>
    public bool IsShare { get; }

    /// <summary>The rounds of the loop that this is a part of; null where it is in none.</summary>
    public Round? InLoop
    {
        get
        {
            var round = this;
            while (round is { IsShare: true })
            {
                round = round.Outer;
            }

            return round;
        }
    }

    /// <summary>Null where there is none around.</summary>
    public SyntaxNode? Loop { get; }

    /// <summary>What the loop runs over, where it is much.</summary>
    public string? Range { get; }

    public Round? Outer { get; }

    public Extent Trips { get; }

    /// <summary>The constant part of the product.</summary>
    public double Factor { get; }

    /// <summary>The part that grows.</summary>
    public Sizes Sizes { get; }

    /// <summary>A loop among these goes on until numbers are close enough.</summary>
    public bool Converges { get; }

    /// <summary>So many rounds for each of many: by themselves they are few.</summary>
    public bool IsConverging => Converges && Sizes.Depth > 0;

    /// <summary>"2 nested loops over 'rows' and 'columns'", "a loop over 'rows'"; null where nothing grows.</summary>
    public string? Words
    {
        get
        {
            string? first = null;
            string? last = null;
            var depth = 0;
            for (var round = this; round is not null; round = round.Outer)
            {
                if (round.Trips.IsLarge)
                {
                    depth++;
                    last ??= round.Range;
                    first = round.Range ?? first;
                }
            }

            var over = first is null ? "" : first == last ? $" over '{last}'" : $" over '{first}' and '{last}'";
            return depth == 0 ? Converges ? "a loop until numbers converge" : Factor >= 2 ? $"{Factor:0} rounds" : null
                : depth == 1 ? $"a loop{over}"
                : $"{depth} nested loops{over}";
        }
    }

    /// <summary>" per element of 'rows'", said of what is done in each round.</summary>
    public string PerElement
    {
        get
        {
            var depth = Sizes.Depth;
            for (var round = this; round is not null; round = round.Outer)
            {
                if (round.Trips.IsLarge && round.Range is { } range)
                {
                    return depth > 1 ? $" in {Words}" : $" per element of '{range}'";
                }
            }

            return depth > 0 || Factor >= 2 || Sizes.Codes != 0 ? " per round of a loop" : "";
        }
    }
}
