using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tests.Verification;

namespace ConcurrencyAnalyzers.Tests.Rules;

using Verify = Verifier<JobNotSerializableAnalyzer>;

/// <summary>Jobs are of our own library, so no public thread is about them. What System.Text.Json leaves out has threads enough; they are cited where one is.</summary>
public sealed class JobNotSerializableTests
{
    private const string Usings =
        """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.IO;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;
        using System.Threading;
        using System.Threading.Tasks;
        using ConcurrencyAnalyzers.Executors.Processes;

        """;

    // Which values get to a worker

    // dotnet/runtime#876: fields are left out unless one asks for them.
    [Fact]
    public Task Fields_are_left_out() => ReportsAsync("public struct Request { public int Width, Height; }", "Request.Width", "JSON leaves out fields");

    // dotnet/runtime#68264: a tuple is written as an object without members.
    [Fact]
    public Task Tuples_are_empty() => ReportsAsync("public record Request(string Path, (int Width, int Height) Size);", "Request.Size", "JSON leaves out fields, and a tuple has nothing else");

    [Fact]
    public Task Tuple_in_a_list_of_a_member_of_a_member() => ReportsAsync(
        "public record Request(Part[] Parts); public class Part { public Dictionary<string, List<(int, int)?>>? Sizes { get; set; } }", "Part.Sizes", "JSON leaves out fields, and a tuple has nothing else");

    // dotnet/runtime#29743: what only the type itself can set is written, and not read.
    [Theory]
    [InlineData("private set")]
    [InlineData("internal set")]
    [InlineData("protected set")]
    public Task Setters_that_are_not_public(string setter) => ReportsAsync($"public class Request {{ public int Width {{ get; {setter}; }} }}", "Request.Width", "JSON does not set what only its type can set");

    // dotnet/runtime#35388, dotnet/runtime#38705: collections that are there already are not filled.
    [Theory]
    [InlineData("List<string> Paths { get; } = [];")]
    [InlineData("IDictionary<string, int> Paths { get; } = new Dictionary<string, int>();")]
    public Task Collections_without_a_setter(string property) => ReportsAsync($"public class Request {{ public {property} }}", "Request.Paths", "JSON does not fill a collection that it cannot set");

    [Theory]
    [InlineData("Func<int, int>?", "it is code, which does not leave its process")]
    [InlineData("Action", "it is code, which does not leave its process")]
    [InlineData("CancellationToken", "it is of use in this process only")]
    [InlineData("FileStream", "it is of use in this process only")]
    [InlineData("Task<int>", "it is of use in this process only")]
    [InlineData("nint", "it is of use in this process only")]
    [InlineData("Type", "it is of use in this process only")]
    [InlineData("Microsoft.Win32.SafeHandles.SafeFileHandle", "it is of use in this process only")]
    public Task What_belongs_to_this_process(string type, string why) => ReportsAsync($"public record Request(string Path, {type} Extra);", "Request.Extra", why);

    [Fact]
    public Task Base_class_and_generic_type() => ReportsAsync(
        "public class Request : Message<Size> { } public class Message<T> { public T? Content { get; set; } public Message<List<T>>? Next { get; set; } } public class Size { public int Width; }", "Size.Width", "JSON leaves out fields");

    [Fact]
    public Task Output_and_input_each_once() => VerifyAsync(
        Job("JobCodec.Json({|CONC603:Json.Default.Request|}, {|CONC603:Json.Default.Response|})") + Context() + "public record Request((int, int) Size, Action Then); public record Response { public int Width; public int Height; }");

    [Theory]
    [InlineData("public static JobCodec<Request, Response> Codec { get; } = JobCodec.Json({|CONC603:Json.Default.Request|}, Json.Default.Response);")]
    [InlineData("public static JobCodec<Request, Response> Codec { get { return JobCodec.Json({|CONC603:Json.Default.Request|}, Json.Default.Response); } }")]
    [InlineData("public static JobCodec<Request, Response> Codec => JobCodec.Of(JobSerializer.Json({|CONC603:Json.Default.Request|}), JobSerializer.Json(Json.Default.Response));")]
    [InlineData("static JobCodec<Request, Response> IProcessJob<Request, Response>.Codec => JobCodec.Json(output: Json.Default.Response, input: {|CONC603:Json.Default.Request|}!);")]
    public Task However_the_codec_is_written(string codec) => VerifyAsync(
        "class Resize : IProcessJob<Request, Response> { public static string Name => \"resize\"; " + codec + " public static ValueTask<Response> RunAsync(Request input, JobContext context) => default; }"
        + Context() + "public class Request { public int Width; } public class Response { }");

    // Which types a context knows

    [Fact]
    public Task Type_that_the_context_does_not_have() => VerifyAsync(
        Job("JobCodec.Json({|CONC603:(JsonTypeInfo<Request>)Json.Default.GetTypeInfo(typeof(Request))!|}, Json.Default.Response)") + Context("[JsonSerializable(typeof(Response))]") + "public class Request { } public class Response { }");

    [Theory]
    [InlineData("[JsonSerializable(typeof(Request))]")]
    [InlineData("[JsonSerializable(typeof(List<Request[]>))]")]
    [InlineData("[JsonSerializable(typeof(Response))]")]
    [InlineData("")]
    public Task Type_that_the_context_has_or_may_have(string attributes) => VerifyAsync(
        Job("JobCodec.Json((JsonTypeInfo<Request>)Json.Default.GetTypeInfo(typeof(Request))!, Json.Default.Response)") + Context(attributes) + "public class Request { } public class Response { public Dictionary<string, Request>? All { get; set; } }");

    // Which types are jobs

    [Theory]
    [InlineData("[ProcessJob] class {|CONC603:Resize|};")]
    [InlineData("[ProcessJob] class {|CONC603:Resize|}<T> : Base;")]
    [InlineData("class Outer<T> { [ProcessJob] public class {|CONC603:Resize|} : Base; }")]
    [InlineData("class Outer { [ProcessJob] private class {|CONC603:Resize|} : Base; }")]
    [InlineData("class Outer { private class Inner { [ProcessJob] public class {|CONC603:Resize|} : Base; } }")]
    [InlineData("[ProcessJob] file class {|CONC603:Resize|} : Base;")]
    [InlineData("[ProcessJob] class {|CONC603:Twice|} : Base, IProcessJob<int, string> { static JobCodec<int, string> IProcessJob<int, string>.Codec => null!; static ValueTask<string> IProcessJob<int, string>.RunAsync(int input, JobContext context) => default; static string IProcessJob<int, string>.Name => \"\"; }")]
    [InlineData("file class Size; file class Of<T> : IProcessJob<T, int> { public static string Name => \"\"; public static JobCodec<T, int> Codec => null!; public static ValueTask<int> RunAsync(T input, JobContext context) => default; } [ProcessJob] file class {|CONC603:Resize|} : Of<Size>;")]
    public Task Attribute_without_effect(string type) => VerifyAsync(BaseJob + type);

    [Theory]
    [InlineData("[ProcessJob] class Resize : Base;")]
    [InlineData("[ProcessJob] public struct Resize : IProcessJob<int, int> { public static string Name => \"\"; public static JobCodec<int, int> Codec => null!; public static ValueTask<int> RunAsync(int input, JobContext context) => default; }")]
    [InlineData("class Outer { [ProcessJob] internal class Resize : Base; }")]
    [InlineData("class Outer { [ProcessJob] protected internal class Resize : Base; }")]
    [InlineData("file class Resize<T> : Base;")]
    public Task Jobs_that_are_registered_and_types_that_are_not_meant_to_be(string type) => VerifyAsync(BaseJob + type);

    // Why a value gets there

    [Theory]
    [InlineData("public record Request(string Path, int[] Sizes, Dictionary<string, Guid> Ids, DateTime? At, Uri? From, byte[] Content);")]
    [InlineData("public class Request { public required int Width { get; init; } public List<string> Paths { get; set; } = []; }")]
    [InlineData("public class Request(int width) { public int Width { get; } = width; public List<int> All { get; } = [width]; public int Twice => 2 * Width; private int other; public static int Count; public const int Limit = 1; int Other() => other++; }")]
    [InlineData("public struct Request { [JsonInclude] public int Width; [JsonIgnore] public int Height; [JsonInclude] public int Depth { get; private set; } }")]
    [InlineData("public readonly struct Request { [JsonConstructor] public Request(List<int> parts) => Parts = parts; public List<int> Parts { get; } }")]
    [InlineData("public class Request { public IReadOnlyList<int> Parts { get; } = []; public ImmutableArray<int> All { get; } = []; public int[] Some { get; } = [1]; public string Kind { get; } = \"a\"; public int this[int i] { get => i; private set { } } }")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public struct Request { public int Width; }")]
    [InlineData("public class Request { [JsonConverter(typeof(JsonStringEnumConverter))] public (int, int) Size { get; set; } }")]
    [InlineData("public class Request : List<int> { public int Width; }")]
    [InlineData("public interface Request { List<int> Parts { get; } }")]
    [InlineData("[JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public class Request { public List<int> Parts { get; } = []; }")]
    [InlineData("public class Request { public Request? Next { get; set; } public List<Request> All { get; set; } = []; public object? Any { get; set; } public JsonElement Json { get; set; } }")]
    [InlineData("public class Request { public Request(int width) { } public Request(long width) { } public int Width { get; private set; } }")]
    public Task Values_that_get_there(string request) => VerifyAsync(Job("JobCodec.Json(Json.Default.Request, Json.Default.Response)") + Context() + request + " public class Response { }");

    [Theory]
    [InlineData("IncludeFields = true")]
    [InlineData("Converters = [typeof(JsonStringEnumConverter)]")]
    public Task Options_of_the_context(string options) => VerifyAsync(
        Job("JobCodec.Json(Json.Default.Request, Json.Default.Response)") + Context($"[JsonSourceGenerationOptions({options})]") + "public struct Request { public int Width; public (int, int) Size; } public class Response { }");

    [Fact]
    public Task Collections_are_filled_where_the_context_says_so() => VerifyAsync(
        Job("JobCodec.Json(Json.Default.Request, Json.Default.Response)") + Context("[JsonSourceGenerationOptions(PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate)]")
        + "public class Request { public List<int> Parts { get; } = []; } public class Response { }");

    // Of what is written by somebody else, or with options that are not known, nothing is said.
    [Theory]
    [InlineData("JobCodec.Of<Request, Response>(Own.Request, Own.Response)")]
    [InlineData("JobCodec.Json(new Json(new JsonSerializerOptions { IncludeFields = true }).Request, Json.Default.Response)")]
    [InlineData("Own.Codec")]
    [InlineData("JobCodec.Json(JsonTypeInfo.CreateJsonTypeInfo<Request>(new() { IncludeFields = true }), Json.Default.Response)")]
    public Task Serializers_of_ones_own(string codec) => VerifyAsync(
        Job(codec) + Context() + "public struct Request { public int Width; } public class Response { } static class Own { public static IJobSerializer<Request> Request => null!; public static IJobSerializer<Response> Response => null!; public static JobCodec<Request, Response> Codec => null!; }");

    [Fact]
    public Task Without_the_library_there_is_nothing_to_say() =>
        Verify.VerifyAnalyzerAsync("class ProcessJobAttribute : System.Attribute; [ProcessJob] class Resize<T>;");

    private const string BaseJob =
        "public class Base : IProcessJob<int, int> { public static string Name => \"base\"; public static JobCodec<int, int> Codec => null!; public static ValueTask<int> RunAsync(int input, JobContext context) => default; }\n";

    private static Task ReportsAsync(string types, string what, string why)
    {
        var test = Test(Job("JobCodec.Json({|#0:Json.Default.Request|}, Json.Default.Response)") + Context() + types + " public class Response { }");
        test.TestState.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithArguments(what, why));
        return test.RunAsync();
    }

    private static Task VerifyAsync(string source) => Test(source).RunAsync();

    private static Verify.Test Test(string source) => new() { AdditionalReferences = { ExecutorsPackage.Reference }, TestCode = Usings + source };

    private static string Job(string codec) =>
        $"class Resize : IProcessJob<Request, Response> {{ public static string Name => \"resize\"; public static JobCodec<Request, Response> Codec => {codec}; public static ValueTask<Response> RunAsync(Request input, JobContext context) => default; }}\n";

    // What the serializer's generator writes.
    private static string Context(string attributes = "") =>
        $"{attributes} class Json(JsonSerializerOptions? options = null) : JsonSerializerContext(options) {{ public static Json Default => new(); public JsonTypeInfo<Request> Request => null!; public JsonTypeInfo<Response> Response => null!; "
        + "public override JsonTypeInfo? GetTypeInfo(Type type) => null; protected override JsonSerializerOptions? GeneratedSerializerOptions => null; }\n";
}
