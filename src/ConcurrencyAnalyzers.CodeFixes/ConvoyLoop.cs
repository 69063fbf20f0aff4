using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers;

/// <summary>Batches that can become one <c>Parallel.ForEachAsync</c> over all items, with as many under way as a batch has.</summary>
internal sealed class ConvoyLoop
{
    private const string Asynchronous = "ForEachAsync";

    private readonly Convoy convoy;
    private readonly MemberOperations member;
    private readonly StatementSyntax loop;
    private readonly bool configure;

    // What goes with the loop: the list that tasks were gathered in, and the wait for the last of them.
    private readonly List<StatementSyntax> gone = [];

    private ConvoyLoop(Convoy convoy, MemberOperations member, StatementSyntax loop, bool configure)
    {
        this.convoy = convoy;
        this.member = member;
        this.loop = loop;
        this.configure = configure;
    }

    /// <summary>Null where the batches mean more than a number, or no promise can be made.</summary>
    public static ConvoyLoop? Of(FixSite site)
    {
        if (site.Invocation is not { } call || site.Symbols.Parallel?.GetMembers(Asynchronous).IsEmpty != false || site.Symbols.ParallelOptions is null
            || site.Model.GetOperation(call, site.CancellationToken) is not { } join || MemberOperations.Around(join) is var member && Convoy.Of(call, member, site.Symbols) is not { Collects: false, Batches: not null } convoy)
        {
            return null;
        }

        return convoy.Loop.Syntax is StatementSyntax { ContainsDirectives: false } loop && !TakesTurns(site, call) && IsConfigured(join) is { } configure
            && IsAtHand(convoy.Batches.Items) && !Functions.CatchesAggregate(site, call) && Functions.MayAwaitAt(site, call) && !CapturedState.IsTouchedBy(site, convoy.Work, convoy.Item)
                ? new ConvoyLoop(convoy, member, loop, configure)
                : null;
    }

    public SyntaxNode? Write(FixSite site)
    {
        if (!TryToken(out var token) || Degree(site) is not { } degree || new ItemLambda(site, convoy.Work, convoy.Item, loop, configure).Write() is not { } work || convoy.Batches!.Items.Unwrapped().Syntax is not ExpressionSyntax items)
        {
            return null;
        }

        var parallel = site.Symbols.Parallel!;
        var arguments = new[] { items.WithoutTrivia(), LoopOptions.New(site, token?.ToString(), degree.WithoutTrivia().ToString()), work };
        var call = KnownCall.To(parallel, SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(parallel), SyntaxFactory.IdentifierName(Asynchronous)),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments.Select(SyntaxFactory.Argument), Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Length - 1)))));
        var statement = SyntaxFactory.ExpressionStatement(Awaiting.Await(call, configure))
            .WithLeadingTrivia(Leading([convoy.Work.Syntax, items, degree]))
            .WithTrailingTrivia((gone.FirstOrDefault(other => other.SpanStart > loop.SpanStart) ?? loop).GetTrailingTrivia());
        var root = site.Root.TrackNodes(gone.Append(loop));
        root = root.ReplaceNode(root.GetCurrentNode(loop)!, statement);
        return gone.Aggregate(root, static (rest, other) => rest.RemoveNode(rest.GetCurrentNode(other)!, SyntaxRemoveOptions.KeepNoTrivia)!);
    }

    /// <summary>A context, or a grain and its like, lets the items do one thing after another between their waits; the loop would not.</summary>
    public static bool TakesTurns(FixSite site, SyntaxNode place) => site.Engine.Hosts.HasSynchronizationContext
        || site.Model.GetEnclosingSymbol(place.SpanStart, site.CancellationToken)?.ContainingType?.GetMembers().OfType<IMethodSymbol>().Any(member => site.Engine.Hosts.CallerOf(member) is Host.Ui or Host.Turn) == true;

    /// <summary>Whether the wait goes on without its context; null where that is not written down.</summary>
    public static bool? IsConfigured(IOperation join) => join.Parent is not IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured ? false
        : configured.Arguments is [{ Value.ConstantValue: { HasValue: true, Value: bool isCaptured } }] ? !isCaptured
        : null;

    /// <summary>
    /// All items are there before the first one is worked on. A sequence that makes them one by one would do so beside the work, and not
    /// between two batches as before.
    /// </summary>
    public static bool IsAtHand(IOperation items)
    {
        items = items.Unwrapped();
        return items.Type is IArrayTypeSymbol
            || (items is IInvocationOperation { TargetMethod.Name: "Range" or "Repeat" } range && range.IsLinq())
            || (items.Type is { ContainingNamespace.Name: not "Concurrent" } type
                && type.AllInterfaces.Append(type).Any(static contract => contract.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_ICollection_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T));
    }

    /// <summary>Nothing is done for a batch, but that it may be refused when somebody has asked to stop; the loop looks after that, too.</summary>
    private bool TryToken(out SyntaxNode? token)
    {
        token = null;
        if (convoy.Rest is [IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { Name: "ThrowIfCancellationRequested", ContainingType.Name: "CancellationToken" }, Instance: { } asked } } statement]
            && !convoy.IsGathered && asked is IParameterReferenceOperation or ILocalReferenceOperation && statement.Syntax.SpanStart < convoy.Starter.Syntax.SpanStart)
        {
            token = asked.Syntax;
            return true;
        }

        return convoy.Rest.IsEmpty;
    }

    /// <summary>The size of a batch, where the loop is nothing but its batches.</summary>
    private ExpressionSyntax? Degree(FixSite site) => loop switch
    {
        ForEachStatementSyntax each when each.AwaitKeyword.RawKind != 0 || !HasPlainItem(site) => null,
        ForEachStatementSyntax each when convoy.IsGathered => Gathered(site, each),
        ForEachStatementSyntax when convoy.Batches!.IsChunk => convoy.Batches.Size.Unwrapped().Syntax as ExpressionSyntax,
        ForStatementSyntax counted when HasPlainItem(site) => Sliced(site, counted),
        _ => null,
    };

    // A loop converts each item to the type of its variable; a lambda would not.
    private bool HasPlainItem(FixSite site) => convoy.Item is not { } item
        || (item.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is ForEachStatementSyntax each && site.Model.GetForEachStatementInfo(each).ElementConversion.IsIdentity);

    /// <summary>From the first item, in steps of a batch, to the last one.</summary>
    private ExpressionSyntax? Sliced(FixSite site, ForStatementSyntax counted)
    {
        if (counted is not
            {
                Declaration.Variables: [{ Initializer.Value: LiteralExpressionSyntax { Token.Value: 0 } } counter],
                Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax tested, Right: { } bound },
                Incrementors: [AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: IdentifierNameSyntax moved, Right: { } step }],
            } || convoy.Batches is not { } batches || (convoy.Batch is { } batch ? member.OnlyValue(batch) : convoy.Starter.ArgumentAt(0)) is not { } slice || Batching.StartOf(slice) is not { } start)
        {
            return null;
        }

        var name = counter.Identifier.ValueText;
        var items = batches.Items.Unwrapped().Syntax;
        var isRange = start.Parent is IRangeOperation;
        return tested.Identifier.ValueText == name && moved.Identifier.ValueText == name && IsName(start.Syntax) && IsCount(bound) && ThreadCreation.IsPlain(site, step) && ThreadCreation.IsPlain(site, items)
            && (batches.Size.Unwrapped().Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Min" }, ArgumentList.Arguments: [var one, var other] }
                ? IsEnd(one.Expression) || IsEnd(other.Expression)
                : IsEnd(batches.Size.Syntax))
                ? step
                : null;

        bool IsName(SyntaxNode node) => node is IdentifierNameSyntax used && used.Identifier.ValueText == name;

        bool IsCount(ExpressionSyntax count) => count switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count", Expression: { } whole } => SyntaxFactory.AreEquivalent(whole, items),
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count", Expression: { } whole } } => SyntaxFactory.AreEquivalent(whole, items),
            _ => false,
        };

        // A range tells where it ends, everything else how long it is.
        bool IsEnd(SyntaxNode size) => size is ParenthesizedExpressionSyntax { Expression: var inner } ? IsEnd(inner)
            : isRange ? size is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum && ((IsName(sum.Left) && SyntaxFactory.AreEquivalent(sum.Right, step)) || (IsName(sum.Right) && SyntaxFactory.AreEquivalent(sum.Left, step)))
            : SyntaxFactory.AreEquivalent(size, step);
    }

    /// <summary>A new list, a loop that only adds to it and waits when it is full, a last wait behind the loop.</summary>
    private ExpressionSyntax? Gathered(FixSite site, ForEachStatementSyntax each)
    {
        if (each is not { Parent: BlockSyntax block, Statement: BlockSyntax { Statements: { Count: 2 } statements } } || convoy.Tasks is not { } tasks
            || statements.OfType<IfStatementSyntax>().SingleOrDefault() is not { Else: null, Statement: BlockSyntax { Statements.Count: 2 } }
            || statements.OfType<ExpressionStatementSyntax>().SingleOrDefault() is not { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: { } added }] } } || added != convoy.Starter.Syntax
            || tasks.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken).Parent?.Parent is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } declaration || declaration.Parent != block
            || block.Statements.SkipWhile(statement => statement != each).Skip(1).FirstOrDefault() is not { } last || !IsLastWait(last)
            || member.MentionsOf(tasks).Any(mention => !each.Contains(mention.Syntax) && !last.Contains(mention.Syntax)) || convoy.Batches!.Size.Syntax is not ExpressionSyntax size || !ThreadCreation.IsPlain(site, size))
        {
            return null;
        }

        gone.Add(declaration);
        gone.Add(last);
        return size;
    }

    private static bool IsLastWait(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: [var only] } => IsLastWait(only),
        IfStatementSyntax { Else: null } check => IsLastWait(check.Statement),
        ExpressionStatementSyntax { Expression: AwaitExpressionSyntax } => true,
        _ => false,
    };

    /// <summary>What stands above the loop, and every comment on what is no more.</summary>
    private SyntaxTriviaList Leading(IReadOnlyList<SyntaxNode> kept)
    {
        var own = loop.GetLeadingTrivia();
        var above = gone is [var declaration, ..] && loop.Parent is BlockSyntax block && block.Statements.IndexOf(loop) == block.Statements.IndexOf(declaration) + 1
            ? declaration.GetLeadingTrivia() is var before && own.Any(ThreadCreation.IsComment) ? [.. before.Take(before.Count - 1), .. own] : before
            : own;
        var indent = own.LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var end = loop.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } written ? written : SyntaxFactory.ElasticLineFeed;
        var last = gone.FirstOrDefault(other => other.SpanStart > loop.SpanStart) ?? loop;
        var left = gone.Append(loop).OrderBy(static statement => statement.SpanStart).SelectMany(statement => statement.DescendantTrivia(node => !kept.Contains(node)))
            .Where(trivia => ThreadCreation.IsComment(trivia) && !above.Contains(trivia) && !last.GetTrailingTrivia().Contains(trivia) && !kept.Any(node => node.Span.Contains(trivia.Span)));
        return [.. above, .. left.SelectMany(comment => new[] { comment, end, indent })];
    }
}
