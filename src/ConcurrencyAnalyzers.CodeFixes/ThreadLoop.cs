using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers;

/// <summary>
/// Fork and join as people write it: a collection of threads, a loop that makes, starts and keeps one for each item, a loop that joins them.
/// Every mention of the collection and of the thread has to be one of these, or the construct does more than it seems.
/// </summary>
internal sealed class ThreadLoop(ThreadCreation creation, LocalDeclarationStatementSyntax declaration, StatementSyntax forking, StatementSyntax joining, List<StatementSyntax> kept)
{
    public static ThreadLoop? Of(FixSite site, ThreadCreation creation)
    {
        var forking = creation.Statement.Ancestors().TakeWhile(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
            .OfType<StatementSyntax>().FirstOrDefault(static statement => statement is ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } or ForStatementSyntax);
        if (creation.Work is not LambdaExpressionSyntax || forking is null || Body(forking) is not { } body || forking.Parent is not BlockSyntax block
            || creation.Statement.Parent != body || ThreadOf(creation, Counter(forking), out var collection) is not { } thread)
        {
            return null;
        }

        var kept = new List<StatementSyntax>();
        var starts = 0;
        foreach (var statement in body.Statements)
        {
            if (ThreadCreation.IsCall(statement, thread, "Start"))
            {
                starts++;
            }
            else if (KeptIn(statement, thread, Counter(forking)) is { } target)
            {
                collection ??= target;
                if (collection != target)
                {
                    return null;
                }
            }
            else if (statement != creation.Statement && !ThreadCreation.IsLabel(site, statement, thread))
            {
                kept.Add(statement);
            }
        }

        if (collection is null || starts != 1 || kept.Any(statement => !IsPlainLocal(site, statement) || Mentions(statement, thread) || Mentions(statement, collection)))
        {
            return null;
        }

        var declaration = block.Statements.TakeWhile(statement => statement != forking).OfType<LocalDeclarationStatementSyntax>()
            .FirstOrDefault(local => local.Declaration.Variables is [var variable] && variable.Identifier.ValueText == collection);
        var joining = block.Statements.SkipWhile(statement => statement != forking).Skip(1).FirstOrDefault(statement => IsJoin(statement, collection, forking));
        if (declaration is null || joining is null || !IsEmptyCollection(site, declaration.Declaration.Variables[0]))
        {
            return null;
        }

        // Statements between fork and join run beside the threads; behind a parallel loop they would run after.
        var between = block.Statements.SkipWhile(statement => statement != forking).Skip(1).TakeWhile(statement => statement != joining);
        var mentions = Count(block, collection);
        var inside = Count(forking, collection) + Count(joining, collection);
        return between.Any() || mentions != inside || Jumps(forking) || declaration.ContainsDirectives || forking.ContainsDirectives || joining.ContainsDirectives
            ? null
            : new ThreadLoop(creation, declaration, forking, joining, kept);
    }

    public SyntaxNode? Write(FixSite site)
    {
        if (site.Symbols.Parallel is not { } parallel || Range(site) is not { } range || Variable is not { } variable)
        {
            return null;
        }

        var lambda = SyntaxFactory.SimpleLambdaExpression(
            SyntaxFactory.Parameter(variable.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
            Work()).WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(SyntaxFactory.Space));
        ExpressionSyntax[] arguments = [.. range.Select(static expression => expression.WithoutTrivia()), lambda];
        var call = KnownCall.To(parallel, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(parallel), SyntaxFactory.IdentifierName(range.Length == 1 ? "ForEach" : "For")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(
                arguments.Select(SyntaxFactory.Argument),
                Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Length - 1)))));
        return InPlace(site, SyntaxFactory.ExpressionStatement(call));
    }

    /// <summary>The items one after another in the loop that is there, for work that is over sooner than anybody could be given it; null where it means something else there.</summary>
    public SyntaxNode? WritePlain(FixSite site)
    {
        var work = ((LambdaExpressionSyntax)creation.Work).Body;
        if (Range(site) is not { } range || work.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static node => node is ReturnStatementSyntax))
        {
            return null;
        }

        var statements = kept.Concat(work is BlockSyntax block ? block.Statements : [SyntaxFactory.ExpressionStatement((ExpressionSyntax)work.WithoutTrivia())]).ToList();
        var written = SyntaxFactory.Block(SyntaxFactory.List(statements.Select((statement, i) => OnLines(statement, i == 0 ? null : statements[i - 1])))).WithAdditionalAnnotations(Formatter.Annotation);
        StatementSyntax loop = forking switch
        {
            ForEachStatementSyntax each => each.WithStatement(written),
            ForStatementSyntax { Condition: BinaryExpressionSyntax condition } counted => counted.WithCondition(condition.WithRight(range[1].WithTriviaFrom(condition.Right))).WithStatement(written),
            _ => forking,
        };
        return InPlace(site, loop.WithAdditionalAnnotations(Formatter.Annotation));
    }

    private SyntaxNode InPlace(FixSite site, StatementSyntax written)
    {
        var block = (BlockSyntax)forking.Parent!;
        var statements = block.Statements.ToList();
        var place = statements.IndexOf(forking);
        var isAdjacent = statements[place - 1] == declaration;
        statements[place] = written.WithLeadingTrivia(Leading(isAdjacent)).WithTrailingTrivia(joining.GetTrailingTrivia());
        if (!isAdjacent)
        {
            // What was said of the declaration stays where it was said.
            var next = statements[statements.IndexOf(declaration) + 1];
            statements[statements.IndexOf(next)] = next.WithLeadingTrivia(Joined(declaration.GetLeadingTrivia(), next.GetLeadingTrivia()));
        }

        statements.Remove(declaration);
        statements.Remove(joining);
        return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)));
    }

    private SyntaxToken? Variable => forking switch
    {
        ForEachStatementSyntax each => each.Identifier,
        ForStatementSyntax { Declaration.Variables: [var only] } => only.Identifier,
        _ => null,
    };

    private ExpressionSyntax[]? Range(FixSite site)
    {
        if (forking is ForEachStatementSyntax each)
        {
            // The loop converts each item to the type of its variable; a lambda would not.
            return site.Model.GetForEachStatementInfo(each).ElementConversion.IsIdentity ? [each.Expression] : null;
        }

        var counted = (ForStatementSyntax)forking;
        if (counted is not { Declaration.Variables: [{ Initializer.Value: { } from } counter] } || UpperBound(counted) is not { } to)
        {
            return null;
        }

        // The array is gone, its length is not.
        if (to is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length", Expression: IdentifierNameSyntax array } && array.Identifier.ValueText == declaration.Declaration.Variables[0].Identifier.ValueText
            && declaration.Declaration.Variables[0].Initializer?.Value is ArrayCreationExpressionSyntax { Type.RankSpecifiers: [{ Sizes: [var size] }] })
        {
            to = size;
        }

        // Numbers are counted as the variable is, and the bound is asked once.
        return site.Model.GetDeclaredSymbol(counter, site.CancellationToken) is ILocalSymbol { Type: { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } type } local
            && site.Model.GetTypeInfo(from, site.CancellationToken).Type.IsSameAs(type) && site.Model.GetTypeInfo(to, site.CancellationToken).Type.IsSameAs(type)
            && ThreadCreation.IsPlain(site, to) && !IsAssigned(counted.Statement, local.Name)
                ? [from, to]
                : null;
    }

    private CSharpSyntaxNode Work()
    {
        var work = ((LambdaExpressionSyntax)creation.Work).Body;
        if (kept.Count == 0)
        {
            return work.WithoutTrivia().WithAdditionalAnnotations(Formatter.Annotation);
        }

        var block = work as BlockSyntax;
        var statements = kept.Concat(block is not null ? block.Statements : [SyntaxFactory.ExpressionStatement((ExpressionSyntax)work.WithoutTrivia())]).ToList();
        return SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken),
            SyntaxFactory.List(statements.Select((statement, i) => OnLines(statement, i == 0 ? null : statements[i - 1]))),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(LinesAt(default, block is null ? [] : block.CloseBraceToken.LeadingTrivia))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private StatementSyntax OnLines(StatementSyntax statement, StatementSyntax? before)
    {
        var above = LinesAt(default, statement.GetLeadingTrivia()).ToList();

        // Right under the comment at the end of a line, the formatter takes another one for its continuation.
        if (above.Count > 0 && before?.GetTrailingTrivia().Any(ThreadCreation.IsComment) == true)
        {
            above.Insert(0, creation.EndOfLine);
        }

        var behind = statement.GetTrailingTrivia().Where(ThreadCreation.IsComment).SelectMany(static comment => new[] { SyntaxFactory.Space, comment });
        return statement.WithLeadingTrivia(above).WithTrailingTrivia(behind.Append(creation.EndOfLine));
    }

    /// <summary>What stood above the declaration and the loop, and every comment on a statement that is no more.</summary>
    private SyntaxTriviaList Leading(bool isAdjacent)
    {
        var own = forking.GetLeadingTrivia();
        var indent = own.LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var above = isAdjacent ? Joined([.. declaration.GetLeadingTrivia(), .. LinesAt(indent, declaration.GetTrailingTrivia())], own) : own;
        var body = Body(forking)!;
        var gone = creation.CommentsOf(body.Statements.Except(kept)).Concat(body.OpenBraceToken.GetAllTrivia()).Concat(body.CloseBraceToken.GetAllTrivia())
            .Concat(creation.CommentsOf([joining]).Except(joining.GetTrailingTrivia())).Where(ThreadCreation.IsComment).ToList();
        return gone.Count == 0 ? above : [.. above, .. LinesAt(default, gone.Take(1)), .. LinesAt(indent, gone.Skip(1)), indent];
    }

    private IEnumerable<SyntaxTrivia> LinesAt(SyntaxTrivia indent, IEnumerable<SyntaxTrivia> trivia) =>
        trivia.Where(ThreadCreation.IsComment).SelectMany(comment => indent.RawKind == 0 ? [comment, creation.EndOfLine] : new[] { indent, comment, creation.EndOfLine });

    private static SyntaxTriviaList Joined(SyntaxTriviaList gone, SyntaxTriviaList next)
    {
        if (!next.Any(ThreadCreation.IsComment) && !gone.Any(ThreadCreation.IsComment))
        {
            return gone;
        }

        var above = gone.Count > 0 && gone.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? gone.RemoveAt(gone.Count - 1) : gone;
        return gone.Any(ThreadCreation.IsComment)
            ? [.. above, .. next]
            : [.. above, .. next.SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))];
    }

    private static BlockSyntax? Body(StatementSyntax loop) => loop switch
    {
        ForEachStatementSyntax each => each.Statement as BlockSyntax,
        ForStatementSyntax counted => counted.Statement as BlockSyntax,
        _ => null,
    };

    private static string? Counter(StatementSyntax loop) => loop is ForStatementSyntax { Declaration.Variables: [var only] } ? only.Identifier.ValueText : null;

    /// <summary>One thread, by name or at once in its slot.</summary>
    private static string? ThreadOf(ThreadCreation creation, string? counter, out string? slot)
    {
        slot = null;
        switch (creation.Statement)
        {
            case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer: { } initializer } variable] } when initializer.Value == creation.Syntax:
                return variable.Identifier.ValueText;
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } assignment } when assignment.Right == creation.Syntax && Slot(element, counter) is { } array:
                slot = array;
                return element.ToString();
            default:
                return null;
        }
    }

    private static string? KeptIn(StatementSyntax statement, string thread, string? counter) => statement switch
    {
        ExpressionStatementSyntax
        {
            Expression: InvocationExpressionSyntax
            {
                ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax added }],
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: IdentifierNameSyntax list },
            },
        } when added.Identifier.ValueText == thread => list.Identifier.ValueText,
        ExpressionStatementSyntax
        {
            Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax element, Right: IdentifierNameSyntax stored },
        } when stored.Identifier.ValueText == thread => Slot(element, counter),
        _ => null,
    };

    // Another index would leave out threads, or count something that others read.
    private static string? Slot(ElementAccessExpressionSyntax element, string? counter) =>
        element is { Expression: IdentifierNameSyntax array, ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax index }] } && counter is not null && index.Identifier.ValueText == counter
            ? array.Identifier.ValueText
            : null;

    private static bool IsPlainLocal(FixSite site, StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration: { Type: not RefTypeSyntax } variables }
        && variables.Variables.All(variable => variable.Initializer is not { } initializer || ThreadCreation.IsPlain(site, initializer.Value));

    /// <summary>A new list or array, in which nobody has put another thread.</summary>
    private static bool IsEmptyCollection(FixSite site, VariableDeclaratorSyntax variable)
    {
        var type = (site.Model.GetDeclaredSymbol(variable, site.CancellationToken) as ILocalSymbol)?.Type;
        return variable.Initializer?.Value switch
        {
            ArrayCreationExpressionSyntax { Initializer: null, Type.RankSpecifiers: [{ Sizes: [var size] }] } => ThreadCreation.IsPlain(site, size),
            BaseObjectCreationExpressionSyntax { Initializer: null } made => IsList(site.Model.GetTypeInfo(made, site.CancellationToken).Type)
                && made.ArgumentList?.Arguments.All(argument => site.Model.GetTypeInfo(argument.Expression, site.CancellationToken).Type?.SpecialType == SpecialType.System_Int32 && ThreadCreation.IsPlain(site, argument.Expression)) != false,
            CollectionExpressionSyntax { Elements.Count: 0 } => IsList(type),
            _ => false,
        };

        bool IsList(ITypeSymbol? made) => made?.OriginalDefinition.IsSameAs(site.Symbols.ListOfT) == true;
    }

    private static bool IsJoin(StatementSyntax statement, string collection, StatementSyntax forking)
    {
        switch (statement)
        {
            case ForEachStatementSyntax { AwaitKeyword.RawKind: 0, Expression: IdentifierNameSyntax joined } each when joined.Identifier.ValueText == collection:
                return OnlyStatement(each.Statement) is { } only && ThreadCreation.IsCall(only, each.Identifier.ValueText, "Join");
            case ExpressionStatementSyntax
            {
                Expression: InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach", Expression: IdentifierNameSyntax list },
                    ArgumentList.Arguments: [{ Expression: SimpleLambdaExpressionSyntax { Body: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join", Expression: IdentifierNameSyntax one } } } lambda }],
                },
            }:
                return list.Identifier.ValueText == collection && one.Identifier.ValueText == lambda.Parameter.Identifier.ValueText;
            case ForStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } from } index] } counted:
                return OnlyStatement(counted.Statement) is { } inner && ThreadCreation.IsCall(inner, $"{collection}[{index.Identifier.ValueText}]", "Join")
                    && UpperBound(counted) is { } to && IsWhole(from, to, collection, forking);
            default:
                return false;
        }
    }

    private static bool IsWhole(ExpressionSyntax from, ExpressionSyntax to, string collection, StatementSyntax forking) =>
        (from.ToString() == "0" && to is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count", Expression: IdentifierNameSyntax counted } && counted.Identifier.ValueText == collection)
        || (forking is ForStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } first }] } fork && SyntaxFactory.AreEquivalent(first, from)
            && UpperBound(fork) is { } last && SyntaxFactory.AreEquivalent(last, to));

    private static StatementSyntax? OnlyStatement(StatementSyntax statement) =>
        statement is BlockSyntax block ? block.Statements is [var only] ? only : null : statement;

    private static ExpressionSyntax? UpperBound(ForStatementSyntax loop) =>
        loop is
        {
            Declaration.Variables: [var variable],
            Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax tested, Right: { } bound },
            Incrementors: [PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: IdentifierNameSyntax }],
        } && tested.Identifier.ValueText == variable.Identifier.ValueText && Mentions(loop.Incrementors[0], variable.Identifier.ValueText)
            ? bound
            : null;

    private static bool IsAssigned(SyntaxNode body, string name) => body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(mention => mention.Identifier.ValueText == name && mention.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == mention,
        PostfixUnaryExpressionSyntax => true,
        PrefixUnaryExpressionSyntax prefix => prefix.RawKind is (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression,
        ArgumentSyntax argument => argument.RefKindKeyword.RawKind != 0,
        _ => false,
    });

    private static bool Jumps(StatementSyntax loop) =>
        loop.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax).Any(static node => node is BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax or YieldStatementSyntax or AwaitExpressionSyntax);

    private static bool Mentions(SyntaxNode node, string name) => Count(node, name) > 0;

    private static int Count(SyntaxNode node, string name) => node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Count(identifier => identifier.Identifier.ValueText == name);
}
