using ConcurrencyAnalyzers.Executors.Generators;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Executors.Tests.Generators;

using static JobSources;

public sealed class JobContractTests
{
    private const string Types =
        """
        public record Request(string Path, Size[] Sizes, Mode Mode, Choice? Choice) : Message
        {
            public List<Dictionary<string, Area>>? Areas;
            public (int First, Corner Second) Corners { get; set; }
            private int cache;
            public static int Count { get; set; }
            public const int Limit = 1;
            public int this[int i] => i;
            public int Sum(int other) => cache + other;
            [JsonIgnore] public int Ignored { get; set; }
            [JsonInclude] internal int Included { get; set; }
        }

        public class Message { public Guid Id { get; set; } }
        public struct Size { public int Width, Height; }
        public enum Mode { Fit, Fill }
        public class Area { public Area? Parent; public Corner Corner; }
        public struct Corner { public double X, Y; }
        [JsonDerivedType(typeof(Left), "left")] public class Choice;
        public class Left : Choice { public int Depth { get; set; } }
        public class Unused { public int A; }
        """;

    private static readonly string Before = ContractOf(Types);

    [Theory]
    [InlineData("string Path", "string Name")]
    [InlineData("string Path", "Uri Path")]
    [InlineData("Size[] Sizes", "Size[] Sizes, int More")]
    [InlineData("Size[] Sizes", "List<Size> Sizes")]
    [InlineData("Size[] Sizes, Mode Mode", "Mode Mode, Size[] Sizes")]
    [InlineData("Width, Height;", "Width;")]
    [InlineData("Fit, Fill", "Fit, Fill, Crop")]
    [InlineData("Fit, Fill", "Fit = 1, Fill")]
    [InlineData("enum Mode", "enum Mode : byte")]
    [InlineData("public Guid Id", "public string? Id")]
    [InlineData(") : Message", ")")]
    [InlineData("double X, Y", "float X, Y")]
    [InlineData("public Corner Corner", "public Corner? Corner")]
    [InlineData("int Depth", "long Depth")]
    [InlineData("\"left\"", "\"l\"")]
    [InlineData("[JsonIgnore] public", "public")]
    [InlineData("[JsonIgnore] public", "[JsonIgnore(Condition = JsonIgnoreCondition.Never)] public")]
    [InlineData("[JsonInclude] internal", "internal")]
    [InlineData("public Guid Id", "[JsonPropertyName(\"id\")] public Guid Id")]
    [InlineData("public class Choice;", "public class Choice : List<int>;")]
    public void Contract_changes_with_the_shape(string old, string changed)
    {
        var types = Types.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(Types, types);
        Assert.NotEqual(Before, ContractOf(types));
    }

    [Theory]
    [InlineData("private int cache;", "private int cache; private string? other;")]
    [InlineData("Count", "Number")]
    [InlineData("Limit = 1", "Limit = 2")]
    [InlineData("public int Sum(int other) => cache + other;", "")]
    [InlineData("int this[int i] => i;", "")]
    [InlineData("public class Unused { public int A; }", "public class Unused { public string A; }")]
    [InlineData("public struct Corner", "/// <summary>More.</summary>\npublic partial struct Corner")]
    [InlineData("int First, Corner Second", "int One, Corner Two")]
    [InlineData("public class Area", "[Obsolete, System.Diagnostics.DebuggerDisplay(\"\")] public class Area")]
    public void Contract_stays_while_the_shape_does(string old, string changed)
    {
        var types = Types.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(Types, types);
        Assert.Equal(Before, ContractOf(types));
    }

    [Fact]
    public void Input_is_not_output() => Assert.NotEqual(ContractOf("", "int", "string"), ContractOf("", "string", "int"));

    [Theory]
    [InlineData("class Node { public Node? Next; public List<Node> Children; }", "Node")]
    [InlineData("class Node { public Edge? Next; } class Edge { public Node[] Ends; }", "Edge")]
    [InlineData("class Node<T> { public Node<List<T>>? Next; public T Value; }", "Node<int>")]
    [InlineData("class Node<T> where T : Node<T> { public T? Next; } class Leaf : Node<Leaf> { public int Width; }", "Leaf[]")]
    [InlineData("interface Node { Outer<Node>.Inner Next { get; } } class Outer<T> { public class Inner { public T Value; public Outer<Inner> Back; } }", "Node")]
    public void Types_that_contain_themselves_end(string types, string input) => Assert.NotEmpty(ContractOf(types, input, "int"));

    // A hash says nothing when it is wrong; this is what is hashed.
    [Fact]
    public void Text_says_all_of_it()
    {
        var run = new GeneratorRun("Program", Usings + "namespace App; enum Mode : byte { Fit, Fill = 3 } class Node<T> { [JsonPropertyName(\"n\")] public Node<T[]>? Next { get; } public T? Value; public Mode Mode; }");
        var node = run.Before.GetTypeByMetadataName("App.Node`1")!.Construct(run.Before.GetSpecialType(SpecialType.System_Int32));
        Assert.Equal(
            """
            App.Node<System.Int32> -> System.Int32
            Class App.Node<T>
              Next: App.Node<T[]> [System.Text.Json.Serialization.JsonPropertyNameAttribute(n)]
              Value: T
              Mode: App.Mode
            Enum App.Mode : System.Byte
              Fit: App.Mode = 0
              Fill: App.Mode = 3

            """,
            JobContract.TextOf(node, run.Before.GetSpecialType(SpecialType.System_Int32), CancellationToken.None));
    }

    private static string ContractOf(string types, string input = "Request", string output = "int") =>
        new GeneratorRun("Program", Usings + types + Job("class Thumbnail", input, output)).Code!.Split('"').Single(static part => part.Length == 64);
}
