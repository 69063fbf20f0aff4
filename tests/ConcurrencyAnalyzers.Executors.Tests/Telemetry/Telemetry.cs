using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ConcurrencyAnalyzers.Executors.Tests;

/// <summary>Tests that listen, or see that nobody does, run alone: whoever listens does so to the whole process.</summary>
[CollectionDefinition(nameof(Telemetry), DisableParallelization = true)]
public sealed class Telemetry : IDisposable
{
    private readonly MeterListener meters = new();
    private readonly ActivityListener activities;
    private readonly string owner;

    /// <param name="owner">What is kept is only what has this name in one of its tags, and measurements that have no tags.</param>
    public Telemetry(string owner)
    {
        this.owner = owner;
        meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ExecutorTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        meters.Start();
        activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ExecutorTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("executor.name") as string == owner)
                {
                    lock (Activities)
                    {
                        Activities.Add(activity);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(activities);
    }

    public List<Activity> Activities { get; } = [];

    private List<(string Instrument, double Value, string Tags)> Measured { get; } = [];

    /// <summary>All values of an instrument so far, with the value of its tag beside the name, if it has one.</summary>
    public (double Value, string Tag)[] Of(string instrument)
    {
        lock (Measured)
        {
            return [.. Measured.Where(one => one.Instrument == instrument).Select(static one => (one.Value, one.Tags))];
        }
    }

    /// <summary>What a gauge says now.</summary>
    public double? Now(string instrument)
    {
        lock (Measured)
        {
            Measured.RemoveAll(one => one.Instrument == instrument);
        }

        meters.RecordObservableInstruments();
        return Of(instrument) is [var only] ? only.Value : null;
    }

    public void Dispose()
    {
        meters.Dispose();
        activities.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var own = tags.Length == 0;
        var rest = "";
        foreach (var tag in tags)
        {
            own |= tag.Value is string name && name == owner;
            rest += tag.Value as string == owner ? "" : tag.Value;
        }

        if (own)
        {
            lock (Measured)
            {
                Measured.Add((instrument.Name, value, rest));
            }
        }
    }
}
