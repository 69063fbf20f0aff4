using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Derivation;

public sealed class StreamTests
{
    [Theory]
    [InlineData("stream.ReadByte()", "stream(0)")]
    [InlineData("other.ReadByte()", "stream(1)")]
    [InlineData("Static(other)", "stream(1)")]
    [InlineData("Outer(other)", "stream(1)")]
    [InlineData("field.ReadByte()", "stream(receiver)")]
    [InlineData("Property.ReadByte()", "stream(receiver)")]
    [InlineData("nested.field.ReadByte()", "stream(receiver)")]
    [InlineData("Own()", "stream(receiver)")]
    [InlineData("nested.Own()", "stream(receiver)")]
    [InlineData("new StreamReader(stream).ReadLine()", "stream(0)")]
    [InlineData("new StreamReader(new StreamReader(other).BaseStream).ReadLine()", "stream(1)")]
    [InlineData("new StreamReader(field).ReadLine()", "stream(receiver)")]
    [InlineData("new Wrapper(other).Load()", "stream(1)")]
    [InlineData("Pass(other).ReadByte()", "stream(1)")]
    [InlineData("new MemoryStream().ReadByte()", "")]
    [InlineData("new StringReader(\"\").ReadLine()", "")]
    [InlineData("new StreamReader(new MemoryStream()).ReadLine()", "")]
    [InlineData("Static(new MemoryStream())", "")]
    [InlineData("memory.ReadByte()", "")]
    [InlineData("new FileStream(\"\", FileMode.Open).ReadByte()", "file")]
    [InlineData("new StreamReader(\"\").ReadLine()", "file")]
    [InlineData("new StreamReader(new FileStream(\"\", FileMode.Open)).ReadLine()", "file")]
    [InlineData("Static(new FileStream(\"\", FileMode.Open))", "file")]
    [InlineData("Open().ReadByte()", "file")]
    [InlineData("Console().ReadByte()", "stdin")]
    [InlineData("((FileStream)stream).ReadByte()", "file")]
    [InlineData("shared.ReadByte()", "stream(unknown)")]
    [InlineData("Any().ReadByte()", "stream(unknown)")]
    [InlineData("((isFile ? new FileStream(\"a\", FileMode.Open) : new FileStream(\"b\", FileMode.Open)).ReadByte())", "file")]
    [InlineData("(isFile ? stream : other).ReadByte()", "stream(unknown)")]
    [InlineData("(isFile ? stream : stream).ReadByte()", "stream(0)")]
    public void A_stream_is_followed_to_what_it_stands_for(string expression, string effect)
    {
        using var program = DerivedProgram.Of(Program($"_ = {expression};"), Curated);

        Assert.Equal(effect, program.Effects("C.Go"));
    }

    [Theory]
    [InlineData("var local = new MemoryStream(); local.ReadByte(); local.ReadByte();", "")]
    [InlineData("var local = other; local.ReadByte(); local.ReadByte();", "stream(1)")]
    [InlineData("var local = new StreamReader(stream); local.ReadLine(); local.ReadLine();", "stream(0)")]
    [InlineData("Stream? local = null; if (isFile) local = new FileStream(\"\", FileMode.Open); local?.ReadByte(); local?.ReadByte();", "file")]
    public void A_local_is_what_was_stored_in_it(string statements, string effect)
    {
        using var program = DerivedProgram.Of(Program(statements), Curated);

        Assert.Equal(effect, program.Effects("C.Go"));
    }

    [Fact]
    public void A_local_that_outlives_an_await_is_what_was_stored_in_it()
    {
        using var program = DerivedProgram.Of("""
            static class C
            {
                public static async Task Memory() { var local = new MemoryStream(); await Task.CompletedTask; local.ReadByte(); }
                public static async Task File() { var local = new FileStream("", FileMode.Open); await Task.CompletedTask; local.ReadByte(); }
                public static async Task Given(Stream stream) { await Task.CompletedTask; stream.ReadByte(); }
            }
            """);

        Assert.Equal("", program.Effects("C.Memory"));
        Assert.Equal("file", program.Effects("C.File"));
        Assert.Equal("stream(0)", program.Effects("C.Given"));
    }

    [Fact]
    public void The_first_parameter_of_an_extension_method_is_a_parameter_like_any_other()
    {
        using var program = DerivedProgram.Of("""
            static class Extensions { public static int Sum(this Stream stream) => stream.ReadByte(); }
            static class C { public static int Go(int n, Stream stream) => stream.Sum(); }
            """);

        Assert.Equal("stream(0)", program.Effects("Extensions.Sum"));
        Assert.Equal("stream(1)", program.Effects("C.Go"));
    }

    private static Curated Curated => new()
    {
        Instances = new Curated().Instances + "\nM:C.Console  none  never  any  returns:stdin  none\n",
    };

    private static string Program(string statements) => $$"""
        class Wrapper(Stream inner) { public void Load() => inner.ReadByte(); }

        class Base
        {
            public Stream field = null!;
            public int Own() => field.ReadByte();
        }

        class C : Base
        {
            static Stream shared = null!;
            readonly Base nested = null!;
            readonly MemoryStream memory = null!;
            Stream Property => field;
            static int Static(Stream stream) => stream.ReadByte();
            static int Outer(Stream stream) => Static(stream);
            static Stream Pass(Stream stream) => stream;
            static FileStream Open() => null!;
            static Stream Console() => null!;
            static Stream Any() => null!;
            public void Go(Stream stream, Stream other, bool isFile) { {{statements.Replace("_ = new Wrapper(other).Load()", "new Wrapper(other).Load()")}} }
        }
        """;
}
