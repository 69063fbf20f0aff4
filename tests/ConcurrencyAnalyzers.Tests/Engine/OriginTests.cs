namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>What a stream stands for: memory never blocks, a file does, an unknown one may.</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData("new MemoryStream()", "")]
    [InlineData("new UnmanagedMemoryStream(null, 0)", "")]
    [InlineData("File.OpenRead(\"x\")", "File, Metadata")]
    [InlineData("new FileStream(\"x\", FileMode.Open)", "File, Metadata")]
    [InlineData("new BufferedStream(new MemoryStream())", "")]
    [InlineData("new BufferedStream(File.OpenRead(\"x\"))", "File, Metadata")]
    [InlineData("new System.IO.Compression.GZipStream(new BufferedStream(File.OpenRead(\"x\")), default(System.IO.Compression.CompressionMode))", "File, Metadata")]
    [InlineData("flag ? new MemoryStream() : new MemoryStream()", "")]
    [InlineData("flag ? new MemoryStream() : File.OpenRead(\"x\")", "Stream maybe, Metadata")]
    [InlineData("(Stream)new MemoryStream()", "")]
    [InlineData("given ?? new MemoryStream()", "Stream maybe")]
    [InlineData("given", "Stream of 0")]
    [InlineData("outside", "Stream maybe")]
    [InlineData("Make()", "")]
    [InlineData("Open()", "File, Metadata")]
    [InlineData("Through(given)", "Stream maybe")] // what a factory is given is nobody's here
    [InlineData("Recursive()", "Stream maybe")]
    [InlineData("Virtual()", "Stream maybe")]
    [InlineData("fixedMemory", "")]
    [InlineData("fixedFile", "File")]
    [InlineData("mixed", "Stream maybe")]
    [InlineData("injected", "Stream maybe")]
    [InlineData("open", "Stream maybe")] // anyone may assign it
    public void A_read_is_what_its_stream_is(string stream, string effects) => Assert.Equal(effects, Effects($"Stream s = {stream}; s.Read(buffer);"));

    [Theory]
    [InlineData("var s = new MemoryStream(); s.Read(buffer);", "")]
    [InlineData("new MemoryStream().Read(buffer);", "")]
    [InlineData("Stream s; s = new MemoryStream(); s.Read(buffer);", "")]
    [InlineData("Stream s = new MemoryStream(); s = given; s.Read(buffer);", "Stream maybe")]
    [InlineData("Stream s = new MemoryStream(); if (flag) s = new MemoryStream(); s.Read(buffer);", "")]
    [InlineData("Stream s = new MemoryStream(); Swap(ref s); s.Read(buffer);", "Stream maybe")]
    [InlineData("TryGet(out Stream s); s.Read(buffer);", "Stream maybe")]
    [InlineData("Stream s = File.OpenRead(\"x\"); (s, _) = (new MemoryStream(), 1); s.Read(buffer);", "Stream maybe, Metadata")]
    [InlineData("Stream s = File.OpenRead(\"x\"); ref Stream alias = ref s; alias = new MemoryStream(); s.Read(buffer);", "Stream maybe, Metadata")]
    [InlineData("Stream s = null!; s ??= new MemoryStream(); s.Read(buffer);", "")]
    [InlineData("Stream s = File.OpenRead(\"x\"); s = new BufferedStream(s); s.Read(buffer);", "File, Metadata")]
    [InlineData("Stream s = new MemoryStream(); while (flag) { Stream t = s; s = t; } s.Read(buffer);", "")]
    [InlineData("foreach (var s in new Stream[1]) s.Read(buffer);", "Stream maybe per iteration")]
    [InlineData("if ((object)given is Stream s) s.Read(buffer);", "Stream maybe")]
    [InlineData("if ((object)given is MemoryStream s) s.Read(buffer);", "")]
    [InlineData("if ((object)given is FileStream s) s.Read(buffer);", "File")]
    [InlineData("using (var s = new MemoryStream()) s.Read(buffer);", "")]
    [InlineData("Stream a = new MemoryStream(), b = a; b.Read(buffer);", "")]
    [InlineData("Stream a = new MemoryStream(); var b = a; a = b; a.Read(buffer);", "")] // of itself, which adds nothing
    [InlineData("new StringReader(\"\").ReadToEnd();", "")]
    [InlineData("new StreamReader(\"x\").ReadToEnd();", "File, Metadata")]
    [InlineData("new StreamReader(new MemoryStream()).ReadToEnd();", "")]
    [InlineData("new StreamReader(given).ReadToEnd();", "Stream of 0")]
    [InlineData("Console.In.ReadLine();", "StandardInput")]
    [InlineData("Stream.Null.Read(buffer);", "Stream maybe")]
    public void Locals_are_followed_to_what_created_them(string statements, string effects) => Assert.Equal(effects, Effects(statements));

    [Theory]
    [InlineData("Parse(new MemoryStream());", "")]
    [InlineData("Parse(File.OpenRead(\"x\"));", "File, Metadata")]
    [InlineData("Parse(s: given, n: 1);", "Stream of 0")]
    [InlineData("Parse(outside);", "Stream maybe")]
    [InlineData("outside.Extended();", "Stream maybe")]
    [InlineData("new MemoryStream().Extended();", "")]
    [InlineData("Captured(); void Captured() => Parse(given);", "Stream maybe")] // a captured stream is nobody's parameter
    [InlineData("Twice(new MemoryStream(), File.OpenRead(\"x\"));", "File, Metadata")]
    [InlineData("new Own(new MemoryStream()).Use();", "Stream maybe")]
    public void A_parameter_is_what_the_caller_gives(string statements, string effects) => Assert.Equal(effects, Effects(statements));

    [Fact]
    public void A_stream_of_ones_own_decides_by_what_it_does() => Assert.Equal(
        ["", "Sleep"],
        new[] { "Quiet", "Slow" }.Select(static type => new EngineRun($$"""
            abstract class Own : Stream
            {
                public override bool CanRead => true;
                public override bool CanSeek => true;
                public override bool CanWrite => true;
                public override long Length => 0;
                public override long Position { get; set; }
                public override void Flush() { }
                public override long Seek(long offset, SeekOrigin origin) => 0;
                public override void SetLength(long value) { }
                public override void Write(byte[] buffer, int offset, int count) { }
            }
            class Quiet : Own { public override int Read(byte[] buffer, int offset, int count) => 0; }
            class Slow : Own { public override int Read(byte[] buffer, int offset, int count) { Thread.Sleep(1); return 0; } }
            class C { void M() => new {{type}}().Read(new byte[1], 0, 1); }
            """).Effects("M")));

    [Fact]
    public void What_an_instance_depends_on_is_its_own() => Assert.Equal("Stream of this", new EngineRun("""
        abstract class Framed : Stream
        {
            public void M() => ReadExactly(new byte[1], 0, 1);
        }
        """).Effects("M"));

    [Fact]
    public void Many_wrappers_are_not_followed_for_ever()
    {
        var deep = string.Concat(Enumerable.Repeat("new BufferedStream(", 40)) + "new MemoryStream()" + new string(')', 40);

        Assert.Equal("Stream maybe", Effects($"{deep}.Read(buffer);"));
    }

    private static string Effects(string statements) => new EngineRun($$"""
        static class Extensions { public static void Extended(this Stream s) => s.ReadByte(); }
        class Own(Stream stream) { public void Use() => stream.ReadExactly(new byte[1], 0, 1); }
        unsafe class C(Stream injectedInto)
        {
            public static Stream outside => throw null!;
            private readonly Stream fixedMemory = new MemoryStream();
            private readonly Stream fixedFile = File.OpenRead("x");
            private readonly Stream injected = injectedInto;
            private Stream mixed = new MemoryStream();
            public Stream open = new MemoryStream();
            void Reopen() => mixed = File.OpenRead("x");
            void M(Stream given, bool flag, byte[] buffer) { {{statements}} }
            Stream Make() => new MemoryStream();
            Stream Open() { var s = File.OpenRead("x"); return s; }
            Stream Through(Stream s) => s;
            Stream Recursive() => Recursive();
            protected virtual Stream Virtual() => new MemoryStream();
            void Swap(ref Stream s) { }
            bool TryGet(out Stream s) => throw null!;
            void Parse(Stream s, int n = 0) => s.ReadExactly(new byte[1], 0, 1);
            void Twice(Stream a, Stream b) => Parse(b);
        }
        """).Effects("M");
}
