using ConcurrencyAnalyzers.Engine;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>What a run draws from: constructs, the work that suits each of them, and the calls between.</summary>
internal abstract class Repertoire
{
    /// <summary>What blocks, waits and awaits.</summary>
    public static Repertoire Blocking { get; } = new OfBlocking();

    /// <summary>What computes, much or next to nothing, and how much of something is done at once.</summary>
    public static Repertoire Computing { get; } = new OfComputing();

    public abstract IReadOnlyList<Construct> Constructs { get; }

    public abstract WorkloadTemplate Draw(Construct construct, Random random);

    /// <summary>What may stand between the two; empty where there is nothing between.</summary>
    public abstract IReadOnlyList<Carrier> Between(Construct construct, WorkloadTemplate workload);

    /// <summary>Only sites are taken whose method has no token: whoever has one and computes has to look at it, and that would be a second mismatch.</summary>
    public virtual bool AvoidsTokens => false;

    /// <summary>Code of a new type names its helpers by their type. In the first repertoire it does not, so that helpers in that type are made anew.</summary>
    public virtual bool NamesHelpers => false;

    private sealed class OfBlocking : Repertoire
    {
        private static readonly WorkloadTemplate[] Blocks = [.. WorkloadTemplate.All.Where(static workload => workload.Effect is not null and not Effect.Computes and not Effect.AwaitsIo)];
        private static readonly WorkloadTemplate[] Quiet = [.. WorkloadTemplate.All.Where(static workload => workload.Effect is null)];
        private static readonly Effect[] Kinds = [.. Blocks.Select(static workload => workload.Effect!.Value).Distinct()];

        public override IReadOnlyList<Construct> Constructs => Construct.All;

        // By kind first, so that kinds with many APIs do not count for more.
        public override WorkloadTemplate Draw(Construct construct, Random random)
        {
            if (construct.TakesAsync)
            {
                return WorkloadTemplate.Asynchronous;
            }

            if (random.Next(8) == 0 && !construct.LivesLong)
            {
                return Quiet[random.Next(Quiet.Length)];
            }

            if (construct.Vehicle is Vehicle.RawThread or Vehicle.UiThread && random.Next(3) == 0)
            {
                return WorkloadTemplate.Compute;
            }

            var kind = Kinds[random.Next(Kinds.Length)];
            var alike = Blocks.Where(workload => workload.Effect == kind).ToList();
            return alike[random.Next(alike.Count)];
        }

        public override IReadOnlyList<Carrier> Between(Construct construct, WorkloadTemplate workload) => construct.TakesAsync ? [] : Carrier.All;
    }

    private sealed class OfComputing : Repertoire
    {
        private static readonly ILookup<Load, WorkloadTemplate> ByLoad = Computations.All.ToLookup(static workload => workload.Load);

        public override IReadOnlyList<Construct> Constructs => ComputingConstructs.All;

        public override bool AvoidsTokens => true;

        public override bool NamesHelpers => true;

        public override WorkloadTemplate Draw(Construct construct, Random random)
        {
            if (construct.TakesAsync)
            {
                return Computations.Asynchronous[random.Next(Computations.Asynchronous.Count)];
            }

            var alike = ByLoad[construct.Loads[random.Next(construct.Loads.Length)]].ToList();
            return alike[random.Next(alike.Count)];
        }

        // Work of some nanoseconds stays so only behind calls that cost next to nothing.
        public override IReadOnlyList<Carrier> Between(Construct construct, WorkloadTemplate workload) =>
            construct.TakesAsync ? Carrier.Asynchronous : workload.Load == Load.Tiny ? Carrier.Light : Carrier.All;
    }
}
