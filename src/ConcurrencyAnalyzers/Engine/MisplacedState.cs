using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>
/// What was meant to tell a new task how to run, and is bound to its state instead: the parameter takes any object, and nobody reads it.
/// </summary>
/// <param name="Argument">What is passed as the state.</param>
/// <param name="Work">The delegate, which is given the state.</param>
internal sealed record MisplacedState(IArgumentOperation Argument, IArgumentOperation Work)
{
    /// <summary>Null where no state is passed, where it may be one, and where the delegate does something with it.</summary>
    public static MisplacedState? Of(IOperation? operation, KnownSymbols symbols, Bodies bodies, System.Threading.CancellationToken cancellationToken) =>
        Setting(operation, symbols) is { Argument: { } state, Work: { } work } && Ignores(work.Value.Unwrapped(), bodies, cancellationToken) ? new MisplacedState(state, work) : null;

    /// <summary>The state asks for a thread of its own, for work that would stay on it.</summary>
    public static bool AsksForThread(IArgumentOperation work, ImmutableArray<IArgumentOperation> arguments) =>
        work.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType.Name: not ("Task" or "ValueTask") } && work.Value.Unwrapped() is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.IsAsync: true } }
        && arguments.Any(static argument =>
        IsState(argument.Parameter) && argument.Value.Unwrapped() is { Type.Name: "TaskCreationOptions", ConstantValue: { HasValue: true, Value: int bits } } && (bits & TaskStart.LongRunning) != 0);

    private static (IArgumentOperation? Argument, IArgumentOperation? Work) Setting(IOperation? operation, KnownSymbols symbols)
    {
        var arguments = operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "StartNew" } target } call when symbols.IsTaskFactory(target.ContainingType) => call.Arguments,
            IObjectCreationOperation { Constructor: { } constructor } creation when symbols.IsTask(constructor.ContainingType) => creation.Arguments,
            _ => [],
        };
        return (
            arguments.FirstOrDefault(argument => IsState(argument.Parameter) && IsSetting(argument.Value.Unwrapped().Type, symbols)),
            arguments.FirstOrDefault(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate));
    }

    private static bool IsState(IParameterSymbol? parameter) => parameter is { Name: "state", Type.SpecialType: SpecialType.System_Object };

    // Nobody needs them as a state: an option says nothing once the task runs, and a token is captured or passed in something that has a name.
    private static bool IsSetting(ITypeSymbol? type, KnownSymbols symbols) =>
        symbols.IsCancellationToken(type) || type is { Name: "TaskCreationOptions" or "TaskContinuationOptions", TypeKind: TypeKind.Enum, ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };

    /// <summary>The parameter that takes the state is never mentioned. Of a delegate that comes from elsewhere nobody knows.</summary>
    private static bool Ignores(IOperation work, Bodies bodies, System.Threading.CancellationToken cancellationToken) => (work is IDelegateCreationOperation created ? created.Target : work) switch
    {
        IAnonymousFunctionOperation { Symbol.Parameters: [var state], Body: { } body } => !body.Mentions(state),
        IMethodReferenceOperation { Method: { Parameters: [_], IsVirtual: false, IsAbstract: false, IsOverride: false } method } =>
            method.OriginalDefinition is { Parameters: [var state] } definition && definition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declared
            && bodies.OperationOf(declared, cancellationToken) is { } body && !body.Mentions(state),
        _ => false,
    };
}
