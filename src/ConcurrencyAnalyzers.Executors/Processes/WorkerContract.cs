using System;
using System.Text;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>What parent and worker have to agree on before any job.</summary>
internal sealed record WorkerContract(int Version, string RegistryHash, Guid ModuleId)
{
    private const int GuidBytes = 16;

    public static WorkerContract Of(JobRegistry registry) => new(Handshake.Version, registry.Hash, registry.ModuleId);

    /// <summary>What the two differ in, in a sentence; null if in nothing.</summary>
    public string? Mismatch(WorkerContract worker)
    {
        if (worker.Version != Version)
        {
            return $"The worker speaks version {worker.Version} of the protocol, this process version {Version}.";
        }

        // The hash first: where it differs, the module does, too, and says less.
        if (worker.RegistryHash != RegistryHash)
        {
            return $"The worker's registry of jobs has the hash {worker.RegistryHash}, that of this process {RegistryHash}: they do not have the same jobs of the same shape.";
        }

        return worker.ModuleId == ModuleId ? null : $"The worker's jobs are of the build {worker.ModuleId}, those of this process of {ModuleId}.";
    }

    public void WriteHello(FrameWriter writer)
    {
        writer.Begin(FrameKind.Hello, 0);
        ModuleId.TryWriteBytes(writer.GetSpan(GuidBytes));
        writer.Advance(GuidBytes);
        writer.WriteText(RegistryHash, RegistryHash.Length);
        writer.End();
    }

    /// <exception cref="FrameException">It is none.</exception>
    public static WorkerContract ReadHello(Frame frame, int version)
    {
        if (frame.Kind != FrameKind.Hello)
        {
            throw new FrameException($"it began with a frame of the kind {frame.Kind}");
        }

        var payload = new PayloadReader(frame.Payload);
        var module = new Guid(payload.Take(GuidBytes));
        return new WorkerContract(version, payload.ReadText(), module);
    }
}
