using ConcurrencyAnalyzers.Benchmarks.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Precision.Mutations;

/// <summary>
/// The places of a code base where a mismatch can be inserted. Where the rules are silent on purpose is none: generated code, entry points, error handling,
/// branches that serve synchronous callers, first-time initialisation.
/// </summary>
internal sealed class Sites
{
    private const int Attempts = 50;

    private readonly Compilation compilation;
    private readonly List<MethodDeclarationSyntax> methods;

    public Sites(Corpus corpus)
    {
        compilation = corpus.Compilation;
        var written = compilation.SyntaxTrees.Where(tree => !Generated.Contains(tree, corpus.Options)).ToList();
        Neighbours = new(written);
        methods = [.. written.SelectMany(static tree => tree.GetRoot().DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
            .OfType<MethodDeclarationSyntax>()
            .Where(static method => method.Body is not null && method.Identifier.Text != "Main" && method.Parent is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax)];
        Lines = written.Sum(static tree => tree.GetText().Lines.Count);
    }

    public Neighbours Neighbours { get; }

    /// <summary>How much was written by people.</summary>
    public int Lines { get; }

    public bool Offers(Ground ground) => methods.Any(method => IsOn(ground, method));

    /// <param name="random">Draws it.</param>
    /// <param name="ground">What kind of method it is in.</param>
    /// <param name="avoidsTokens">Methods that are given a token are left out.</param>
    public Site? Pick(Random random, Ground ground, bool avoidsTokens = false)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var method = methods[random.Next(methods.Count)];
            if (!IsOn(ground, method))
            {
                // Kinds of methods that are rare are looked for among themselves.
                var alike = methods.FindAll(other => IsOn(ground, other));
                if (alike.Count == 0)
                {
                    return null;
                }

                method = alike[random.Next(alike.Count)];
            }

            if (avoidsTokens && method.ParameterList.Parameters.Any(static parameter => parameter.Type?.ToString().EndsWith("CancellationToken", StringComparison.Ordinal) == true))
            {
                continue;
            }

            var places = Places(method.Body!).ToList();
            var (block, index) = places[random.Next(places.Count)];
            if (IsOrdinary(method, block, index))
            {
                var position = index < block.Statements.Count ? block.Statements[index].SpanStart : block.CloseBraceToken.SpanStart;
                var type = (TypeDeclarationSyntax)method.Parent!;
                return new(method, type, position, HasThis: type is ClassDeclarationSyntax && !method.Modifiers.Any(SyntaxKind.StaticKeyword));
            }
        }

        return null;
    }

    private static bool IsOn(Ground ground, MethodDeclarationSyntax method)
    {
        var isAsync = method.Modifiers.Any(SyntaxKind.AsyncKeyword);
        var name = method.ReturnType switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
            SimpleNameSyntax simple => simple.Identifier.Text,
            _ => "",
        };
        return ground switch
        {
            Ground.AsyncMethod => isAsync && name.Length > 0,
            Ground.TaskMethod => !isAsync && name is "Task" or "ValueTask",
            Ground.SyncMethod => !isAsync && name is not ("Task" or "ValueTask" or "IAsyncEnumerable" or "IEnumerable" or "IEnumerator"),
            _ => true,
        };
    }

    /// <summary>Before each statement and at the end of each block that is run in the ordinary course of the method.</summary>
    private static IEnumerable<(BlockSyntax Block, int Index)> Places(BlockSyntax block)
    {
        for (var index = 0; index <= block.Statements.Count; index++)
        {
            yield return (block, index);
            if (index == block.Statements.Count)
            {
                yield break;
            }

            foreach (var inner in Blocks(block.Statements[index]).SelectMany(Places))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<BlockSyntax> Blocks(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => [block],
        IfStatementSyntax choice => Blocks(choice.Statement).Concat(choice.Else is { } other ? Blocks(other.Statement) : []),
        CommonForEachStatementSyntax loop => Blocks(loop.Statement),
        ForStatementSyntax loop => Blocks(loop.Statement),
        WhileStatementSyntax loop => Blocks(loop.Statement),
        DoStatementSyntax loop => Blocks(loop.Statement),
        UsingStatementSyntax scope => Blocks(scope.Statement),
        TryStatementSyntax attempt => [attempt.Block],
        _ => [],
    };

    private bool IsOrdinary(MethodDeclarationSyntax method, BlockSyntax block, int index)
    {
        // What leads to an exception is not what the method is for.
        if (block.AncestorsAndSelf().TakeWhile(node => node != method).OfType<BlockSyntax>().Any(static outer => outer.Statements.LastOrDefault() is ThrowStatementSyntax))
        {
            return false;
        }

        var model = compilation.GetSemanticModel(block.SyntaxTree);
        if (index > 0 && model.AnalyzeControlFlow(block.Statements[index - 1]) is not { Succeeded: true, EndPointIsReachable: true })
        {
            return false;
        }

        if (index < block.Statements.Count && model.AnalyzeControlFlow(block.Statements[index]) is not { Succeeded: true, StartPointIsReachable: true })
        {
            return false;
        }

        return block.Ancestors().TakeWhile(node => node != method).OfType<IfStatementSyntax>().All(choice => IsOrdinary(choice, model));
    }

    /// <summary>Neither a flag that the caller passes nor something that is done only the first time decides.</summary>
    private static bool IsOrdinary(IfStatementSyntax choice, SemanticModel model)
    {
        var asked = choice.Condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => model.GetSymbolInfo(name).Symbol).OfType<ISymbol>().ToList();
        if (asked.OfType<IParameterSymbol>().Any(static parameter => parameter.Type.SpecialType == SpecialType.System_Boolean))
        {
            return false;
        }

        var set = choice.DescendantNodes().OfType<AssignmentExpressionSyntax>().Select(assignment => model.GetSymbolInfo(assignment.Left).Symbol).OfType<ISymbol>();
        return !set.Any(symbol => symbol is IFieldSymbol or IPropertySymbol && asked.Contains(symbol, SymbolEqualityComparer.Default));
    }
}
