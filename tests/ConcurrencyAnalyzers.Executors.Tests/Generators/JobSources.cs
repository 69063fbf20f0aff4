namespace ConcurrencyAnalyzers.Executors.Tests.Generators;

/// <summary>Jobs as text.</summary>
internal static class JobSources
{
    public const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Executors.Processes;

        """;

    /// <summary>The members of a job, for whatever it is given and comes to.</summary>
    public static string Members(string input, string output, string name = "job") =>
        $"""
            public static string Name => "{name}";
            public static JobCodec<{input}, {output}> Codec => throw new NotImplementedException();
            public static ValueTask<{output}> RunAsync({input} input, JobContext context) => throw new NotImplementedException();
        """;

    /// <summary>A whole job, without usings.</summary>
    public static string Job(string type, string input, string output, string? name = null) =>
        $"[ProcessJob] {type} : IProcessJob<{input}, {output}>\n{{\n{Members(input, output, name ?? "job")}\n}}\n";
}
