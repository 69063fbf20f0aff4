using ConcurrencyAnalyzers.CatalogBuilder.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Tests.Programs;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Metadata;

public sealed class DocumentationIdsTests
{
    private const string Shapes = """
        using System;
        using System.Collections.Generic;

        public class Plain
        {
            public Plain() { }
            public Plain(int n, string text) { }
            static Plain() { }
            public int Number { get; set; }
            public int this[int index, string name] => 0;
            public event Action? Changed { add { } remove { } }
            public static Plain operator +(Plain one, Plain other) => one;
            public static bool operator true(Plain one) => true;
            public static bool operator false(Plain one) => false;
            public static implicit operator int(Plain plain) => 0;
            public static explicit operator Plain?(string text) => null;
            public static explicit operator List<int>(Plain plain) => new();
            public void Arrays(int[] one, int[][] jagged, int[,] two, int[,,][] three, List<int[]>[] lists) { }
            public void References(ref int one, out string two, in Guid three, ref int[] four) { two = ""; }
            public ref readonly int Returns(ref readonly int one) => ref one;
            public unsafe void Pointers(int* one, void** two, Guid*[] three) { }
            public void Optional(int one = 1, params string[] rest) { }
            public void Tuples((int First, string Second) pair, (int, (string, Guid)) nested) { }
            public void Dynamic(dynamic value, List<dynamic> values) { }
            public void Nullable(int? number, string? text, List<int?> numbers) { }
            public T Generic<T, U>(T one, U two, List<T> list, Dictionary<T, U[]> map, ref T three) where T : notnull => one;
            public int Überläufe(int größe) => 0;
        }

        public class Outer<T>
        {
            public T Value => default!;
            public void Use(T one, Inner two, Inner.Deep<T> three, Outer<int>.Inner.Deep<string> four) { }
            public class Inner
            {
                public void Use(T one, Outer<T> two, Outer<T[]>.Inner three) { }
                public class Deep<U>
                {
                    public void Use<V>(T one, U two, V three, Dictionary<T, List<V>> four) { }
                    public static implicit operator T(Deep<U> deep) => default!;
                }
            }

            public struct Enumerator { public T Current => default!; }
        }

        public interface IContract<T> { void Go(T value); int Size { get; } T this[T key] { get; } }

        public class Explicit : IContract<int>, IContract<Dictionary<string, int[]>>, IContract<(int, string)>
        {
            void IContract<int>.Go(int value) { }
            int IContract<int>.Size => 0;
            int IContract<int>.this[int key] => 0;
            void IContract<Dictionary<string, int[]>>.Go(Dictionary<string, int[]> value) { }
            int IContract<Dictionary<string, int[]>>.Size => 0;
            Dictionary<string, int[]> IContract<Dictionary<string, int[]>>.this[Dictionary<string, int[]> key] => key;
            void IContract<(int, string)>.Go((int, string) value) { }
            int IContract<(int, string)>.Size => 0;
            (int, string) IContract<(int, string)>.this[(int, string) key] => key;
        }

        public class Named { [System.Runtime.CompilerServices.IndexerName("Entry")] public int this[int index] => 0; }

        namespace Deep.Er
        {
            public static class Extensions
            {
                public static void Go(this Outer<string>.Inner inner, Action<Func<int, string>> action) { }
                public static async System.Threading.Tasks.Task RunAsync<T>(IAsyncEnumerable<T> items) { await System.Threading.Tasks.Task.Yield(); }
            }

            public struct Value
            {
                public readonly int Size() => 0;
                public static Value operator checked -(Value value) => value;
                public static Value operator -(Value value) => value;
            }

            public interface IMath<TSelf> where TSelf : IMath<TSelf>
            {
                static abstract TSelf operator *(TSelf one, TSelf other);
                static virtual TSelf Zero => default!;
            }
        }
        """;

    [Fact]
    public void Ids_are_those_of_the_compiler()
    {
        var compilation = Compiler.Compile("Shapes", Shapes);
        using var folder = new TemporaryFolder();
        using var universe = Read(folder.Write("Shapes.dll", compilation.Emit()));
        var expected = Members(compilation.Assembly.GlobalNamespace).SelectMany(static type => type.GetMembers().OfType<IMethodSymbol>())
            .Where(static method => !method.IsImplicitlyDeclared || method is { MethodKind: MethodKind.Constructor, ContainingType.IsValueType: false })
            .Where(static method => method.MethodKind is not (MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove))
            .Select(static method => (method.MethodKind == MethodKind.PropertyGet ? method.AssociatedSymbol! : method).GetDocumentationCommentId()!);

        var actual = universe.Methods.Where(static method => !method.Owner.Name.Contains('<')
            && !method.Owner.Assembly.SilentAccessors.Contains(method.Handle)
            && !method.Owner.Name.StartsWith("System.", StringComparison.Ordinal)
            && !method.Owner.Name.StartsWith("Microsoft.", StringComparison.Ordinal)).Select(DocumentationIds.Of);

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Types_go_by_their_ids_whatever_they_are_nested_in()
    {
        using var folder = new TemporaryFolder();
        using var universe = Read(folder.Write("Shapes.dll", Compiler.Emit("Shapes", Shapes)));

        foreach (var (name, metadataName) in new[] { ("Plain", "Plain"), ("Outer`1.Inner.Deep`1", "Outer`1+Inner+Deep`1"), ("Deep.Er.Value", "Deep.Er.Value") })
        {
            var type = DocumentationIds.FindType(universe, name);
            Assert.Equal(metadataName, type?.Name);
            Assert.Equal($"T:{name}", DocumentationIds.Of(type!));
        }

        Assert.Null(DocumentationIds.FindType(universe, "Outer.Inner"));
    }

    [Theory]
    [InlineData("M:Plain.#ctor", 2)]
    [InlineData("M:Plain.#ctor()", 1)]
    [InlineData("M:Plain.#ctor(System.Int32,System.String)", 1)]
    [InlineData("P:Plain.Number", 1)]
    [InlineData("M:Plain.Number", 0)]
    [InlineData("M:Plain.get_Number", 0)]
    [InlineData("P:Plain.Item", 1)]
    [InlineData("M:Plain.Generic", 1)]
    [InlineData("M:Plain.op_Explicit", 2)]
    [InlineData("M:Plain.Gone", 0)]
    [InlineData("M:Gone.Go", 0)]
    [InlineData("M:Explicit.IContract{System#Int32}#Go", 1)]
    public void An_id_without_parameters_names_every_overload_and_one_with_them_only_that(string id, int count)
    {
        using var folder = new TemporaryFolder();
        using var universe = Read(folder.Write("Shapes.dll", Compiler.Emit("Shapes", Shapes)));

        Assert.Equal(count, DocumentationIds.FindMethods(universe, id).Count());
    }

    [Theory]
    [InlineData("System.Collections")]
    [InlineData("System.Collections.Immutable")]
    [InlineData("System.Linq")]
    public void Every_method_of_a_framework_assembly_is_found_by_its_id_and_the_id_is_the_compilers(string name)
    {
        var compilation = Compiler.Compile("Empty", "");
        var reference = TargetReferences.Net100.Assemblies.Single(assembly => Path.GetFileNameWithoutExtension(assembly.Display) == name);
        using var universe = Read(TargetReferences.Net100.Assemblies.Select(static assembly => assembly.Display!).Prepend(reference.Display!));
        var shown = universe.Assemblies[0];
        var methods = shown.Methods.OfType<MethodNode>()
            .Where(method => method.IsVisible && method.Owner.IsVisible && !shown.SilentAccessors.Contains(method.Handle)).ToList();
        var expected = Members(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!).GlobalNamespace)
            .SelectMany(static type => type.GetMembers())
            .Select(static member => member.GetDocumentationCommentId()).OfType<string>().ToHashSet();

        Assert.True(methods.Count > 100, $"only {methods.Count} methods were read");
        foreach (var method in methods)
        {
            var id = DocumentationIds.Of(method);
            Assert.Same(method, Assert.Single(DocumentationIds.FindMethods(universe, DocumentationIds.Exact(id))));
            Assert.Contains(id, expected);
        }
    }

    [Theory]
    [InlineData("M:N.T`1.Go``2(System.Int32,N.T`1)", "N.T`1", "Go")]
    [InlineData("M:N.T.#ctor", "N.T", "#ctor")]
    [InlineData("P:N.T.Item(System.Int32)", "N.T", "Item")]
    [InlineData("M:N.T.N#IContract#Go", "N.T", "N#IContract#Go")]
    [InlineData("M:Go", "Go", "")]
    public void An_id_has_a_type_and_a_member(string id, string type, string member) => Assert.Equal((type, member), DocumentationIds.Split(id));

    private static Universe Read(params IEnumerable<string> paths)
    {
        var universe = new Universe();
        foreach (var path in paths)
        {
            universe.Add(path);
        }

        universe.Link();
        return universe;
    }

    private static IEnumerable<INamedTypeSymbol> Members(INamespaceOrTypeSymbol symbol) =>
        symbol.GetMembers().OfType<INamespaceOrTypeSymbol>()
            .SelectMany(static inner => inner is INamedTypeSymbol type ? Members(type).Prepend(type) : Members(inner));
}
