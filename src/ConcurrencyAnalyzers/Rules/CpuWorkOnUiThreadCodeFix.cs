using System.Collections.Generic;
using System.Composition;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>
/// Gives a call that computes to the pool and awaits it. That is right for a call which touches nothing but what it is given: values, and what the
/// handler has in locals. What belongs to the user interface is read before, on its thread.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CpuWorkOnUiThreadCodeFix)), Shared]
public sealed class CpuWorkOnUiThreadCodeFix() : ConcurrencyCodeFix(CpuWorkOnUiThreadAnalyzer.Id, "Run it on the pool and await it")
{
    private protected override SyntaxNode? Rewrite(FixSite site)
    {
        if (site.Invocation is not { } call || site.Symbols.Task is not { } task || site.Model.GetOperation(call, site.CancellationToken) is not IInvocationOperation operation
            || !IsAlone(operation) || !Isolation.Holds(operation.TargetMethod, site.Engine, site.CancellationToken))
        {
            return null;
        }

        var read = new List<(ArgumentSyntax Argument, string Name)>();
        foreach (var argument in operation.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit || IsAtHand(argument.Value))
            {
                continue;
            }

            // What is read before must be a value: nobody can change it meanwhile.
            if (!IsValue(argument.Value.Type) || argument.Syntax is not ArgumentSyntax { RefKindKeyword.RawKind: 0 } given || argument.Parameter is not { IsParams: false } parameter || !IsFree(site, call, parameter.Name) || !IsFirst(call))
            {
                return null;
            }

            read.Add((given, parameter.Name));
        }

        var offloaded = call.ReplaceNodes(read.Select(static pair => pair.Argument.Expression), (original, _) => SyntaxFactory.IdentifierName(read.First(pair => pair.Argument.Expression == original).Name).WithTriviaFrom(original));
        var run = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, site.Receiver(task), SyntaxFactory.IdentifierName("Run")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.ParenthesizedLambdaExpression(offloaded.WithoutTrivia())
                .WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space))))));
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), run);
        if (call.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax)
        {
            awaited = SyntaxFactory.ParenthesizedExpression(awaited);
        }

        awaited = awaited.WithTriviaFrom(call);
        if (read.Count == 0)
        {
            return AsyncHandler.Await(site, call, awaited);
        }

        // The locals go in front of the statement; where the call was is marked, since the statement is another then.
        var mark = new SyntaxAnnotation();
        if (AsyncHandler.Await(site, call, awaited.WithAdditionalAnnotations(mark)) is not { } root || root.GetAnnotatedNodes(mark).FirstOrDefault()?.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement)
        {
            return null;
        }

        var locals = read.Select(static (pair, i) => (StatementSyntax)SyntaxFactory.ParseStatement($"var {pair.Name} = {pair.Argument.Expression.WithoutTrivia()};")).ToList();
        locals = [.. locals.Select((local, i) => local.WithLeadingTrivia(i == 0 ? statement.GetLeadingTrivia() : Indentation(statement)).WithTrailingTrivia(EndOf(statement)))];
        var index = block.Statements.IndexOf(statement);
        return root.ReplaceNode(block, block.WithStatements(block.Statements.Replace(statement, statement.WithLeadingTrivia(Indentation(statement))).InsertRange(index, locals)));
    }

    private static SyntaxTriviaList Indentation(StatementSyntax statement) => [.. statement.GetLeadingTrivia().Reverse().TakeWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse()];

    private static SyntaxTriviaList EndOf(StatementSyntax statement) =>
        statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? [statement.GetTrailingTrivia().First(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))] : [SyntaxFactory.Space];

    /// <summary>It is called on nothing, on the handler's own object, whose state <see cref="Isolation"/> watches, or on what the handler has made.</summary>
    private static bool IsAlone(IInvocationOperation call) =>
        call.Instance is null or IInstanceReferenceOperation or ILocalReferenceOperation && call.Arguments.All(static argument => argument.Parameter is { RefKind: RefKind.None, Type.TypeKind: not TypeKind.Delegate });

    private static bool IsAtHand(IOperation value) => value.SelfAndBelow().All(static part => part is
        ILocalReferenceOperation or IParameterReferenceOperation { Parameter.RefKind: RefKind.None } or ILiteralOperation or IConversionOperation { OperatorMethod: null } or IBinaryOperation { OperatorMethod: null }
        or IUnaryOperation { OperatorMethod: null } or IParenthesizedOperation or ITypeOfOperation or IFieldReferenceOperation { Field.IsConst: true });

    private static bool IsValue(ITypeSymbol? type) => type is { TypeKind: TypeKind.Enum } or { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_DateTime };

    private static bool IsFree(FixSite site, SyntaxNode place, string name) => Functions.Around(place) is { } function
        && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && site.Model.LookupSymbols(place.SpanStart, name: name).IsEmpty
        && !function.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);

    /// <summary>Nothing in the statement is done before the call that reading its arguments earlier could change.</summary>
    private static bool IsFirst(InvocationExpressionSyntax call) => call.FirstAncestorOrSelf<StatementSyntax>() is LocalDeclarationStatementSyntax or ExpressionStatementSyntax or ReturnStatementSyntax
        && call.FirstAncestorOrSelf<StatementSyntax>()!.DescendantNodes().All(node => node is not (InvocationExpressionSyntax or ObjectCreationExpressionSyntax or AwaitExpressionSyntax or ConditionalExpressionSyntax) || node.Span.Contains(call.Span) || node.SpanStart >= call.SpanStart)
        && !call.Ancestors().TakeWhile(static node => node is not StatementSyntax).Any(static node => node is AnonymousFunctionExpressionSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or SwitchExpressionSyntax
            or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression });
}
