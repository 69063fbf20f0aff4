using ConcurrencyAnalyzers.Catalog;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Catalog;

/// <summary>The catalog as a compilation sees it: whose line counts for a member.</summary>
public sealed class ApiCatalogTests
{
    private const string Source = """
        namespace N
        {
            interface IContract { void Go(); }
            abstract class Base { public abstract void Go(); public virtual void Run() { } public void Hide() { } }
            class Derived : Base { public override void Go() { } public override void Run() { } public new void Hide() { } }
            abstract class Middle : Base { public abstract override void Go(); }
            class Implementation : IContract { public void Go() { } }
            interface INamed { string Name { get; } }
            interface IOf<X> { void Of(X x); }
            class T : INamed, IOf<T> { string INamed.Name => ""; void IOf<T>.Of(T x) { } public T() { } public void Go() { } public void Go(int x) { } public void Go<A>(A x) { } public int P => 1; public int this[int x] => x; public int this[string x] => 1; public static implicit operator T(int x) => new(); }
            class G<X> { public void Go(X x) { } public class Inner { public void Go() { } } }
        }
        """;

    [Theory]
    [InlineData("M:N.T.Go network", "T.Go", "", "Network")] // every overload
    [InlineData("M:N.T.Go network\nM:N.T.Go(System.Int32) sleep", "T.Go", "Int32", "Sleep")] // the exact one wins
    [InlineData("M:N.T.Go(System.Int32) sleep\nM:N.T.Go network", "T.Go", "Int32", "Sleep")] // in either order
    [InlineData("M:N.T.Go(System.Int32) sleep", "T.Go", "", null)]
    [InlineData("M:N.T.Go(System.Int32) none\nM:N.T.Go network", "T.Go", "Int32", "")]
    [InlineData("M:N.T.#ctor file", "T..ctor", "", "File")]
    [InlineData("P:N.T.P file", "T.get_P", "", "File")]
    [InlineData("M:N.T.P file", "T.get_P", "", null)] // a property is no method
    [InlineData("M:N.T.get_P file", "T.get_P", "", null)]
    [InlineData("P:N.T.Go file", "T.Go", "", null)]
    [InlineData("P:N.T.Item file", "T.get_Item", "Int32", "File")]
    [InlineData("P:N.T.Item file\nP:N.T.Item(System.Int32) sleep", "T.get_Item", "Int32", "Sleep")]
    [InlineData("P:N.T.Item(System.Int32) sleep", "T.get_Item", "String", null)]
    [InlineData("P:N.T.N#INamed#Name file", "T.N.INamed.get_Name", "", "File")]
    [InlineData("M:N.T.N#IOf{N#T}#Of(N.T) file", "T.N.IOf<N.T>.Of", "T", "File")]
    [InlineData("M:N.G`1.Go file", "G.Go", "X", "File")]
    [InlineData("M:N.G`1.Inner.Go file", "Inner.Go", "", "File")]
    [InlineData("M:N.G.Go file", "G.Go", "X", null)] // another arity
    [InlineData("M:N.Base.Go file", "Middle.Go", "", "File")] // what is abstract keeps the contract
    [InlineData("M:N.Base.Go file", "Derived.Go", "", null)] // a body in source speaks for itself
    [InlineData("M:N.IContract.Go file", "Implementation.Go", "", null)]
    [InlineData("M:N.Derived.Go sleep\nM:N.Base.Go file", "Derived.Go", "", "Sleep")]
    public void A_line_of_the_user_counts_for_code_in_source(string file, string member, string parameter, string? effects)
    {
        var run = new EngineRun(Source) { Options = EngineRun.With(("a.concurrency.txt", file)) };
        var name = member.Split('.');
        var method = run.Type(name[0] == "G" ? "G`1" : name[0]).GetMembers(member[(name[0].Length + 1)..]).OfType<IMethodSymbol>()
            .First(candidate => string.Join(",", candidate.Parameters.Select(static p => p.Type.Name)) == parameter);

        Assert.Equal(effects, run.Model.Catalog.Find(method) is { } entry ? string.Join(",", entry.Effects) : null);
    }

    [Theory]
    [InlineData("M:System.IO.BufferedStream.Read(System.Byte[],System.Int32,System.Int32)", "M:System.IO.Stream.Read")] // overrides
    [InlineData("M:System.IO.StreamReader.ReadLine", "M:System.IO.TextReader.ReadLine")]
    [InlineData("M:System.IO.StringReader.ReadToEnd", "M:System.IO.TextReader.ReadToEnd")]
    [InlineData("M:System.IO.FileStream.Flush(System.Boolean)", "M:System.IO.FileStream.Flush(System.Boolean)")] // its own line first
    [InlineData("M:System.IO.BufferedStream.Flush", "M:System.IO.Stream.Flush")]
    [InlineData("M:System.IO.MemoryStream.#ctor", null)] // a constructor inherits nothing
    [InlineData("M:System.String.Trim", null)]
    public void Members_of_references_inherit_a_line(string id, string? line)
    {
        var run = new EngineRun("class C;");

        Assert.Equal(line, run.Model.Catalog.Find(run.Api(id))?.Id);
    }

    [Fact]
    public void The_lines_of_the_user_come_before_ours()
    {
        const string sleep = "M:System.Threading.Thread.Sleep none";
        var program = "class C { void M() => Thread.Sleep(1); }";

        Assert.Equal("Sleep", new EngineRun(program).Effects("M"));
        Assert.Equal("", new EngineRun(program) { Options = EngineRun.With(("a.concurrency.txt", sleep)) }.Effects("M"));
    }

    [Fact]
    public void An_override_in_source_without_lines_of_the_user_has_none()
    {
        var run = new EngineRun("class Own : StringReader { public Own() : base(\"\") { } public override string ReadToEnd() => \"\"; void M() => ReadToEnd(); }");

        Assert.Null(run.Model.Catalog.Find(run.Method("ReadToEnd")));
    }

    [Theory]
    [InlineData("System.IO.MemoryStream", "Memory")]
    [InlineData("System.IO.FileStream", "File")]
    [InlineData("System.IO.Pipes.NamedPipeServerStream", "Network")] // by what it derives from
    [InlineData("System.IO.Stream", null)]
    [InlineData("System.Object", null)]
    [InlineData("System.Int32", null)]
    public void An_instance_stands_for_something_by_its_type_or_one_above(string type, string? origin)
    {
        var run = new EngineRun("class C;");

        Assert.Equal(origin, run.Model.Catalog.Instance(run.Model.Symbols.Find(type))?.Origin.ToString());
    }

    [Fact]
    public void An_instance_of_a_type_in_source_stands_for_what_it_derives_from()
    {
        var run = new EngineRun("class Own : MemoryStream;");

        Assert.Equal(OriginKind.Memory, run.Model.Catalog.Instance(run.Type("Own"))?.Origin);
    }

    [Fact]
    public void A_member_that_hides_another_in_a_reference_inherits_its_line()
    {
        // Providers narrow the result of a command's members by hiding them.
        var library = CSharpCompilation.Create(
            "Provider",
            [CSharpSyntaxTree.ParseText("""
                public abstract class OwnCommand : System.Data.Common.DbCommand { public new string ExecuteReader() => ""; public string ExecuteReader(int a, int b, int c) => ""; }
                """, cancellationToken: EngineRun.Cancellation)],
            TargetReferences.Net100.Assemblies,
            new(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: EngineRun.Cancellation).Success);
        var run = new EngineRun("class C;") { AdditionalReferences = [MetadataReference.CreateFromImage(image.ToArray())] };

        Assert.Equal([Effect.Database], run.Model.Catalog.Find(run.Api("M:OwnCommand.ExecuteReader"))!.Effects);
        Assert.Null(run.Model.Catalog.Find(run.Api("M:OwnCommand.ExecuteReader(System.Int32,System.Int32,System.Int32)")));
    }

    [Fact]
    public void Setters_and_functions_have_no_line()
    {
        var run = new EngineRun("class C { int P { get; set; } void M() { Local(); void Local() { } } }") { Options = EngineRun.With(("a.concurrency.txt", "P:C.P file\nM:C.Local file")) };

        Assert.NotNull(run.Model.Catalog.Find(run.Method("get_P")));
        Assert.Null(run.Model.Catalog.Find(run.Method("set_P")));
        Assert.Null(run.Model.Catalog.Find(run.Body("Local").Method!));
    }
}
