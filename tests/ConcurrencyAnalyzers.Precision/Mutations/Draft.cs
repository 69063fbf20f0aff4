using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>A mutation while it is written: statements for one place, members and types for others.</summary>
internal sealed class Draft
{
    private const char Open = '⟦';
    private const char Close = '⟧';

    private readonly Random random;
    private readonly Neighbours neighbours;
    private readonly SyntaxTree tree;
    private readonly Dictionary<TypeDeclarationSyntax, Home> existing = [];
    private readonly List<(Home Home, string Header, SyntaxTree? Beside, bool Global)> added = [];
    private readonly List<string> stubs = [];
    private int last;

    public Draft(Random random, Neighbours neighbours, SyntaxTree tree)
    {
        this.random = random;
        this.neighbours = neighbours;
        this.tree = tree;
    }

    /// <summary>The type of what is handed on from call to call, if anything is.</summary>
    public string? Passed { get; init; }

    /// <summary>Calls are surrounded by nothing: what would take longer than the work itself.</summary>
    public bool IsPlain { get; init; }

    public string Parameters => Passed is null ? "" : Passed + " mutantSubject";

    public string MoreParameters => Passed is null ? "" : ", " + Parameters;

    public string Arguments => Passed is null ? "" : "mutantSubject";

    public string MoreArguments => Passed is null ? "" : ", mutantSubject";

    public bool Flip() => random.Next(2) == 0;

    public string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    public string Name(string stem) => stem + (++last).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The type of the code base that the declaration is.</summary>
    public Home HomeOf(TypeDeclarationSyntax type)
    {
        if (!existing.TryGetValue(type, out var home))
        {
            existing.Add(type, home = new Home(neighbours.NameOf(type)));
        }

        return home;
    }

    /// <summary>The type of the caller, another type of the project, or a new one.</summary>
    public Home HomeFor(Scope scope) => random.Next(3) == 0 ? OtherHome() : scope.Home;

    public Home OtherHome() =>
        Flip() && neighbours.Pick(random, tree) is { } type ? HomeOf(type) : NewType(Name("MutantHelpers"), "", "static class");

    /// <summary>A new type: in the file of the mutation, in another file of the project, or in a file of its own.</summary>
    public Home NewType(string name, string bases = "", string kind = "sealed class", bool global = false)
    {
        var beside = global ? null : random.Next(3) switch { 0 => tree, 1 => neighbours.Pick(random, tree)?.SyntaxTree, _ => null };

        // Bases are named without their namespace, so a type and its bases stand together: in the global namespace, which is in sight everywhere.
        if (bases.Contains("Mutant", StringComparison.Ordinal) || kind is "interface" or "abstract class")
        {
            beside = null;
        }

        var space = beside is null ? "" : Neighbours.NamespaceAtTheEnd(beside);
        var home = new Home($"global::{(space.Length == 0 ? "" : space + ".")}{name}");
        added.Add((home, $"internal {kind} {name} {bases}", beside, global));
        return home;
    }

    /// <summary>Types of a framework that the code base does not have.</summary>
    public void AddStub(string source) => stubs.Add(source);

    /// <summary>What surrounds a call in ordinary code and changes nothing about it.</summary>
    public string Wrap(string body) => IsPlain ? body : random.Next(8) switch
    {
        0 => $"if (global::System.Environment.TickCount > 7) {{ {body} }}",
        1 => $"for (var {Name("mutantIndex")} = 0; mutantIndex{last} < 3; mutantIndex{last}++) {{ {body} }}",
        2 => $"try {{ {body} }} finally {{ global::System.GC.KeepAlive(null); }}",
        3 => $"using (new global::System.IO.MemoryStream()) {{ {body} }}",
        _ => body,
    };

    /// <summary>Puts everything into the code base.</summary>
    public Mutant Insert(Compilation compilation, int position, string text)
    {
        var edits = new List<(SyntaxTree Tree, int Position, string Text)> { (tree, position, text) };
        foreach (var (type, home) in existing.Where(static pair => !pair.Value.IsEmpty))
        {
            edits.Add((type.SyntaxTree, type.OpenBraceToken.Span.End, $"\n{home.Members}\n"));
        }

        var files = new List<string>(stubs);
        foreach (var (home, header, beside, _) in added)
        {
            var declaration = $"\n{header}\n{{\n{home.Members}\n}}\n";
            if (beside is null)
            {
                files.Add(declaration);
            }
            else
            {
                edits.Add((beside, Neighbours.End(beside), declaration));
            }
        }

        var inserted = new List<(SyntaxTree Tree, TextSpan Span)>();
        var (place, marked) = (tree, default(TextSpan));
        foreach (var group in edits.GroupBy(static edit => edit.Tree))
        {
            var source = group.Key.GetText();
            var (changes, spans, shift) = (new List<TextChange>(), new List<TextSpan>(), 0);
            var mark = default(TextSpan);
            foreach (var edit in group.OrderBy(static edit => edit.Position).GroupBy(static edit => edit.Position))
            {
                var written = string.Concat(edit.Select(static part => part.Text));
                var start = edit.Key + shift;
                if (written.IndexOf(Open) is >= 0 and var open)
                {
                    var close = written.IndexOf(Close) - 1;
                    mark = TextSpan.FromBounds(start + open, start + close);
                    written = written.Replace(Open.ToString(), "").Replace(Close.ToString(), "");
                }

                changes.Add(new(new(edit.Key, 0), written));
                spans.Add(new(start, written.Length));
                shift += written.Length;
            }

            var changed = group.Key.WithChangedText(source.WithChanges(changes));
            compilation = compilation.ReplaceSyntaxTree(group.Key, changed);
            inserted.AddRange(spans.Select(span => (changed, span)));
            if (!mark.IsEmpty)
            {
                (place, marked) = (changed, mark);
            }
        }

        if (files.Count > 0)
        {
            var file = CSharpSyntaxTree.ParseText(SourceText.From(string.Concat(files), System.Text.Encoding.UTF8), (CSharpParseOptions)tree.Options, Path.Combine(Path.GetDirectoryName(tree.FilePath) ?? "", "Mutant.cs"));
            compilation = compilation.AddSyntaxTrees(file);
            inserted.Add((file, new(0, file.Length)));
        }

        return new(compilation, place, marked, inserted);
    }
}
