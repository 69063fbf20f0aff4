using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>A lambda that several threads run at once, each for other items: the body of a parallel loop, or the work of a parallel query.</summary>
internal sealed class ParallelWork
{
    private ParallelWork(IInvocationOperation construct, IAnonymousFunctionOperation body, IAnonymousFunctionOperation? last, bool isLoop)
    {
        Construct = construct;
        Body = body;
        Last = last;
        IsLoop = isLoop;
    }

    public IInvocationOperation Construct { get; }

    /// <summary>Runs once for each item.</summary>
    public IAnonymousFunctionOperation Body { get; }

    /// <summary>Runs once for each thread, when it has no more items; only loops with a state for each thread have it.</summary>
    public IAnonymousFunctionOperation? Last { get; }

    /// <summary>A <c>Parallel.For</c> or <c>Parallel.ForEach</c>.</summary>
    public bool IsLoop { get; }

    /// <summary>The loop has a state for each thread.</summary>
    public bool HasLocalState => Construct.Arguments.Any(static argument => argument.Parameter?.Name == "localInit");

    /// <summary>Items are counted, not taken from a sequence.</summary>
    public bool IsCounted => IsLoop && Construct.TargetMethod.Name == "For";

    /// <summary>What the item is called.</summary>
    public IParameterSymbol? Item => Body.Symbol.Parameters.FirstOrDefault();

    /// <summary>Null for anything else, and where the code itself says that one thread does it all.</summary>
    public static ParallelWork? Of(IInvocationOperation call, KnownSymbols symbols)
    {
        var isLoop = call.TargetMethod.Name is "For" or "ForEach" && call.TargetMethod.ContainingType.IsSameAs(symbols.Parallel);
        if (!isLoop && !(call.TargetMethod.Name is "ForAll" or "Select" or "Where" or "SelectMany" && call.IsPlinq()))
        {
            return null;
        }

        var body = isLoop ? LambdaOf(call, "body") : call.Arguments.Length < 2 ? null : Lambda(call.ArgumentAt(1));
        return body is null || ParallelDegree.IsOne(call, symbols) ? null : new ParallelWork(call, body, isLoop ? LambdaOf(call, "localFinally") : null, isLoop);
    }

    /// <summary>The variable was there before the body began, and stays when it ends; each of its threads sees the same one.</summary>
    public bool IsShared(ISymbol variable) => variable switch
    {
        ILocalSymbol { IsConst: false, IsRef: false } or IParameterSymbol => !IsDeclaredIn(variable),
        IFieldSymbol field => !field.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "ThreadStaticAttribute"),
        _ => false,
    };

    private bool IsDeclaredIn(ISymbol variable) => variable.DeclaringSyntaxReferences.Any(declared => declared.SyntaxTree == Construct.Syntax.SyntaxTree && Construct.Syntax.Span.Contains(declared.Span));

    private static IAnonymousFunctionOperation? LambdaOf(IInvocationOperation call, string parameter) => Lambda(call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value);

    private static IAnonymousFunctionOperation? Lambda(IOperation? value) => value?.Unwrapped() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda } ? lambda : null;
}
