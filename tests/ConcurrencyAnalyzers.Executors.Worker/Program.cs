using ConcurrencyAnalyzers.Executors.Processes;
using ConcurrencyAnalyzers.Executors.Worker;

// A real program has nothing before its guard. This one also plays workers that do not keep to it.
if (args is [nameof(BadWorker), var mode, .., var pipe])
{
    return BadWorker.Run(mode, pipe);
}

if (await ProcessWorker.TryRunAsync(args, args is [nameof(Jobs.RegisterOthers), ..] ? Jobs.RegisterOthers : Jobs.Register))
{
    return Environment.ExitCode;
}

return args is [nameof(Parent), var file] ? await Parent.RunAsync(file) : 2;
