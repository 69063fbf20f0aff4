using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Times methods of one assembly in this process, which somebody else started for it and will end when it hangs.</summary>
internal sealed class Worker
{
    private const double BatchNanoseconds = 2_000_000;
    private const double MostNanosecondsOfInputs = 150_000_000;
    private const long MostBytesOfInputs = 64 << 20;
    private const int MostCalls = 4096;
    private const int MostRounds = 3;
    private const double SpreadToRepeat = 0.2;
    private const int Seed = 20_240_229;

    private readonly Assembly assembly;
    private readonly StreamWriter output;

    private Worker(string path, IReadOnlyList<string> references)
    {
        var byName = references.ToLookup(static reference => Path.GetFileNameWithoutExtension(reference), StringComparer.OrdinalIgnoreCase);
        AssemblyLoadContext.Default.Resolving += (context, wanted) => byName[wanted.Name!].FirstOrDefault() is { } found ? context.LoadFromAssemblyPath(found) : null;
        assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        Console.SetIn(TextReader.Null);
    }

    /// <summary>Each line of the list is a number and the token of a method.</summary>
    public static void Run(string path, string listed, string referenced)
    {
        var worker = new Worker(path, File.ReadAllLines(referenced));
        foreach (var line in File.ReadLines(listed))
        {
            var cells = line.Split('\t');
            worker.Time(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture));
        }

        Environment.Exit(0);
    }

    private void Time(string number, int token)
    {
        var result = (Timing: Timing.NoInputs, Microseconds: 0.0, Spread: 0.0);
        var attempt = 0;
        for (; attempt < Inputs.Attempts; attempt++)
        {
            output.WriteLine($"inputs {number} {attempt}");
            try
            {
                var inputs = new Inputs(assembly, attempt);
                if (inputs.Closed((MethodInfo)assembly.ManifestModule.ResolveMethod(token)!) is not { ContainsGenericParameters: false } method || inputs.Of(method) is not { } made)
                {
                    break;
                }

                RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. method.DeclaringType!.GetGenericArguments().Concat(method.GetGenericArguments()).Select(static type => type.TypeHandle)]);
                var invoke = Invoker.Of(method);
                var pointer = method.MethodHandle.GetFunctionPointer();
                _ = Values(made);
                result = Time(number, attempt, () => Values(made), invoke, pointer);
            }
            catch (Exception e)
            {
                result = (result.Timing == Timing.NoInputs && e is TargetInvocationException or MemberAccessException or NotSupportedException ? Timing.NoInputs : Timing.Throws, 0, 0);
                if (Environment.GetEnvironmentVariable("CLOCK_TRACE") is not null)
                {
                    output.WriteLine($"# {e.ToString().ReplaceLineEndings(" ")}");
                }

                continue;
            }

            break;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done {number} {Math.Min(attempt, Inputs.Attempts - 1)} {result.Timing} {result.Microseconds:R} {result.Spread:R}"));
        GC.Collect();
    }

    // The same dice each time: each call is given what the others were given, and nothing that another has changed.
    private static object?[] Values(Make[] made)
    {
        var random = new Random(Seed);
        return [.. made.Select(make => make(random))];
    }

    private (Timing Timing, double Microseconds, double Spread) Time(string number, int attempt, Func<object?[]> values, Invoke invoke, nint pointer)
    {
        var first = values();
        output.WriteLine($"call {number} {attempt}");
        invoke(first, pointer);

        // Compiled by now, and whatever is made once is made.
        var (once, bytes, making) = (double.MaxValue, 0L, 0.0);
        for (var i = 0; i < 3; i++)
        {
            var (allocated, started) = (GC.GetAllocatedBytesForCurrentThread(), CpuClock.Now);
            var given = values();
            (bytes, making) = (GC.GetAllocatedBytesForCurrentThread() - allocated, CpuClock.Now - started);
            output.WriteLine($"call {number} {attempt}");
            once = Math.Min(once, Batch([given], invoke, pointer));
            if (once > 500_000_000)
            {
                return (Timing.Measured, once / 1000, 0);
            }
        }

        var calls = (int)Math.Max(1, Math.Min(Math.Min(BatchNanoseconds / once, MostNanosecondsOfInputs / Math.Max(making, 1)), Math.Min(MostBytesOfInputs / Math.Max(bytes, 1), MostCalls)));
        var repetitions = once < 5_000_000 ? 11 : once < 100_000_000 ? 5 : 3;
        var best = (Median: 0.0, Spread: double.MaxValue);
        for (var round = 0; round < MostRounds && best.Spread > SpreadToRepeat; round++)
        {
            var times = new double[repetitions];
            for (var i = 0; i < repetitions; i++)
            {
                var batch = new object?[calls][];
                for (var call = 0; call < calls; call++)
                {
                    batch[call] = values();
                }

                GC.Collect();
                output.WriteLine($"call {number} {attempt}");
                times[i] = Batch(batch, invoke, pointer) / calls;
            }

            Array.Sort(times);
            var median = times[repetitions / 2];
            var spread = (times[repetitions * 3 / 4] - times[repetitions / 4]) / Math.Max(median, 1e-3);
            if (spread < best.Spread)
            {
                best = (median, spread);
            }
        }

        return (Timing.Measured, best.Median / 1000, best.Spread);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Batch(object?[][] batch, Invoke invoke, nint pointer)
    {
        var started = CpuClock.Now;
        foreach (var arguments in batch)
        {
            invoke(arguments, pointer);
        }

        return CpuClock.Now - started;
    }
}
