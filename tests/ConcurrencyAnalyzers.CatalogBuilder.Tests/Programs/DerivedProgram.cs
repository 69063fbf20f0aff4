using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Graph;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Output;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

/// <summary>A program that was compiled and derived. It may call <c>Native.Read</c> (a file), <c>Native.Send</c> (network) and <c>Native.Wait</c>.</summary>
internal sealed class DerivedProgram : IDisposable
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using System.Threading.Tasks;

        """;

    private const string Natives = """

        static class Native
        {
            [DllImport("blocker")] internal static extern void Read();
            [DllImport("blocker")] internal static extern void Send();
            [DllImport("blocker")] internal static extern void Wait(int millisecondsTimeout);
        }
        """;

    private readonly TemporaryFolder folder = new();

    private DerivedProgram(string source, Curated curated)
    {
        curated.Write(folder);
        Analysis = Analysis.Run(
            "linux",
            [folder.Write("System.Runtime.dll", SmallFramework.Image), folder.Write("Program.dll", Compiler.Emit("Program", Usings + source + Natives))],
            folder.Path);
        Assert.Empty(Analysis.Universe.Skipped);
        Assert.Equal(0, Analysis.Graph.DamagedBodies);
    }

    public Analysis Analysis { get; }

    public static DerivedProgram Of(string source, Curated? curated = null) => new(source, curated ?? new Curated());

    /// <summary>What a member does, its kinds in order: "file; join". The member is "Type.Name", with its parameter types if it is one of several.</summary>
    public string Effects(string member) =>
        string.Join("; ", Analysis.EffectsOf(Find(member)).Keys.OrderBy(static key => key.Kind).Select(static key => key.ToString()));

    /// <summary>The steps to an effect's origin: "C.Inner, Native.Read, native: blocker!Read".</summary>
    public string Witness(string member, string effect) =>
        string.Join(", ", Chain.Of(Effect(member, effect)).Select(static step => step.Step switch
        {
            null => step.Source,
            Procedure procedure => procedure.Method.FullName,
            var slot => $"[{slot}]",
        }));

    /// <summary>Whether an effect is what a majority of implementations has, and so only likely.</summary>
    public bool IsVoted(string member, string effect) => Effect(member, effect).IsVoted;

    public MethodNode Find(string member) => Assert.Single(Analysis.Universe.Methods, method => method.FullName == member || method.ToString() == member);

    public void Dispose()
    {
        Analysis.Dispose();
        folder.Dispose();
    }

    private Witness Effect(string member, string effect) => Assert.Single(Analysis.EffectsOf(Find(member)), pair => pair.Key.ToString() == effect).Value;
}
