namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>Work behind a check that it was not done before.</summary>
public sealed class OneTimeTests
{
    [Theory]
    [InlineData("if (text == null) { text = File.ReadAllText(\"x\"); }")]
    [InlineData("if (null == text) text = File.ReadAllText(\"x\");")]
    [InlineData("if (text is null) { text = File.ReadAllText(\"x\"); }")]
    [InlineData("if (!loaded) { File.ReadAllText(\"x\"); loaded = true; }")]
    [InlineData("text ??= File.ReadAllText(\"x\");")]
    [InlineData("Property ??= File.ReadAllText(\"x\");")]
    [InlineData("if (text != null) return; text = File.ReadAllText(\"x\");")]
    [InlineData("if (text is not null) { return; } text = File.ReadAllText(\"x\");")]
    [InlineData("if (loaded) return; File.ReadAllText(\"x\"); loaded = true;")]
    [InlineData("if (shared == null) { lock (this) { if (shared == null) shared = File.ReadAllText(\"x\"); } }")] // checked twice
    [InlineData("new Lazy<string>(() => File.ReadAllText(\"x\"));")]
    [InlineData("LazyInitializer.EnsureInitialized(ref text, () => File.ReadAllText(\"x\"));")]
    public void Initialisation_happens_once(string statement) => Assert.Equal("File once", Effects(statement));

    [Theory]
    [InlineData("if (text == null) { File.ReadAllText(\"x\"); }")] // nothing is remembered
    [InlineData("if (text == null) { loaded = true; File.ReadAllText(\"x\"); }")] // something else is
    [InlineData("if (text != null) { text = File.ReadAllText(\"x\"); }")] // again and again
    [InlineData("if (loaded) { File.ReadAllText(\"x\"); loaded = true; }")]
    [InlineData("string? local = null; local ??= File.ReadAllText(\"x\");")] // lives no longer than the call
    [InlineData("string? local = null; if (local == null) local = File.ReadAllText(\"x\");")]
    [InlineData("if (text == null) { text = \"\"; } File.ReadAllText(\"x\");")]
    [InlineData("if (text == null) { text = \"\"; } else { File.ReadAllText(\"x\"); }")]
    public void Anything_else_happens_every_time(string statement) => Assert.Equal("File", Effects(statement));

    [Fact]
    public void What_happens_once_happens_once_for_the_caller_of_the_caller() => Assert.Equal("File once", new EngineRun("""
        class C
        {
            string? text;
            void M() => N();
            void N() { while (text != "") Load(); }
            void Load() => text ??= File.ReadAllText("x");
        }
        """).Effects("M"));

    private static string Effects(string statement) => new EngineRun($$"""
        class C
        {
            string? text;
            static string? shared;
            bool loaded;
            string? Property { get; set; }
            void M() { {{statement}} }
        }
        """).Effects("M");
}
