using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>The asynchronous form of a blocking method.</summary>
public sealed class CounterpartTests
{
    [Theory]
    [InlineData("int Get(string s)", "Task<int> GetAsync(string s)")]
    [InlineData("void Get()", "Task GetAsync()")]
    [InlineData("void Get()", "ValueTask GetAsync()")]
    [InlineData("int Get()", "ValueTask<int> GetAsync()")]
    [InlineData("int Get()", "Task<int> GetAsync(int retries = 1)")]
    [InlineData("T Get<T>(T x)", "Task<T> GetAsync<T>(T x)")]
    [InlineData("T[] Get<T>(List<T> x)", "Task<T[]> GetAsync<T>(List<T> x)")]
    [InlineData("List<K> Get<K, V>(Dictionary<K, V> x) where K : notnull", "Task<List<A>> GetAsync<A, B>(Dictionary<A, B> x) where A : notnull")]
    [InlineData("int Get(params int[] x)", "Task<int> GetAsync(params int[] x)")]
    public void Same_shape_is_a_counterpart(string method, string candidate) => Assert.NotNull(Find(method, candidate));

    [Theory]
    [InlineData("int Get()", "Task<string> GetAsync()")] // another result
    [InlineData("int Get()", "Task GetAsync()")]
    [InlineData("void Get()", "Task<int> GetAsync()")]
    [InlineData("int Get()", "int GetAsync()")] // returns no task
    [InlineData("int Get()", "static Task<int> GetAsync()")]
    [InlineData("int Get(string s)", "Task<int> GetAsync(object s)")]
    [InlineData("int Get(string s)", "Task<int> GetAsync()")]
    [InlineData("int Get()", "Task<int> GetAsync(int required)")]
    [InlineData("int Get()", "Task<int> GetAsync(int x, CancellationToken t)")]
    [InlineData("int Get(out int x)", "Task<int> GetAsync(int x)")]
    [InlineData("int Get(params int[] x)", "Task<int> GetAsync(int[] x)")]
    [InlineData("T Get<T>(T x)", "Task<int> GetAsync(int x)")]
    [InlineData("K Get<K, V>(K k, V v)", "Task<V> GetAsync<K, V>(K k, V v)")]
    [InlineData("int Get()", "[Obsolete] Task<int> GetAsync()")]
    [InlineData("int Get()", "Task<int> BeginGet()")]
    public void Another_shape_is_none(string method, string candidate) => Assert.Null(Find(method, candidate));

    [Theory]
    [InlineData("M:System.IO.File.ReadAllTextAsync(System.String,System.Threading.CancellationToken)", "System.IO.File.ReadAllText(string)")]
    [InlineData("M:System.Threading.SemaphoreSlim.WaitAsync", "System.Threading.SemaphoreSlim.Wait()")]
    [InlineData("M:System.Threading.SemaphoreSlim.WaitAsync(System.Int32,System.Threading.CancellationToken)", "System.Threading.SemaphoreSlim.Wait(int)")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.TimeSpan)", "System.Threading.Thread.Sleep(System.TimeSpan)")]
    [InlineData("M:System.Net.Http.HttpClient.GetStringAsync(System.String)", null)]
    [InlineData("M:System.Threading.Tasks.Task.Run(System.Action)", null)]
    [InlineData("M:System.IO.File.ReadAllText(System.String)", null)]
    public void The_way_back_is_found_where_the_way_is(string asynchronous, string? synchronous)
    {
        var run = new EngineRun("class C;");

        Assert.Equal(synchronous, run.Model.Counterparts.FindSynchronous(run.Api(asynchronous))?.ToDisplayString());
    }

    [Theory]
    [InlineData("Task<int> GetAsync()", false, false)]
    [InlineData("Task<int> GetAsync(CancellationToken t = default)", true, false)]
    [InlineData("Task<int> GetAsync(CancellationToken t)", true, true)]
    [InlineData("Task<int> GetAsync(CancellationToken t); Task<int> GetAsync()", true, false)] // either order
    [InlineData("Task<int> GetAsync(); Task<int> GetAsync(CancellationToken t)", true, false)]
    [InlineData("Task<int> GetAsync(CancellationToken t, int x = 0)", true, true)]
    public void The_one_that_takes_a_token_is_chosen(string candidates, bool takes, bool needs)
    {
        var found = Find("int Get()", candidates)!;

        Assert.Equal((takes, needs), (found.TakesToken, found.NeedsToken));
        Assert.Equal(takes, found.Method.Parameters.Any(static parameter => parameter.Type.Name == nameof(CancellationToken)));
    }

    [Theory]
    [InlineData("M:System.IO.File.ReadAllText(System.String)", "System.IO.File.ReadAllTextAsync(string, System.Threading.CancellationToken)")]
    [InlineData("M:System.IO.File.ReadAllText(System.String,System.Text.Encoding)", "System.IO.File.ReadAllTextAsync(string, System.Text.Encoding, System.Threading.CancellationToken)")]
    [InlineData("M:System.IO.Stream.Read(System.Byte[],System.Int32,System.Int32)", "System.IO.Stream.ReadAsync(byte[], int, int, System.Threading.CancellationToken)")]
    [InlineData("M:System.IO.MemoryStream.Read(System.Byte[],System.Int32,System.Int32)", "System.IO.MemoryStream.ReadAsync(byte[], int, int, System.Threading.CancellationToken)")]
    [InlineData("M:System.IO.Stream.Flush", "System.IO.Stream.FlushAsync(System.Threading.CancellationToken)")]
    [InlineData("M:System.IO.TextReader.ReadLine", "System.IO.TextReader.ReadLineAsync(System.Threading.CancellationToken)")]
    [InlineData("M:System.Net.Mail.SmtpClient.Send(System.Net.Mail.MailMessage)", "System.Net.Mail.SmtpClient.SendMailAsync(System.Net.Mail.MailMessage, System.Threading.CancellationToken)")] // named by the catalog
    [InlineData("M:System.Threading.Thread.Sleep(System.Int32)", "System.Threading.Tasks.Task.Delay(int, System.Threading.CancellationToken)")] // of another type
    [InlineData("M:System.IO.File.Exists(System.String)", null)] // the catalog says that there is none
    [InlineData("M:System.String.Trim", null)]
    [InlineData("M:System.IO.FileStream.#ctor(System.String,System.IO.FileMode)", null)]
    public void Framework_methods_have_theirs(string id, string? counterpart)
    {
        var run = new EngineRun("class C;");

        Assert.Equal(counterpart, run.Model.Counterparts.Find(run.Api(id))?.Method.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat));
    }

    [Fact]
    public void One_that_cannot_be_seen_is_none()
    {
        var library = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText("public class L { public void Get() { } internal System.Threading.Tasks.Task GetAsync() => null; }", cancellationToken: EngineRun.Cancellation)],
            TargetReferences.Net100.Assemblies,
            new(OutputKind.DynamicallyLinkedLibrary));
        var run = new EngineRun("class C;") { AdditionalReferences = [library.ToMetadataReference()] };

        Assert.Null(run.Model.Counterparts.Find(run.Api("M:L.Get")));
    }

    [Fact]
    public void One_of_the_base_class_or_of_a_base_interface_is_found()
    {
        var run = new EngineRun("""
            class B { public Task GetAsync() => null!; }
            class D : B { public void Get() { } }
            interface I { Task LoadAsync(); }
            interface J : I { void Load(); }
            """);

        Assert.Equal("B", run.Model.Counterparts.Find(run.Method("Get"))?.Method.ContainingType.Name);
        Assert.Equal("I", run.Model.Counterparts.Find(run.Method("Load"))?.Method.ContainingType.Name);
    }

    [Fact]
    public void A_type_argument_makes_no_difference()
    {
        var run = new EngineRun("class G<T> { public T Get() => default!; public Task<T> GetAsync() => null!; } class C { void M(G<int> g) => g.Get(); }");

        Assert.NotNull(run.Model.Counterparts.Find(run.Call("M", "Get").Target));
    }

    private static Counterpart? Find(string method, string candidates)
    {
        var run = new EngineRun($"#pragma warning disable\nabstract class C {{ public {method} => throw new Exception(); {string.Concat(candidates.Split(';').Select(static candidate => Public(candidate.Trim()) + " => throw new Exception(); "))} }}");
        return run.Model.Counterparts.Find(run.Method("Get"));
    }

    private static string Public(string candidate) => candidate.StartsWith('[') ? candidate.Replace("] ", "] public ") : "public " + candidate;
}
