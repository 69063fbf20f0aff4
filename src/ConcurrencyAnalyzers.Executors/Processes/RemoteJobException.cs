using System;

namespace ConcurrencyAnalyzers.Executors.Processes;

/// <summary>A job threw. Its exception crosses as text: to make objects of types that the other process names would be to run what it says.</summary>
public sealed class RemoteJobException : Exception
{
    internal RemoteJobException(string job, string typeName, string message, string text)
        : base($"The job '{job}' failed: {typeName}: {message}")
    {
        Job = job;
        TypeName = typeName;
        RemoteMessage = message;
        RemoteText = text;
    }

    /// <summary>The name of the job.</summary>
    public string Job { get; }

    /// <summary>The full name of the type of the exception in the worker.</summary>
    public string TypeName { get; }

    /// <summary>The message of the exception in the worker.</summary>
    public string RemoteMessage { get; }

    /// <summary>The exception in the worker with its stack and inner exceptions, as <see cref="Exception.ToString"/> gave it, cut off where it is very long.</summary>
    public string RemoteText { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()}{Environment.NewLine}--- in the worker ---{Environment.NewLine}{RemoteText}";
}
