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
    [InlineData("if (text is { } kept) return; text = File.ReadAllText(\"x\");")]
    [InlineData("if (string.IsNullOrEmpty(text)) text = File.ReadAllText(\"x\");")]
    [InlineData("_ = text ?? (text = File.ReadAllText(\"x\"));")]
    [InlineData("_ = text != null ? text : text = File.ReadAllText(\"x\");")]
    [InlineData("if (map.Count == 0) { map[\"k\"] = File.ReadAllText(\"x\"); }")]
    [InlineData("if (!map.Any()) Fill();")]
    [InlineData("if (map.Count > 0) { return; } Fill();")]
    [InlineData("if (text == null) (text, loaded) = (File.ReadAllText(\"x\"), true);")]
    public void Initialisation_happens_once(string statement) => Assert.Equal("File once", Effects(statement));

    [Theory]
    [InlineData("if (!map.TryGetValue(\"k\", out var known)) { map[\"k\"] = File.ReadAllText(\"x\"); }")]
    [InlineData("if (map.TryGetValue(\"k\", out var known)) return; known = File.ReadAllText(\"x\"); map.Add(\"k\", known);")]
    [InlineData("if (map.ContainsKey(\"k\")) { return; } else { map.TryAdd(\"k\", File.ReadAllText(\"x\")); }")]
    [InlineData("if (!map.TryGetValue(\"k\", out var known)) { known = File.ReadAllText(\"x\"); Keep(known); }")] // another method keeps it
    [InlineData("var known = Lookup(map); if (known == null) { known = File.ReadAllText(\"x\"); map[\"k\"] = known; }")] // an extension that asks the store
    [InlineData("if (text != null && until > DateTime.UtcNow) return; text = File.ReadAllText(\"x\"); until = DateTime.UtcNow.AddDays(1);")] // kept for a while
    [InlineData("if (text == null || until < DateTime.UtcNow) { text = File.ReadAllText(\"x\"); until = DateTime.UtcNow.AddDays(1); }")]
    [InlineData("Cached(\"k\", () => File.ReadAllText(\"x\"));")] // a cache of our own
    [InlineData("CachedByAnother(\"k\", () => File.ReadAllText(\"x\"));")]
    public void What_is_kept_is_done_when_it_is_missing(string statement) => Assert.Equal("File per miss", Effects(statement.Replace("Lookup(map)", "map.GetValueOrDefault(\"k\")")));

    [Theory]
    [InlineData("if (!map.TryGetValue(\"k\", out var known)) { File.ReadAllText(\"x\"); }")] // not kept
    [InlineData("if (!map.TryGetValue(\"k\", out var known)) { Other(); File.ReadAllText(\"x\"); }")]
    [InlineData("if (map.TryGetValue(\"k\", out var known)) { map[\"k\"] = File.ReadAllText(\"x\"); }")] // renewed
    [InlineData("if (map.ContainsKey(\"k\")) { throw new InvalidOperationException(); } map.Add(\"k\", File.ReadAllText(\"x\"));")] // one more, not the same again
    [InlineData("if (map.ContainsKey(\"k\")) throw new InvalidOperationException(); map.Add(\"k\", File.ReadAllText(\"x\"));")]
    [InlineData("if (map.Count > 0) { map[\"k\"] = File.ReadAllText(\"x\"); }")]
    [InlineData("if (!map.TryGetValue(\"k\", out var known) || again) { map[\"k\"] = File.ReadAllText(\"x\"); }")] // whoever wants may ask again
    [InlineData("if (text != null && !again) return; text = File.ReadAllText(\"x\");")]
    [InlineData("var local = new Dictionary<string, string>(); if (!local.TryGetValue(\"k\", out var known)) { local[\"k\"] = File.ReadAllText(\"x\"); }")] // lives no longer than the call
    [InlineData("Run(() => File.ReadAllText(\"x\"));")]
    [InlineData("RunUnlessKept(\"k\", () => File.ReadAllText(\"x\"));")]
    public void What_is_not_kept_is_done_every_time(string statement) => Assert.Equal("File", Effects(statement));

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
            DateTime until;
            readonly Dictionary<string, string> map = new();
            void Fill() => Keep(File.ReadAllText("y"));
            void Keep(string value) => map["k"] = value;
            void Other() => text = "";
            string Cached(string key, Func<string> make)
            {
                string value;
                if (!map.TryGetValue(key, out value!))
                {
                    value = make();
                    Keep(value);
                }
                return value;
            }
            string CachedByAnother(string key, Func<string> make) => Cached(key, make);
            string Run(Func<string> make) => make();
            string RunUnlessKept(string key, Func<string> make) => map.TryGetValue(key, out var value) ? value : make();
            void M(bool again = false) { {{statement}} }
        }
        """).Effects("M");
}
