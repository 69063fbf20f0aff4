using System;
using System.Globalization;
using ConcurrencyAnalyzers.Benchmarks.Worker;
using ConcurrencyAnalyzers.Executors.Processes;

if (await ProcessWorker.TryRunAsync(args, ProcessJobs.Register))
{
    return;
}

Console.WriteLine(CountPrimes.Below(int.Parse(args[0], CultureInfo.InvariantCulture)));
