using System.Collections.Immutable;
using System.Linq;
using ConcurrencyAnalyzers.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ConcurrencyAnalyzers.Engine;

/// <summary>Who runs a task that is started.</summary>
internal enum TaskScheduling : byte
{
    /// <summary><c>TaskScheduler.Default</c>: the pool, or a thread of its own.</summary>
    Default,

    /// <summary>Nothing is said, so the scheduler of the code around: nearly always the default one.</summary>
    Ambient,

    /// <summary><c>TaskScheduler.Current</c>, in so many words.</summary>
    Current,

    /// <summary>Whatever a factory was made with that is out of sight.</summary>
    OfFactory,

    /// <summary>One that was chosen for this, or that a framework counts on.</summary>
    Chosen,
}

/// <summary>What a task is made or started with beside its work.</summary>
internal sealed class TaskStart
{
    public const int LongRunning = 2;

    /// <summary>DenyChildAttach and HideScheduler, which Task.Run brings with it.</summary>
    public const int AsOnPool = 8 | 16;

    private bool isDefaultFactory;

    public required IArgumentOperation Work { get; init; }

    /// <summary>Null where there is none, or one that is never cancelled.</summary>
    public IArgumentOperation? Token { get; private set; }

    public bool HasState { get; private set; }

    /// <summary>Null where they are not constant.</summary>
    public int? Options { get; private set; } = 0;

    public TaskScheduling Scheduling { get; private set; }

    /// <summary>The task that the work gives, where the started task holds it; null for work without a result.</summary>
    public INamedTypeSymbol? Inner { get; private init; }

    /// <summary>Null for anything but a <c>StartNew</c> or a <c>new Task</c> that is given a delegate.</summary>
    /// <param name="operation">The call or the creation.</param>
    /// <param name="symbols">Of the compilation.</param>
    /// <param name="around">The type that the code is part of.</param>
    public static TaskStart? Of(IOperation? operation, KnownSymbols symbols, ITypeSymbol? around)
    {
        var (method, arguments, instance) = operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "StartNew" } target } call when symbols.IsTaskFactory(target.ContainingType) => (target, call.Arguments, call.Instance),
            IObjectCreationOperation { Constructor: { } constructor } creation when symbols.IsTask(constructor.ContainingType) => (constructor, creation.Arguments, null),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty, null),
        };
        if (method is null || arguments.FirstOrDefault(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate) is not { } work)
        {
            return null;
        }

        var start = new TaskStart { Work = work, Inner = InnerOf(method, symbols) };
        start.ReadFactory(operation!, instance, symbols, around);
        foreach (var argument in arguments)
        {
            start.Read(argument, symbols);
        }

        return start;
    }

    /// <summary>The task that a call to <c>StartNew</c>, or the creation of a task, puts into another one.</summary>
    public static INamedTypeSymbol? InnerOf(IMethodSymbol method, KnownSymbols symbols) =>
        (method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType as INamedTypeSymbol) is { TypeArguments: [INamedTypeSymbol inner] } task
        && symbols.IsTask(task) && (symbols.IsTask(inner) || symbols.IsValueTask(inner)) ? inner : null;

    /// <summary><c>Task.Run</c> starts the same work in the same way, these options aside.</summary>
    public bool FitsPool(int without, KnownSymbols symbols) =>
        isDefaultFactory && Scheduling is TaskScheduling.Default or TaskScheduling.Ambient && !HasState && Options is { } options && (options & ~without) == 0
        && (Inner is null || symbols.IsTask(Inner));

    private void Read(IArgumentOperation argument, KnownSymbols symbols)
    {
        if (argument == Work || argument.Parameter is not { } parameter)
        {
            return;
        }

        var value = argument.Value.Unwrapped();
        if (symbols.IsCancellationToken(parameter.Type))
        {
            Token = value is IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } } ? null : argument;
        }
        else if (parameter.Type.Is(symbols.TaskScheduler))
        {
            Scheduling = SchedulingBy(value, symbols);
        }
        else if (parameter.Type.Name == "TaskCreationOptions")
        {
            Options = value.ConstantValue is { HasValue: true, Value: int bits } ? bits : null;
        }
        else
        {
            HasState = true;
        }
    }

    private void ReadFactory(IOperation operation, IOperation? instance, KnownSymbols symbols, ITypeSymbol? around)
    {
        isDefaultFactory = instance is null || instance.Unwrapped() is IPropertyReferenceOperation { Property: { Name: "Factory", IsStatic: true } property } && symbols.IsTask(property.ContainingType);
        Scheduling = instance?.Unwrapped() switch
        {
            IObjectCreationOperation factory when factory.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.Is(symbols.TaskScheduler) == true) is { } given => SchedulingBy(given.Value.Unwrapped(), symbols),
            not null when !isDefaultFactory => TaskScheduling.OfFactory,

            // A task that is made first is started on the scheduler of whoever starts it.
            null when operation.Parent is IInvocationOperation { TargetMethod.Name: "Start", Arguments: [{ Value: { } given }] } => SchedulingBy(given.Unwrapped(), symbols),
            _ => IsGrain(around) ? TaskScheduling.Chosen : TaskScheduling.Ambient,
        };
    }

    private static TaskScheduling SchedulingBy(IOperation scheduler, KnownSymbols symbols) =>
        scheduler is IPropertyReferenceOperation { Property: { IsStatic: true } property } && property.ContainingType.IsSameAs(symbols.TaskScheduler)
            ? property.Name == "Default" ? TaskScheduling.Default : TaskScheduling.Current
            : TaskScheduling.Chosen;

    // The scheduler of the code around is the one that keeps a grain's turns apart.
    private static bool IsGrain(ITypeSymbol? type) =>
        type?.AllInterfaces.Any(static contract => contract is { Name: "IAddressable", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "Orleans" } }) == true;
}
