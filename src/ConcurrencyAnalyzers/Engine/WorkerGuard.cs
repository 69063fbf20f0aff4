using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// Worker processes run the entry point of their program, as the program itself does, so that has to ask which of the two it is before it does anything else. It looks at code that nobody
/// has asked of yet, so it is for entry points alone.
/// </summary>
internal static class WorkerGuard
{
    public const string Name = "TryRunAsync";

    private const string Library = "ConcurrencyAnalyzers.Executors";

    public static bool IsEntryPoint(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken) =>
        method is { IsStatic: true, Name: WellKnownMemberNames.EntryPointMethodName or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName } && compilation.GetEntryPoint(cancellationToken).IsSameAs(method);

    /// <summary>The question, in the member's own code.</summary>
    public static IInvocationOperation? In(ImmutableArray<IOperation> operations, ExecutorSymbols executors) => operations.SelectMany(static block => block.OwnOperations()).OfType<IInvocationOperation>()
        .FirstOrDefault(call => call.TargetMethod.Name == Name && call.TargetMethod.ContainingType.IsSameAs(executors.ProcessWorker));

    /// <summary>
    /// The first thing that is done before the question is asked, by code of the program or its libraries. The platform's own settings are for both, such as the encoding of the console, and so is what finds assemblies.
    /// </summary>
    public static (ISymbol Member, SyntaxNode Place)? WorkBefore(IInvocationOperation guard, ImmutableArray<IOperation> operations, KnownSymbols symbols)
    {
        foreach (var operation in operations.SelectMany(static block => block.OwnOperations()))
        {
            // What the question is asked with begins where it does.
            if (operation.Syntax.SpanStart < guard.Syntax.SpanStart && Work(operation, symbols) is { } member && !guard.IsWithin(operation))
            {
                return (member, operation is IAssignmentOperation assignment ? assignment.Target.Syntax : operation.Syntax);
            }
        }

        return null;
    }

    /// <summary>The program starts itself as a worker, and nobody in it ever asks.</summary>
    public static bool IsMissed(ImmutableArray<IOperation> operations, ConcurrencyModel model, Compilation compilation, ExecutorSymbols executors, CancellationToken cancellationToken)
    {
        var (creations, jobs, isRegistered) = (new List<BaseObjectCreationExpressionSyntax>(), false, false);
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isWritten = !BlockedPool.IsGenerated(tree.FilePath);
            var root = tree.GetRoot(cancellationToken);
            var mayCreate = false;
            foreach (var token in root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)))
            {
                switch (token.ValueText)
                {
                    case Name:
                        return false;
                    case "ProcessExecutor":
                        mayCreate = isWritten;
                        break;
                    case "JobRegistry" or "ProcessJobs":
                        isRegistered |= isWritten;
                        break;
                    case "ProcessJob" or "ProcessJobAttribute":
                        jobs |= token.Parent?.FirstAncestorOrSelf<AttributeSyntax>() is not null;
                        break;
                }
            }

            if (mayCreate)
            {
                creations.AddRange(root.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Where(creation => Creates(creation, model, executors, cancellationToken)));
            }
        }

        return (creations.Any(creation => RunsItself(creation, model, cancellationToken)) || (creations.Count == 0 && jobs && !isRegistered && HasJob(compilation, executors, cancellationToken)))
            && !AsksElsewhere(operations, model.Symbols);
    }

    private static ISymbol? Work(IOperation operation, KnownSymbols symbols) => operation switch
    {
        IInvocationOperation call when !IsPlatform(call.TargetMethod) => call.TargetMethod,
        IObjectCreationOperation { Constructor: { } constructor } when !IsPlatform(constructor) => constructor,
        IAssignmentOperation assignment when assignment.Target.Named() is { IsStatic: true } target and (IFieldSymbol or IPropertySymbol) && symbols.IsOwn(target) => target,
        _ => null,
    };

    private static bool IsPlatform(IMethodSymbol method)
    {
        var space = method.ContainingType?.ContainingNamespace;
        if (space is { Name: "Locator", ContainingNamespace: { Name: "Build", ContainingNamespace.Name: "Microsoft" } })
        {
            return true;
        }

        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System", IsGlobalNamespace: false };
    }

    private static bool Creates(BaseObjectCreationExpressionSyntax creation, ConcurrencyModel model, ExecutorSymbols executors, CancellationToken cancellationToken) =>
        (creation is not ObjectCreationExpressionSyntax || Places.NameOf(creation) is var name && (name is QualifiedNameSyntax { Right: var last } ? last : name) is SimpleNameSyntax { Identifier.ValueText: "ProcessExecutor" })
        && model.Bodies.OperationOf(creation, cancellationToken)?.Type.IsSameAs(executors.ProcessExecutor) == true;

    /// <summary>No other program is named. Of options that come from elsewhere nothing is known.</summary>
    private static bool RunsItself(BaseObjectCreationExpressionSyntax creation, ConcurrencyModel model, CancellationToken cancellationToken)
    {
        if (model.Bodies.OperationOf(creation, cancellationToken) is not IObjectCreationOperation { Arguments: [{ Value: { } given }] } executor)
        {
            return false;
        }

        var options = given.Unwrapped() is ILocalReferenceOperation { Local: var local } ? MemberOperations.Around(executor).OnlyValue(local)?.Unwrapped() : given.Unwrapped();
        return options switch
        {
            IObjectCreationOperation { Arguments.IsEmpty: true } made => made.Initializer is not { } set || !set.Initializers.OfType<ISimpleAssignmentOperation>().Any(static one => one.Target.Named()?.Name == "WorkerCommand"),
            _ => options?.IsNullLiteral() == true || options is IDefaultValueOperation,
        };
    }

    private static bool HasJob(Compilation compilation, ExecutorSymbols executors, CancellationToken cancellationToken)
    {
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                if (member is INamedTypeSymbol type && type.HasAttribute(executors.ProcessJobAttribute) && type.Is(executors.ProcessJob))
                {
                    return true;
                }

                pending.Push(member);
            }
        }

        return false;
    }

    /// <summary>The entry point hands over to a library that knows of workers, and may ask.</summary>
    private static bool AsksElsewhere(ImmutableArray<IOperation> operations, KnownSymbols symbols) => operations.SelectMany(static block => block.SelfAndBelow()).OfType<IInvocationOperation>()
        .Any(call => !symbols.IsOwn(call.TargetMethod) && call.TargetMethod.ContainingAssembly is { } assembly
            && assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => reference.Name == Library)));
}
