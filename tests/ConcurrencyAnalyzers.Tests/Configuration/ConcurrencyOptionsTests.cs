using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ConcurrencyAnalyzers.Configuration;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Tests.Configuration;

public sealed class ConcurrencyOptionsTests
{
    [Fact]
    public void Unset_options_have_their_defaults()
    {
        var options = Options();

        Assert.Equal(Strength.Likely, options.AtLeast);
        Assert.False(options.ReportsOneTime);
        Assert.False(options.ReportsInTests);
        Assert.Equal([Effect.Metadata, Effect.Console], Enum.GetValues<Effect>().Where(effect => !options.Reports(effect)));
    }

    [Theory]
    [InlineData("maybe", "Maybe")]
    [InlineData("likely", "Likely")]
    [InlineData("definite", "Definite")]
    [InlineData(" DEFINITE ", "Definite")]
    [InlineData("never", "Likely")] // not a value: as if unset
    [InlineData("", "Likely")]
    public void The_strength_is_read(string value, string strength) => Assert.Equal(Enum.Parse<Strength>(strength), Options(("concurrency.minimum_strength", value)).AtLeast);

    [Fact]
    public void Each_switch_switches_its_own()
    {
        Assert.True(Options(("concurrency.report_one_time", "true")).ReportsOneTime);
        Assert.True(Options(("concurrency.report_in_tests", "true")).ReportsInTests);
        Assert.True(Options(("concurrency.report_file_metadata", "true")).Reports(Effect.Metadata));
        Assert.False(Options(("concurrency.report_file_metadata", "true")).Reports(Effect.Console));
        Assert.True(Options(("concurrency.report_console", "True")).Reports(Effect.Console));
        Assert.False(Options(("concurrency.report_console", "yes")).Reports(Effect.Console));
    }

    [Fact]
    public void Every_option_accepts_its_default_and_has_a_name_of_its_own()
    {
        Assert.All(ConcurrencyOptions.All, static option => Assert.Contains(option.Default, option.Values));
        Assert.All(ConcurrencyOptions.All, static option => Assert.StartsWith(ConcurrencyOptions.Prefix, option.Key, StringComparison.Ordinal));
        Assert.All(ConcurrencyOptions.All, static option => Assert.EndsWith(".", option.Says, StringComparison.Ordinal));
        Assert.Equal(ConcurrencyOptions.All.Length, ConcurrencyOptions.All.Select(static option => option.Key).Distinct().Count());
    }

    [Theory]
    [InlineData("Network", "Definite", "PerCall", EffectFact.Nothing, true)]
    [InlineData("Network", "Likely", "PerIteration", EffectFact.Nothing, true)]
    [InlineData("Network", "Maybe", "PerCall", EffectFact.Nothing, false)]
    [InlineData("Network", "Definite", "Once", EffectFact.Nothing, false)]
    [InlineData("Network", "Definite", "PerCall", 0, false)] // what the caller gives decides
    [InlineData("Network", "Definite", "PerCall", EffectFact.Receiver, false)]
    [InlineData("Metadata", "Definite", "PerCall", EffectFact.Nothing, false)]
    public void By_default_a_fact_is_sure_frequent_and_grave(string effect, string strength, string frequency, int dependsOn, bool admitted) =>
        Assert.Equal(admitted, Options().Admits(Fact(effect, strength, frequency, dependsOn)));

    [Fact]
    public void Options_admit_more_and_less()
    {
        Assert.True(Options(("concurrency.minimum_strength", "maybe")).Admits(Fact("Network", "Maybe", "PerCall", EffectFact.Nothing)));
        Assert.False(Options(("concurrency.minimum_strength", "definite")).Admits(Fact("Network", "Likely", "PerCall", EffectFact.Nothing)));
        Assert.True(Options(("concurrency.report_one_time", "true")).Admits(Fact("Network", "Definite", "Once", EffectFact.Nothing)));
        Assert.True(Options(("concurrency.report_file_metadata", "true")).Admits(Fact("Metadata", "Definite", "PerCall", EffectFact.Nothing)));
    }

    private static EffectFact Fact(string effect, string strength, string frequency, int dependsOn) => new(
        Enum.Parse<Effect>(effect), Enum.Parse<Strength>(strength), Enum.Parse<Frequency>(frequency), dependsOn, new Witness(CSharpCompilation.Create("Any").GlobalNamespace, null, null));

    private static ConcurrencyOptions Options(params (string Key, string Value)[] set) => new(new Set(set.ToImmutableDictionary(static pair => pair.Key, static pair => pair.Value, AnalyzerConfigOptions.KeyComparer)));

    private sealed class Set(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
