using System;
using System.Collections.Generic;
using System.Linq;
using ConcurrencyAnalyzers.Engine;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ConcurrencyAnalyzers;

/// <summary>Writes one document anew: each declaration once, whatever the number of places that lead to it.</summary>
internal sealed class ChainRewriter(FixSite site, ChainEdits edits) : CSharpSyntaxRewriter(visitIntoStructuredTrivia: edits.Names.Count > 0)
{
    /// <summary>On calls and declarations that belong together.</summary>
    public const string CallKind = "ConcurrencyAnalyzers.ChainCall";
    public const string DeclarationKind = "ConcurrencyAnalyzers.ChainDeclaration";

    private static readonly SyntaxAnnotation Spread = new();

    private readonly SyntaxTrivia endOfLine = site.Root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end : SyntaxFactory.ElasticLineFeed;

    /// <summary>The declaration that stays as it is, while it is passed.</summary>
    private SyntaxNode? kept;

    public override SyntaxList<TNode> VisitList<TNode>(SyntaxList<TNode> list)
    {
        var items = new List<TNode>(list.Count);
        foreach (var item in list)
        {
            if (kept is null && DeclarationIn(item) is { Step.IsKept: true, Node: var declared })
            {
                kept = declared;
                items.Add((TNode)Visit(item));
                kept = null;
                items.Add((TNode)Beside(item, Visit(item)));
                continue;
            }

            switch (Visit(item))
            {
                case BlockSyntax block when block.HasAnnotation(Spread):
                    items.AddRange(block.Statements.Select(static statement => (TNode)(SyntaxNode)statement));
                    break;
                case TNode visited:
                    items.Add(visited);
                    break;
            }
        }

        return items.SequenceEqual(list) ? list : SyntaxFactory.List(items);
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        if (kept is null && edits.Declarations.TryGetValue(node, out var declaration))
        {
            var (modifiers, type) = Head(visited.Modifiers, visited.ReturnType, declaration);
            var (block, arrow) = Body(declaration, node.Body, visited.Body, visited.ExpressionBody);
            return Documented(declaration, visited.WithModifiers(modifiers).WithReturnType(type).WithIdentifier(Name(visited.Identifier, declaration))
                .WithParameterList(Parameters(visited.ParameterList, declaration))
                .WithBody(block).WithExpressionBody(arrow).WithSemicolonToken(block is null ? visited.SemicolonToken : default)
                .WithTrailingTrivia(visited.GetTrailingTrivia()));
        }

        if (edits.TaskFunctions.Contains(node))
        {
            var (modifiers, type) = AsyncKeyword.AddTo(visited.Modifiers, visited.ReturnType);
            return visited.WithModifiers(modifiers).WithReturnType(type).WithExpressionBody(Unwrapped(node, visited.ExpressionBody)).WithIdentifier(Warned(node, visited.Identifier));
        }

        return visited;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var visited = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        if (kept is null && edits.Declarations.TryGetValue(node, out var declaration))
        {
            var (modifiers, type) = Head(visited.Modifiers, visited.ReturnType, declaration);
            var (block, arrow) = Body(declaration, node.Body, visited.Body, visited.ExpressionBody);
            return visited.WithModifiers(modifiers).WithReturnType(type).WithIdentifier(Name(visited.Identifier, declaration))
                .WithParameterList(Parameters(visited.ParameterList, declaration))
                .WithBody(block).WithExpressionBody(arrow).WithSemicolonToken(block is null ? visited.SemicolonToken : default)
                .WithTrailingTrivia(visited.GetTrailingTrivia())
                .WithAdditionalAnnotations(new SyntaxAnnotation(DeclarationKind, declaration.Step.Id));
        }

        if (edits.TaskFunctions.Contains(node))
        {
            var (modifiers, type) = AsyncKeyword.AddTo(visited.Modifiers, visited.ReturnType);
            return visited.WithModifiers(modifiers).WithReturnType(type).WithExpressionBody(Unwrapped(node, visited.ExpressionBody)).WithIdentifier(Warned(node, visited.Identifier));
        }

        return visited;
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Lambda(node, (AnonymousFunctionExpressionSyntax)base.VisitSimpleLambdaExpression(node)!);

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Lambda(node, (AnonymousFunctionExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!);

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => Lambda(node, (AnonymousFunctionExpressionSyntax)base.VisitAnonymousMethodExpression(node)!);

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        var visited = (ReturnStatementSyntax)base.VisitReturnStatement(node)!;
        var function = Functions.Around(node);
        return function is null ? visited
            : edits.TaskFunctions.Contains(function) ? Unwrapped(node, visited, function)
            : kept is null && edits.Declarations.TryGetValue(function, out var declaration) && !declaration.HasAwaits ? visited.WithExpression(Completed(declaration, node.Expression, visited.Expression)).WithReturnKeyword(visited.ReturnKeyword.WithTrailingTrivia(SyntaxFactory.Space))
            : visited;
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (edits.Calls.TryGetValue(node, out var reference) && Awaits(node, reference.Step))
        {
            return Awaiting.InPlaceOf(node, Called(node, visited, reference.Step), edits.ConfiguresAt(node)).WithTriviaFrom(visited);
        }

        if (edits.LambdaCalls.TryGetValue(node, out var form) && Awaits(node, null) && Awaiting.WithName(visited, form.Name) is { } call)
        {
            return Awaiting.InPlaceOf(node, KnownCall.To(form, call), edits.ConfiguresAt(node)).WithTriviaFrom(visited);
        }

        return Ended(node, visited);
    }

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) => Ended(node, (MemberAccessExpressionSyntax)base.VisitMemberAccessExpression(node)!);

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => Renamed(node, (SimpleNameSyntax)base.VisitIdentifierName(node)!);

    public override SyntaxNode? VisitGenericName(GenericNameSyntax node) => Renamed(node, (SimpleNameSyntax)base.VisitGenericName(node)!);

    public override SyntaxNode? VisitNameMemberCref(NameMemberCrefSyntax node)
    {
        var visited = (NameMemberCrefSyntax)base.VisitNameMemberCref(node)!;
        return edits.Names.TryGetValue(node.Name, out var step) && step.TakesToken && visited.Parameters is { } parameters
            ? visited.WithParameters(parameters.AddParameters(SyntaxFactory.CrefParameter(SyntaxFactory.ParseTypeName("System.Threading.CancellationToken").WithLeadingTrivia(
                parameters.Parameters.Count == 0 ? default : SyntaxFactory.TriviaList(SyntaxFactory.Space)))))
            : visited;
    }

    private ChainDeclaration? DeclarationIn(SyntaxNode item) =>
        edits.Declarations.TryGetValue(item is GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax local } ? local : item, out var declaration) ? declaration : null;

    /// <summary>In what is kept, only functions that are asynchronous for themselves await.</summary>
    private bool Awaits(SyntaxNode call, ChainStep? step) =>
        kept is null
        || (!(edits.OwnerOf(call) is { } owner && edits.Declarations.ContainsKey(owner)) && step?.Declarations.Any(declaration => kept.Contains(declaration.Node)) != true);

    private ExpressionSyntax Called(InvocationExpressionSyntax node, InvocationExpressionSyntax visited, ChainStep step)
    {
        var call = Awaiting.WithName(visited, step.AsyncName)!;
        if (step.TakesToken && TokenAt(node) is { } token && site.Model.GetSymbolInfo(node, site.CancellationToken).Symbol is IMethodSymbol method)
        {
            var given = node.ArgumentList.Arguments;
            var isPositional = given.Count == method.Parameters.Length && given.All(static argument => argument.NameColon is null);
            call = call.WithArgumentList(Awaiting.WithToken(call.ArgumentList, token, isPositional ? null : ChainDeclaration.DefaultTokenName));
        }

        return call.WithAdditionalAnnotations(new SyntaxAnnotation(CallKind, step.Id));
    }

    private ExpressionSyntax Ended(ExpressionSyntax node, ExpressionSyntax visited) =>
        edits.Ends.Contains(node) && Awaits(node, null) ? Awaiting.Awaited(site, node, TokenAt(node), edits.ConfiguresAt(node), visited) ?? visited : visited;

    private string? TokenAt(SyntaxNode place) => kept is null ? edits.TokenAt(site, place) : Awaiting.TokenAt(site, place);

    private SimpleNameSyntax Renamed(SimpleNameSyntax node, SimpleNameSyntax visited) =>
        edits.Names.TryGetValue(node, out var step) ? visited.WithIdentifier(SyntaxFactory.Identifier(step.AsyncName).WithTriviaFrom(visited.Identifier)) : visited;

    private AnonymousFunctionExpressionSyntax Lambda(AnonymousFunctionExpressionSyntax node, AnonymousFunctionExpressionSyntax visited)
    {
        var isTask = edits.TaskFunctions.Contains(node);
        if (!isTask && !(edits.Lambdas.Contains(node) && Awaits(node, null)))
        {
            return visited;
        }

        if (isTask && visited.ExpressionBody is { } expression)
        {
            visited = visited.WithExpressionBody(Unwrapped(node, expression).WithTriviaFrom(expression));
        }

        return AsyncKeyword.AddTo(visited);
    }

    private (SyntaxTokenList Modifiers, TypeSyntax Type) Head(SyntaxTokenList modifiers, TypeSyntax type, ChainDeclaration declaration) =>
        declaration.HasAwaits ? AsyncKeyword.AddTo(modifiers, TaskOf(type)) : (modifiers, TaskOf(type));

    private TypeSyntax TaskOf(TypeSyntax type)
    {
        if (type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            return site.TypeName(site.Symbols.Task!).WithTriviaFrom(type);
        }

        // As it is written, with its aliases and names of elements.
        var task = site.TypeName(site.Symbols.TaskOfT!.Construct(site.Model.Compilation.ObjectType));
        var argument = task.DescendantNodes().OfType<TypeArgumentListSyntax>().First().Arguments[0];
        return task.ReplaceNode(argument, type.WithoutTrivia()).WithTriviaFrom(type);
    }

    private SyntaxToken Name(SyntaxToken identifier, ChainDeclaration declaration)
    {
        var name = SyntaxFactory.Identifier(declaration.Step.AsyncName).WithTriviaFrom(identifier);
        return declaration.Step.IsKept
            ? name.WithAdditionalAnnotations(WarningAnnotation.Create($"'{declaration.Step.Name}' stays beside it for callers that cannot await."))
            : name;
    }

    // Where the call threw, whoever awaits the task is told now.
    private static SyntaxToken Warned(SyntaxNode function, SyntaxToken identifier) =>
        function.DescendantNodes().Any(static node => node is ThrowStatementSyntax or ThrowExpressionSyntax)
            ? identifier.WithAdditionalAnnotations(WarningAnnotation.Create($"Exceptions of '{identifier.ValueText}' come with its task from now on."))
            : identifier;

    private ParameterListSyntax Parameters(ParameterListSyntax list, ChainDeclaration declaration)
    {
        if (!declaration.Step.TakesToken || site.Symbols.CancellationToken is not { } type)
        {
            return list;
        }

        // An explicit implementation is called through its interface only, and the compiler says so.
        var isOptional = declaration.Method.ExplicitInterfaceImplementations.IsEmpty;
        var isNew = site.Root.SyntaxTree.Options is not CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp7_1 };
        ExpressionSyntax value = isNew
            ? SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)
            : SyntaxFactory.DefaultExpression(site.TypeName(type));
        var equals = SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space), value);
        var token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(ChainDeclaration.DefaultTokenName)).WithType(site.TypeName(type).WithTrailingTrivia(SyntaxFactory.Space)).WithDefault(isOptional ? equals : null);
        if (list.Parameters.Count == 0)
        {
            return list.AddParameters(token);
        }

        var last = list.Parameters[list.Parameters.Count - 1];
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken);
        var separators = list.Parameters.GetSeparators().ToList();
        var isOnNextLine = separators.Count > 0 && separators[separators.Count - 1].TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        return list.WithParameters(SyntaxFactory.SeparatedList<ParameterSyntax>(list.Parameters.Replace(last, last.WithTrailingTrivia()).GetWithSeparators()
            .Add(isOnNextLine ? comma.WithTrailingTrivia(endOfLine) : comma.WithTrailingTrivia(SyntaxFactory.Space))
            .Add((isOnNextLine ? token.WithLeadingTrivia(last.GetLeadingTrivia()) : token).WithTrailingTrivia(last.GetTrailingTrivia()))));
    }

    private (BlockSyntax? Block, ArrowExpressionClauseSyntax? Arrow) Body(ChainDeclaration declaration, BlockSyntax? original, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow)
    {
        if (declaration.HasAwaits || arrow?.Expression is ThrowExpressionSyntax)
        {
            return (block, arrow);
        }

        if (arrow is not null)
        {
            return declaration.Method.ReturnsVoid
                ? (Block(SyntaxFactory.ExpressionStatement(arrow.Expression.WithoutTrivia()), Return(declaration)), null)
                : (null, arrow.WithExpression(Completed(declaration, ((ArrowExpressionClauseSyntax)TaskReturns.BodyOf(declaration.Node)!.Parent!).Expression, arrow.Expression).WithTriviaFrom(arrow.Expression)));
        }

        return block is not null && declaration.Method.ReturnsVoid && site.Model.AnalyzeControlFlow(original!) is { Succeeded: true, EndPointIsReachable: true }
            ? (block.AddStatements(Return(declaration).WithTrailingTrivia(endOfLine)), null)
            : (block, null);
    }

    private BlockSyntax Block(params StatementSyntax[] statements) =>
        SyntaxFactory.Block(statements).WithAdditionalAnnotations(Formatter.Annotation).WithLeadingTrivia(SyntaxFactory.ElasticMarker);

    private StatementSyntax Return(ChainDeclaration declaration) => SyntaxFactory.ReturnStatement(
        SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(SyntaxFactory.Space),
        Completed(declaration, null, null),
        SyntaxFactory.Token(SyntaxKind.SemicolonToken)).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>A task that has completed with the value.</summary>
    private ExpressionSyntax Completed(ChainDeclaration declaration, ExpressionSyntax? original, ExpressionSyntax? value)
    {
        var task = site.Receiver(site.Symbols.Task!);
        if (value is null)
        {
            return site.Symbols.Task!.GetMembers("CompletedTask").IsEmpty
                ? From(SyntaxFactory.IdentifierName("FromResult"), SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(0)))
                : SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, SyntaxFactory.IdentifierName("CompletedTask"));
        }

        // What takes its type from where it stands has none to tell as an argument.
        var isOfType = original is not (null or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression or (int)SyntaxKind.NullLiteralExpression } or ImplicitObjectCreationExpressionSyntax
            or ConditionalExpressionSyntax or SwitchExpressionSyntax or CollectionExpressionSyntax or LambdaExpressionSyntax) && site.Model.GetTypeInfo(original, site.CancellationToken).Type is { } type && SymbolEqualityComparer.IncludeNullability.Equals(type, declaration.Method.ReturnType);
        return From(
            isOfType
                ? SyntaxFactory.IdentifierName("FromResult")
                : SyntaxFactory.GenericName(SyntaxFactory.Identifier("FromResult"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(ReturnType(declaration.Node).WithoutTrivia()))),
            value.WithoutTrivia());

        ExpressionSyntax From(SimpleNameSyntax name, ExpressionSyntax result) => SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, task, name),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(result))));
    }

    private static TypeSyntax ReturnType(SyntaxNode declaration) => declaration is MethodDeclarationSyntax method ? method.ReturnType : ((LocalFunctionStatementSyntax)declaration).ReturnType;

    private bool HasResult(SyntaxNode function) =>
        (function is AnonymousFunctionExpressionSyntax ? site.Model.GetSymbolInfo(function, site.CancellationToken).Symbol : site.Model.GetDeclaredSymbol(function, site.CancellationToken))
            is IMethodSymbol { ReturnType: INamedTypeSymbol { Arity: 1 } };

    private ArrowExpressionClauseSyntax? Unwrapped(SyntaxNode function, ArrowExpressionClauseSyntax? arrow) =>
        arrow?.WithExpression(Unwrapped(function, arrow.Expression).WithTriviaFrom(arrow.Expression));

    private ExpressionSyntax Unwrapped(SyntaxNode function, ExpressionSyntax returned) =>
        HasResult(function) && TaskReturns.Value(returned) is { } value ? value.WithoutTrivia() : Await(function, returned);

    private ExpressionSyntax Await(SyntaxNode function, ExpressionSyntax task)
    {
        var configure = Awaiting.ConfiguresIn(function, edits.Configures) && task is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } };
        return Awaiting.Await(Awaiting.Operand(task), configure);
    }

    private SyntaxNode? Unwrapped(ReturnStatementSyntax node, ReturnStatementSyntax visited, SyntaxNode function)
    {
        var returned = visited.Expression!;
        if (HasResult(function))
        {
            return visited.WithExpression(Unwrapped(function, returned).WithTriviaFrom(returned));
        }

        var isLast = node.Parent is BlockSyntax block && block == TaskReturns.BodyOf(function) && block.Statements.Last() == node;
        if (TaskReturns.IsCompleted(returned) || TaskReturns.Value(returned) is LiteralExpressionSyntax)
        {
            return isLast && !node.DescendantTrivia().Any(static trivia => ThreadCreation.IsComment(trivia) || trivia.IsDirective)
                ? null
                : visited.WithExpression(null).WithReturnKeyword(visited.ReturnKeyword.WithTrailingTrivia());
        }

        var await = SyntaxFactory.ExpressionStatement(Await(function, returned), visited.SemicolonToken).WithTriviaFrom(visited);
        if (isLast)
        {
            return await;
        }

        var back = SyntaxFactory.ReturnStatement().WithAdditionalAnnotations(Formatter.Annotation);
        var both = SyntaxFactory.Block(await.WithTrailingTrivia(endOfLine), back.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(visited.GetTrailingTrivia()));
        return node.Parent is BlockSyntax or SwitchSectionSyntax
            ? both.WithAdditionalAnnotations(Spread)
            : both.WithAdditionalAnnotations(Formatter.Annotation).WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(visited.GetTrailingTrivia());
    }

    /// <summary>The asynchronous form as it stands behind the synchronous one: a line between them, its comments repeated, directives not.</summary>
    private SyntaxNode Beside(SyntaxNode original, SyntaxNode written)
    {
        var leading = written.GetLeadingTrivia().ToList();
        leading.RemoveRange(0, leading.FindLastIndex(static trivia => trivia.IsDirective) + 1);
        var start = leading.FindIndex(static trivia => !(trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.DisabledTextTrivia)));
        var indentation = start < 0 ? leading.FindLastIndex(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) : leading.FindLastIndex(start, static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        leading.RemoveRange(0, indentation + 1);
        leading.Insert(0, endOfLine);
        if (!original.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            leading.Insert(0, endOfLine);
        }

        return written.WithLeadingTrivia(leading);
    }

    private static MethodDeclarationSyntax Documented(ChainDeclaration declaration, MethodDeclarationSyntax method)
    {
        method = method.WithAdditionalAnnotations(new SyntaxAnnotation(DeclarationKind, declaration.Step.Id));
        if (!declaration.Step.TakesToken || method.GetLeadingTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)) is not { RawKind: not 0 } comment)
        {
            return method;
        }

        var text = comment.ToFullString();
        var last = text.LastIndexOf("</param>", StringComparison.Ordinal);
        if (last < 0 || text.IndexOf('\n', last) < 0)
        {
            return method;
        }

        var end = text.IndexOf('\n', last) + 1;
        var newline = text[end - 2] == '\r' ? "\r\n" : "\n";
        var start = text.LastIndexOf('\n', last);
        var indentation = start < 0 ? method.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToString() : text.Substring(start + 1, text.IndexOf("///", start, StringComparison.Ordinal) - start - 1);
        text = text.Insert(end, $"{indentation}/// <param name=\"{ChainDeclaration.DefaultTokenName}\">Ends the operation early.</param>{newline}");
        return method.WithLeadingTrivia(method.GetLeadingTrivia().ReplaceRange(comment, SyntaxFactory.ParseLeadingTrivia(text)));
    }
}
