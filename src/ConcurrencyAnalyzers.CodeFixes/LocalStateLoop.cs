using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>A loop whose threads each begin with nothing, add up what they compute, and combine it when they are done.</summary>
internal sealed class LocalStateLoop
{
    private readonly SharedResult result;
    private readonly LoopCollection? bag;
    private readonly string local;
    private readonly string state;
    private readonly string? gate;
    private readonly bool isSum;

    private LocalStateLoop(SharedResult result, LoopCollection? bag, string local, string state, string? gate, bool isSum)
    {
        this.result = result;
        this.bag = bag;
        this.local = local;
        this.state = state;
        this.gate = gate;
        this.isSum = isSum;
    }

    public static LocalStateLoop? Of(FixSite site, SharedResult result)
    {
        var isSum = result.Changes.All(static change => !change.IsObject);
        if (Parameters(result.Lambda) is not { Length: > 0 and < 4 } parameters || !(isSum ? Zero(result.Type) is not null && result.Changes.All(IsSum) : result.Changes.All(change => IsFilling(change, result.Type)))
            || result.FreeName(site, "local", "partial", "own") is not { } local || !LocksAreLeft(site, result))
        {
            return null;
        }

        var bag = result.Protection == Protection.Bag ? LoopCollection.Of(site, result, "Count", "ToArray") : null;
        if (result.Protection == Protection.Bag && bag is null)
        {
            return null;
        }

        // A new lock has to stand where both the loop and nothing else sees it.
        string? gate = null;
        if (isSum && result.Protection is Protection.None or Protection.Interlocked && !MayAddAtomically(site, result))
        {
            gate = result.FreeName(site, "gate", "sync", "combining");
            if (gate is null || result.Loop is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } })
            {
                return null;
            }
        }

        var state = parameters.Length > 1 ? parameters[1] : result.Lambda.DescendantTokens().Any(static token => token.ValueText == "_") ? result.FreeName(site, "state", "loop") : "_";
        return state is null ? null : new LocalStateLoop(result, bag, local, state, gate, isSum);
    }

    public SyntaxNode Write(FixSite site)
    {
        var arguments = result.Loop.ArgumentList.Arguments;
        var work = arguments[arguments.Count - 1];
        var parts = arguments.GetWithSeparators();
        var before = parts[parts.Count - 2].AsToken();
        var indent = work.GetLeadingTrivia();
        var next = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) ? SyntaxFactory.TriviaList(before.TrailingTrivia.Last()) : SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var written = parts.RemoveAt(parts.Count - 1)
            .Add(SyntaxFactory.Argument(SyntaxFactory.ParenthesizedLambdaExpression(default(SyntaxTokenList), SyntaxFactory.ParameterList().WithTrailingTrivia(SyntaxFactory.Space), Arrow(), null, Beginning(site))).WithLeadingTrivia(indent))
            .Add(next)
            .Add(work.WithExpression(Body(site)).WithLeadingTrivia(indent).WithTrailingTrivia())
            .Add(next)
            .Add(SyntaxFactory.Argument(Ending(site)).WithLeadingTrivia(indent).WithTrailingTrivia(work.GetTrailingTrivia()));
        var loop = KnownCall.To(site.Symbols.Parallel!, result.Loop.WithArgumentList(result.Loop.ArgumentList.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(written))));
        if (bag is not null)
        {
            return WithList(site, loop);
        }

        if (gate is null)
        {
            return site.Root.ReplaceNode(result.Loop, loop);
        }

        var statement = (StatementSyntax)result.Loop.Parent!;
        var block = (BlockSyntax)statement.Parent!;
        var place = block.Statements.IndexOf(statement);
        var above = statement.GetLeadingTrivia();
        var blank = above.TakeWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
        var lead = above.LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var declared = SyntaxFactory.ParseStatement($"var {gate} = new object();").WithLeadingTrivia(SyntaxFactory.TriviaList([.. blank, lead])).WithTrailingTrivia(EndOfLine);
        var changed = statement.ReplaceNode(result.Loop, loop).WithLeadingTrivia(above.Skip(blank.Count));
        return site.Root.ReplaceNode(block, block.WithStatements(block.Statements.Replace(statement, changed).Insert(place, declared)));
    }

    private SyntaxTrivia EndOfLine => result.Loop.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : SyntaxFactory.ElasticLineFeed;

    private SyntaxNode WithList(FixSite site, InvocationExpressionSyntax loop)
    {
        var list = site.TypeName(site.Symbols.ListOfT!.Construct(bag!.Item));
        var type = bag.Declaration.Declaration.Type;
        var made = bag.Creation is ObjectCreationExpressionSyntax { Type: { } written } ? written : null;
        var nodes = new SyntaxNode?[] { result.Loop, made, type.IsVar ? null : type }.OfType<SyntaxNode>();
        return site.Root.ReplaceNodes(nodes, (old, _) => old == result.Loop ? loop : list.WithTriviaFrom(old));
    }

    private ExpressionSyntax Beginning(FixSite site) => isSum
        ? SyntaxFactory.ParseExpression(Zero(result.Type)!)
        : SyntaxFactory.ObjectCreationExpression(
            SyntaxFactory.Token(SyntaxKind.NewKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            site.TypeName(bag is null ? result.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : site.Symbols.ListOfT!.Construct(bag.Item)),
            SyntaxFactory.ArgumentList(),
            null);

    private LambdaExpressionSyntax Body(FixSite site)
    {
        var names = Parameters(result.Lambda)!.ToList();
        if (names.Count == 1)
        {
            names.Add(state);
        }

        names.Add(local);
        var parameters = SyntaxFactory.ParameterList(SyntaxFactory.SeparatedList(
            names.Select(static name => SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))),
            Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), names.Count - 1)));
        var body = result.Lambda.Body is BlockSyntax block ? Block(block) : Value((ExpressionSyntax)result.Lambda.Body);
        return SyntaxFactory.ParenthesizedLambdaExpression(
            default(SyntaxTokenList),
            parameters.WithTrailingTrivia(result.Lambda.ArrowToken.GetPreviousToken().TrailingTrivia),
            body is BlockSyntax && result.Lambda.Body is not BlockSyntax ? result.Lambda.ArrowToken.WithTrailingTrivia() : result.Lambda.ArrowToken,
            body as BlockSyntax, body as ExpressionSyntax);
    }

    private CSharpSyntaxNode Value(ExpressionSyntax only)
    {
        if (!isSum)
        {
            var call = only.ReplaceNode(result.Changes[0].Mention.Unwrapped().Syntax, SyntaxFactory.IdentifierName(local)).WithoutTrivia();
            return BlockOf(Indentation, $"{call};", $"return {local};");
        }

        var (operation, operand) = Sum(result.Changes[0].Change);
        return SyntaxFactory.BinaryExpression(
            operation == "-" ? SyntaxKind.SubtractExpression : SyntaxKind.AddExpression,
            SyntaxFactory.IdentifierName(local).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(operation == "-" ? SyntaxKind.MinusToken : SyntaxKind.PlusToken).WithTrailingTrivia(SyntaxFactory.Space),
            IsTight(operand) ? operand.WithoutTrivia() : SyntaxFactory.ParenthesizedExpression(operand.WithoutTrivia()));
    }

    private BlockSyntax Block(BlockSyntax block)
    {
        // Where a lock is around everything, its block is what is left.
        var all = result.Protection == Protection.LockAroundAll ? (LockStatementSyntax)result.Changes[0].Lock!.Syntax : null;
        var source = all is { Statement: BlockSyntax inner } ? inner : block;
        var locks = all is null ? result.Changes.Select(static change => change.Lock?.Syntax).OfType<SyntaxNode>().Distinct().ToList() : [];
        var atomics = result.Protection == Protection.Interlocked ? result.Changes.Select(static change => change.Change.Syntax).ToList() : [];
        var names = result.Protection == Protection.Interlocked ? [] : result.Changes.Select(static change => change.Mention.Unwrapped().Syntax);
        var exits = source.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().ToList();
        var changed = source.ReplaceNodes(names.Concat(locks).Concat(atomics).Concat(exits), (old, rewritten) => rewritten switch
        {
            ReturnStatementSyntax exit => exit.WithReturnKeyword(exit.ReturnKeyword.WithTrailingTrivia(SyntaxFactory.Space)).WithExpression(SyntaxFactory.IdentifierName(local)),
            LockStatementSyntax held => (held.Statement is BlockSyntax { Statements: [var only] } ? only : held.Statement).WithTriviaFrom(held),
            InvocationExpressionSyntax when atomics.Contains(old) => Atomic(old).WithTriviaFrom(old),
            _ => SyntaxFactory.IdentifierName(local).WithTriviaFrom(old),
        });
        var last = changed.Statements.Last();
        var isOnLines = last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        var indent = last.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var end = SyntaxFactory.ParseStatement($"return {local};")
            .WithLeadingTrivia(isOnLines && last.GetLastToken().IsKind(SyntaxKind.CloseBraceToken) ? SyntaxFactory.TriviaList(EndOfLine, indent) : SyntaxFactory.TriviaList(indent))
            .WithTrailingTrivia(isOnLines ? EndOfLine : SyntaxFactory.Space);
        changed = changed.AddStatements(end);
        return all is null ? changed : changed.WithOpenBraceToken(changed.OpenBraceToken.WithTriviaFrom(block.OpenBraceToken)).WithCloseBraceToken(changed.CloseBraceToken.WithTriviaFrom(block.CloseBraceToken)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private ExpressionSyntax Atomic(SyntaxNode call)
    {
        var (operation, operand) = Sum(result.Changes.First(change => change.Change.Syntax == call).Change);
        var isStep = operand is LiteralExpressionSyntax { Token.Value: 1 } && ((InvocationExpressionSyntax)call).ArgumentList.Arguments.Count == 1;
        return SyntaxFactory.ParseExpression(isStep ? $"{local}{operation}{operation}" : $"{local} {operation}= {operand.WithoutTrivia()}");
    }

    private LambdaExpressionSyntax Ending(FixSite site)
    {
        var target = result.Changes[0].Mention.Unwrapped().Syntax.WithoutTrivia().ToString();
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(local)).WithTrailingTrivia(SyntaxFactory.Space);
        if (isSum && gate is null && result.Changes[0].Lock is null)
        {
            var add = (InvocationExpressionSyntax)SyntaxFactory.ParseExpression($"X.Add(ref {target}, {local})");
            var interlocked = site.Symbols.Find("System.Threading.Interlocked")!;
            add = KnownCall.To(interlocked, add.WithExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(interlocked), SyntaxFactory.IdentifierName("Add"))));
            return SyntaxFactory.SimpleLambdaExpression(default(SyntaxTokenList), parameter, Arrow(), null, add);
        }

        var held = gate ?? (result.Changes[0].Lock?.Syntax as LockStatementSyntax)?.Expression.WithoutTrivia().ToString() ?? target;
        var combine = isSum ? $"{target} += {local};"
            : $"{target}.{(result.Type.Name == "HashSet" ? "UnionWith" : "AddRange")}({local});";
        var indent = Indentation;
        return SyntaxFactory.SimpleLambdaExpression(default(SyntaxTokenList), parameter, Arrow(), BlockOf(indent, $"lock ({held})", "{", $"    {combine}", "}"), null);
    }

    /// <summary>Where the line begins that a new block belongs to: that of the body, if it has one of its own.</summary>
    private string Indentation
    {
        get
        {
            var arguments = result.Loop.ArgumentList.Arguments;
            var isOnOwnLine = arguments.GetSeparator(arguments.Count - 2).TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
            var begins = isOnOwnLine ? (SyntaxNode)arguments[arguments.Count - 1] : result.Loop.Ancestors().OfType<StatementSyntax>().First();
            return begins.GetLeadingTrivia().LastOrDefault() is { RawKind: (int)SyntaxKind.WhitespaceTrivia } indent ? indent.ToString() : "";
        }
    }

    private BlockSyntax BlockOf(string indent, params string[] lines)
    {
        var end = EndOfLine.ToString() is { Length: > 0 } written ? written : "\n";
        var text = $"{{{end}{string.Concat(lines.Select(line => $"{indent}    {line}{end}"))}{indent}}}";
        var block = (BlockSyntax)SyntaxFactory.ParseStatement(text);
        return block.WithOpenBraceToken(block.OpenBraceToken.WithLeadingTrivia(SyntaxFactory.EndOfLine(end), SyntaxFactory.Whitespace(indent)));
    }

    private static SyntaxToken Arrow() => SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(SyntaxFactory.Space);

    private static string[]? Parameters(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => [simple.Parameter.Identifier.Text],
        ParenthesizedLambdaExpressionSyntax several => [.. several.ParameterList.Parameters.Select(static parameter => parameter.Identifier.Text)],
        _ => null,
    };

    private static string? Zero(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int32 => "0",
        SpecialType.System_Int64 => "0L",
        SpecialType.System_UInt32 => "0u",
        SpecialType.System_UInt64 => "0UL",
        SpecialType.System_Single => "0f",
        SpecialType.System_Double => "0.0",
        SpecialType.System_Decimal => "0m",
        _ => null,
    };

    private static bool IsSum(Accumulation change) => change.Change switch
    {
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, OperatorMethod: null, IsChecked: false } => true,
        IIncrementOrDecrementOperation { OperatorMethod: null, IsChecked: false } => true,
        IInvocationOperation { TargetMethod.ContainingType.Name: "Interlocked" } => true,
        _ => false,
    };

    private static bool IsFilling(Accumulation change, ITypeSymbol type) => change.Change is IInvocationOperation { Arguments.Length: 1, TargetMethod.Name: var method } && type.Name switch
    {
        "List" => method is "Add" or "AddRange",
        "HashSet" => method is "Add" or "UnionWith",
        "ConcurrentBag" => method == "Add",
        _ => false,
    };

    private static (string Operation, ExpressionSyntax Operand) Sum(IOperation change)
    {
        var one = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1));
        return change switch
        {
            ICompoundAssignmentOperation { OperatorKind: var kind, Value.Syntax: ExpressionSyntax value } => (kind == BinaryOperatorKind.Subtract ? "-" : "+", value),
            IInvocationOperation { TargetMethod.Name: "Add", Arguments: [_, { Value.Syntax: ExpressionSyntax value }] } => ("+", value),
            IInvocationOperation { TargetMethod.Name: "Decrement" } or { Kind: OperationKind.Decrement } => ("-", one),
            _ => ("+", one),
        };
    }

    private static bool IsTight(ExpressionSyntax operand) => operand is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax
        or ParenthesizedExpressionSyntax or CastExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression or (int)SyntaxKind.DivideExpression or (int)SyntaxKind.ModuloExpression };

    private static bool MayAddAtomically(FixSite site, SharedResult result) =>
        result.Variable is not IPropertySymbol && site.Symbols.Find("System.Threading.Interlocked") is { } type
        && type.GetMembers("Add").OfType<IMethodSymbol>().Any(add => add.Parameters is [{ Type: { } first }, _] && first.IsSameAs(result.Type));

    /// <summary>What is computed in a lock may be computed without it: it changes nothing that others see.</summary>
    private static bool LocksAreLeft(FixSite site, SharedResult result)
    {
        foreach (var held in result.Changes.Select(static change => change.Lock).OfType<ILockOperation>().Distinct())
        {
            var statements = held.Body is IBlockOperation block ? block.Operations : [held.Body];
            if (result.Protection != Protection.LockAroundAll && statements.Length != 1)
            {
                return false;
            }

            if (result.Protection == Protection.LockAroundAll && held.Syntax is not LockStatementSyntax { Statement: BlockSyntax })
            {
                return false;
            }

            foreach (var statement in statements)
            {
                var change = result.Changes.FirstOrDefault(change => change.Change.Parent == statement);
                if ((change is null ? [statement] : Operands(change.Change)).Any(operation => CapturedState.IsTouchedBy(site, operation, result.Work.Item)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static IEnumerable<IOperation> Operands(IOperation change) => change switch
    {
        IAssignmentOperation assignment => [assignment.Value],
        IInvocationOperation call => call.Arguments.Select(static argument => argument.Value),
        _ => [],
    };
}
