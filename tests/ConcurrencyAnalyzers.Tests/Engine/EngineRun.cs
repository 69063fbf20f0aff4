using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tests.Engine;

/// <summary>A program, and what the engine says of its members, which are asked for by name: "M", or "C.M" where that is not unique.</summary>
internal sealed class EngineRun
{
    // Symbols of the references are made once, not once per test.
    private static readonly ConcurrentDictionary<(TargetReferences, OutputKind), CSharpCompilation> Empty = new();

    private readonly Lazy<ConcurrencyModel> model;
    private readonly Lazy<CSharpCompilation> compilation;

    /// <param name="sources">One per document. The usual namespaces are imported.</param>
    public EngineRun(params IEnumerable<string> sources)
    {
        compilation = new(() => Compile(sources));
        model = new(() => ConcurrencyModel.Of(Compilation, Options, Cancellation));
    }

    public TargetReferences References { get; init; } = TargetReferences.Net100;

    public OutputKind OutputKind { get; init; } = OutputKind.DynamicallyLinkedLibrary;

    public ImmutableArray<MetadataReference> AdditionalReferences { get; init; } = [];

    public AnalyzerOptions Options { get; init; } = new([]);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public CSharpCompilation Compilation => compilation.Value;

    public ConcurrencyModel Model => model.Value;

    /// <summary>A program whose users wrote this file.</summary>
    public static AnalyzerOptions With(params (string Path, string Text)[] files) => new([.. files.Select(static file => (AdditionalText)new InMemoryText(file.Path, file.Text))]);

    public INamedTypeSymbol Type(string name) => Types().Single(type => type.Name == name || type.MetadataName == name);

    public ISymbol Member(string name)
    {
        var parts = name.Split('.');
        var found = Types()
            .Where(type => parts.Length == 1 || type.Name == parts[0])
            .SelectMany(type => type.GetMembers(parts[^1] == "new" ? WellKnownMemberNames.InstanceConstructorName : parts[^1]))
            .ToList();
        return found.Count == 1 ? found[0] : throw new InvalidOperationException($"{found.Count} members are called '{name}'.");
    }

    public IMethodSymbol Method(string name) => (IMethodSymbol)Member(name);

    /// <summary>A member of the references, by documentation ID.</summary>
    public IMethodSymbol Api(string id) => (IMethodSymbol?)DocumentationCommentId.GetFirstSymbolForDeclarationId(id, Compilation) ?? throw new InvalidOperationException($"There is no '{id}'.");

    /// <summary>The body of a member, or of a local function.</summary>
    public Body Body(string name) =>
        (Types().Any(type => !type.GetMembers(name.Split('.')[^1]).IsEmpty || name.EndsWith(".new", StringComparison.Ordinal))
            ? Model.Bodies.Of(Method(name), Cancellation)
            : LocalFunctions().SingleOrDefault(body => body.Symbol.Name == name))
        ?? throw new InvalidOperationException($"'{name}' has no body.");

    /// <summary>The lambdas of a member, in source order.</summary>
    public IEnumerable<Body> Lambdas(string name) => Body(name).SelfAndNested().Where(static body => body.Kind == BodyKind.Lambda);

    public Summary Summary(string name) => Model.SummaryOf(Body(name), Cancellation);

    /// <summary>The chain of a member's first effect, as people read it.</summary>
    public string Chain(string name) => Naming.Chain(Summary(name).Effects[0].Witness, Model.Symbols);

    /// <summary>"File", "Stream maybe of 0", "Sleep likely per iteration": what is definite, per call and without condition is not said.</summary>
    public string Effects(string name) => Text(Summary(name));

    public static string Text(Summary summary) => string.Join(", ", summary.Effects.Select(Text));

    public static string Text(EffectFact fact) => string.Concat(
        fact.Effect,
        fact.Strength switch { Strength.Maybe => " maybe", Strength.Likely => " likely", _ => "" },
        fact.Frequency switch { Frequency.Once => " once", Frequency.PerMiss => " per miss", Frequency.PerIteration => " per iteration", _ => "" },
        fact.DependsOn switch { EffectFact.Nothing => "", EffectFact.Receiver => " of this", var parameter => $" of {parameter}" });

    /// <summary>The calls of a member and of the functions in it, by the name of the callee.</summary>
    public IEnumerable<CallSite> Calls(string name, string callee) =>
        Body(name).SelfAndNested().SelectMany(static body => body.Calls).Where(call => call.Target.Name == callee);

    public CallSite Call(string name, string callee) => Calls(name, callee).Single();

    /// <summary>The names of what a member calls itself, in order.</summary>
    public string Calls(string name) => string.Join(" ", Body(name).Calls.Select(static call => call.Target.Name));

    private IEnumerable<Body> LocalFunctions() => Types()
        .SelectMany(static type => type.GetMembers().OfType<IMethodSymbol>())
        .Select(method => Model.Bodies.Of(method, Cancellation))
        .OfType<Body>()
        .SelectMany(static body => body.LocalFunctions.Values);

    private IEnumerable<INamedTypeSymbol> Types()
    {
        var pending = new Stack<INamespaceOrTypeSymbol>([Compilation.Assembly.GlobalNamespace]);
        while (pending.TryPop(out var current))
        {
            if (current is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (var member in current.GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
            }
        }
    }

    private CSharpCompilation Compile(IEnumerable<string> sources)
    {
        var trees = sources.Select(static (source, i) => CSharpSyntaxTree.ParseText(source, path: $"Document{i}.cs"));
        var compiled = Empty.GetOrAdd((References, OutputKind), static key => Start(key.Item1, key.Item2))
            .AddReferences(AdditionalReferences)
            .AddSyntaxTrees(trees);
        var errors = compiled.GetDiagnostics(Cancellation).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0 ? compiled : throw new InvalidOperationException(string.Join("\n", errors));
    }

    private static CSharpCompilation Start(TargetReferences references, OutputKind kind)
    {
        string[] spaces = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        var usings = CSharpSyntaxTree.ParseText(string.Concat(spaces.Select(static space => $"global using {space};")), path: "Usings.cs");
        var start = CSharpCompilation.Create(
            "Program", [usings], references.Assemblies, new CSharpCompilationOptions(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        _ = start.Assembly;
        return start;
    }

    private sealed class InMemoryText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
