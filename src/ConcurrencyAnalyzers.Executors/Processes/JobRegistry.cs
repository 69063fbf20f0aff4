using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The jobs that a program has. Parent and worker make one each with the same code, and compare them before any job is sent. Filled by one thread, in its constructor; then for any thread.</summary>
/// <remarks>As an <see cref="IJobDispatcher"/> it runs jobs right here, in this process: what the far side of another engine does with a message.</remarks>
public sealed class JobRegistry : IJobDispatcher
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    // Null once the registry is made.
    private SortedDictionary<string, JobEntry>? added = new(StringComparer.Ordinal);

    /// <summary>A registry.</summary>
    /// <param name="register">Adds the jobs, within this call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="register"/> is null.</exception>
    public JobRegistry(Action<JobRegistry> register)
    {
        ArgumentNullException.ThrowIfNull(register);
        register(this);
        Entries = [.. added.Values];
        added = null;
        for (var i = 0; i < Entries.Length; i++)
        {
            numbers.Add(Entries[i].Name, i);
        }

        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Entries.Select(static entry => $"{entry.Name}\0{entry.Contract}\n")))));
        ModuleId = ModuleOf(Entries);
    }

    /// <summary>The names of the jobs, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. Entries.Select(static entry => entry.Name)];

    /// <summary>The SHA-256 of names and contracts, in hexadecimal digits: the same for registries that have the same jobs, in whatever order they were added.</summary>
    public string Hash { get; }

    /// <summary>Which build the jobs are of: the id of the module that has them, or one made from those of several.</summary>
    public Guid ModuleId { get; }

    // By number: the same job has the same number in both processes, because the hash is the same.
    internal JobEntry[] Entries { get; }

    /// <summary>Adds a job.</summary>
    /// <param name="contract">Any text that changes when the shape of input or output does, so that a worker of another shape is refused at its start; by default the names of the two types.</param>
    /// <returns>This registry.</returns>
    /// <exception cref="ArgumentException">The job's name is null, empty, longer than 256 characters, or that of another job.</exception>
    /// <exception cref="InvalidOperationException">The registry is made already.</exception>
    public JobRegistry Add<TJob, TIn, TOut>(string? contract = null)
        where TJob : IProcessJob<TIn, TOut>
    {
        if (added is null)
        {
            throw new InvalidOperationException("Jobs are added while the registry is made.");
        }

        var name = TJob.Name;
        if (string.IsNullOrEmpty(name) || name.Length > MaxNameLength)
        {
            throw new ArgumentException($"The name of the job '{typeof(TJob)}' is empty or longer than {MaxNameLength} characters.");
        }

        if (!added.TryAdd(name, new TypedJobEntry<TJob, TIn, TOut>(name, contract ?? $"{typeof(TIn)} {typeof(TOut)}")))
        {
            throw new ArgumentException($"There are two jobs of the name '{name}'; one is '{typeof(TJob)}'.");
        }

        return this;
    }

    /// <summary>Runs a job in this process, from the caller's thread on.</summary>
    /// <inheritdoc cref="IJobDispatcher.InvokeAsync" path="/param"/>
    /// <inheritdoc cref="IJobDispatcher.InvokeAsync" path="/returns"/>
    /// <exception cref="ArgumentException">There is no such job.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> InvokeAsync(string job, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        var entry = Entries[NumberOf(job)];
        var output = new ArrayBufferWriter<byte>();
        await entry.InvokeAsync(payload.Span, new JobContext(cancellationToken: cancellationToken), output).ConfigureAwait(false);
        return output.WrittenMemory;
    }

    /// <exception cref="ArgumentException">There is no such job.</exception>
    internal int NumberOf(string job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return numbers.TryGetValue(job, out var number)
            ? number
            : throw new ArgumentException($"There is no job '{job}' in the registry. It has {(numbers.Count == 0 ? "none" : $"'{string.Join("', '", Names)}'")}.", nameof(job));
    }

    private const int MaxNameLength = 256;

    private static Guid ModuleOf(JobEntry[] entries)
    {
        Guid[] modules = [.. entries.Select(static entry => entry.Module).Distinct().Order()];
        return modules.Length switch
        {
            0 => Guid.Empty,
            1 => modules[0],
            _ => new Guid(SHA256.HashData([.. modules.SelectMany(static module => module.ToByteArray())]).AsSpan(0, 16)),
        };
    }
}
