using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>The other side does not keep to the protocol, or a frame is larger than it may be. The message goes on after "because".</summary>
internal sealed class FrameException(string message) : Exception(message);
