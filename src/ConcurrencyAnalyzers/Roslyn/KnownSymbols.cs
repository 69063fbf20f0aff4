using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Roslyn;

/// <summary>The types that the rules and fixes know by name, looked up once per compilation; null where a target framework lacks them.</summary>
internal sealed class KnownSymbols
{
    private static readonly ConditionalWeakTable<Compilation, KnownSymbols> Cache = new();

    private readonly Compilation compilation;

    private KnownSymbols(Compilation compilation)
    {
        this.compilation = compilation;
        Task = Find("System.Threading.Tasks.Task");
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        TaskFactory = Find("System.Threading.Tasks.TaskFactory");
        TaskFactoryOfT = Find("System.Threading.Tasks.TaskFactory`1");
        TaskScheduler = Find("System.Threading.Tasks.TaskScheduler");
        Parallel = Find("System.Threading.Tasks.Parallel");
        ParallelOptions = Find("System.Threading.Tasks.ParallelOptions");
        Thread = Find("System.Threading.Thread");
        ThreadPool = Find("System.Threading.ThreadPool");
        Monitor = Find("System.Threading.Monitor");
        Lock = Find("System.Threading.Lock");
        Mutex = Find("System.Threading.Mutex");
        SpinLock = Find("System.Threading.SpinLock");
        ReaderWriterLock = Find("System.Threading.ReaderWriterLock");
        ReaderWriterLockSlim = Find("System.Threading.ReaderWriterLockSlim");
        CancellationToken = Find("System.Threading.CancellationToken");
        AsyncEnumerable = Find("System.Collections.Generic.IAsyncEnumerable`1");
        AsyncEnumerator = Find("System.Collections.Generic.IAsyncEnumerator`1");
        Enumerable = Find("System.Linq.Enumerable");
        GenericEnumerable = Find("System.Collections.Generic.IEnumerable`1");
        ListOfT = Find("System.Collections.Generic.List`1");
        EventArgs = Find("System.EventArgs");
        AggregateException = Find("System.AggregateException");
        Obsolete = Find("System.ObsoleteAttribute");
        Conditional = Find("System.Diagnostics.ConditionalAttribute");
        TimeSpan = Find("System.TimeSpan");
        Expression = Find("System.Linq.Expressions.Expression`1");
        Command = Find("System.Windows.Input.ICommand");
        Executors = ExecutorSymbols.Of(this);
    }

    public INamedTypeSymbol? Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? TaskFactory { get; }

    public INamedTypeSymbol? TaskFactoryOfT { get; }

    public INamedTypeSymbol? TaskScheduler { get; }

    public INamedTypeSymbol? Parallel { get; }

    public INamedTypeSymbol? ParallelOptions { get; }

    public INamedTypeSymbol? Thread { get; }

    public INamedTypeSymbol? ThreadPool { get; }

    public INamedTypeSymbol? Monitor { get; }

    public INamedTypeSymbol? Lock { get; }

    public INamedTypeSymbol? Mutex { get; }

    public INamedTypeSymbol? SpinLock { get; }

    public INamedTypeSymbol? ReaderWriterLock { get; }

    public INamedTypeSymbol? ReaderWriterLockSlim { get; }

    public INamedTypeSymbol? CancellationToken { get; }

    public INamedTypeSymbol? AsyncEnumerable { get; }

    public INamedTypeSymbol? AsyncEnumerator { get; }

    public INamedTypeSymbol? Enumerable { get; }

    public INamedTypeSymbol? GenericEnumerable { get; }

    public INamedTypeSymbol? ListOfT { get; }

    public INamedTypeSymbol? EventArgs { get; }

    public INamedTypeSymbol? AggregateException { get; }

    public INamedTypeSymbol? Obsolete { get; }

    public INamedTypeSymbol? Conditional { get; }

    public INamedTypeSymbol? TimeSpan { get; }

    public INamedTypeSymbol? Expression { get; }

    public INamedTypeSymbol? Command { get; }

    /// <summary>Null where the executors are not referenced.</summary>
    public ExecutorSymbols? Executors { get; }

    public static KnownSymbols Of(Compilation compilation) => Cache.GetValue(compilation, static c => new KnownSymbols(c));

    /// <summary>For a name that data gives, as in documentation IDs; never call this once per operation.</summary>
    // By namespaces, which the compiler has merged and remembers: its own search by metadata name asks every reference for every name, and most names of data are in none.
    public INamedTypeSymbol? Find(string metadataName)
    {
        INamespaceOrTypeSymbol container = compilation.GlobalNamespace;
        foreach (var name in metadataName.Split('.', '+'))
        {
            if ((container.GetMembers(name).OfType<INamespaceSymbol>().FirstOrDefault() ?? (INamespaceOrTypeSymbol?)Type(container, name)) is not { } found)
            {
                return null;
            }

            container = found;
        }

        return container as INamedTypeSymbol;
    }

    private INamedTypeSymbol? Type(INamespaceOrTypeSymbol container, string name)
    {
        var tick = name.IndexOf('`');
        return tick < 0 ? Visible(container.GetTypeMembers(name, 0))
            : int.TryParse(name.Substring(tick + 1), out var arity) ? Visible(container.GetTypeMembers(name.Substring(0, tick), arity))
            : null;
    }

    // When two references define the type, any public one will do.
    private INamedTypeSymbol? Visible(ImmutableArray<INamedTypeSymbol> types) => types is [var only] ? only
        : types.FirstOrDefault(IsOwn) ?? types.FirstOrDefault(static t => t.DeclaredAccessibility is Accessibility.Public);

    public bool IsTask(ITypeSymbol? type) => IsOneOf(type, Task, TaskOfT);

    public bool IsValueTask(ITypeSymbol? type) => IsOneOf(type, ValueTask, ValueTaskOfT);

    public bool IsTaskFactory(ITypeSymbol? type) => IsOneOf(type, TaskFactory, TaskFactoryOfT);

    /// <summary>What makes a body asynchronous code: it returns an awaitable or an asynchronous sequence.</summary>
    public bool IsAsyncShaped(ITypeSymbol? type) =>
        type is INamedTypeSymbol { SpecialType: SpecialType.None } named
        && (IsTask(named) || IsValueTask(named) || IsOneOf(named, AsyncEnumerable, AsyncEnumerator) || IsCustomAwaitable(named));

    /// <summary>Whoever is given it is given a task: one, several, or a delegate that makes one.</summary>
    public bool GivesTask(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => GivesTask(array.ElementType),
        INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } made } => IsAsyncShaped(made),
        INamedTypeSymbol { TypeKind: TypeKind.Interface or TypeKind.Class, TypeArguments: [{ } element] } named when !IsAsyncShaped(named) => IsTask(element),
        _ => IsAsyncShaped(type),
    };

    public bool IsCancellationToken(ITypeSymbol? type) => IsOneOf(type, CancellationToken, null);

    /// <summary>
    /// Declared by this compilation. Another project of the solution is a reference like any other, also in an editor that has its source:
    /// what is said must not depend on who asks.
    /// </summary>
    public bool IsOwn(ISymbol symbol) => compilation.Assembly.IsSameAs(symbol.ContainingAssembly);

    /// <summary>Has an entry point, and so no callers but its own.</summary>
    public bool IsProgram => compilation.Options.OutputKind is not (OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule);

    private static bool IsOneOf(ITypeSymbol? type, INamedTypeSymbol? first, INamedTypeSymbol? second) =>
        type?.OriginalDefinition is { } definition
        && (SymbolEqualityComparer.Default.Equals(definition, first) || (second is not null && SymbolEqualityComparer.Default.Equals(definition, second)));

    private static bool IsCustomAwaitable(INamedTypeSymbol type)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface))
        {
            return false;
        }

        foreach (var member in type.GetMembers("GetAwaiter"))
        {
            if (member is IMethodSymbol { Parameters.IsEmpty: true, IsStatic: false, DeclaredAccessibility: Accessibility.Public })
            {
                return true;
            }
        }

        return false;
    }
}
