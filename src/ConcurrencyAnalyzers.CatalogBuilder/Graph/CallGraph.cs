using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;
using ConcurrencyAnalyzers.CatalogBuilder.Derivation;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Graph;

/// <summary>Who calls whom, over all bodies of a universe. Bodies are read in parallel, edges are made in the order of the methods.</summary>
internal sealed class CallGraph
{
    private readonly Universe universe;
    private readonly Contracts contracts;
    private readonly Cuts cuts;
    private readonly Dictionary<MethodNode, Procedure> procedures = [];
    private readonly Dictionary<MethodNode, Procedure> synchronous = [];
    private readonly Dictionary<(MethodNode, TypeNode), Slot> slots = [];
    private int damaged;

    private CallGraph(Universe universe, Contracts contracts, Cuts cuts)
    {
        this.universe = universe;
        this.contracts = contracts;
        this.cuts = cuts;
    }

    /// <summary>In a stable order.</summary>
    public List<Procedure> Procedures { get; } = [];

    /// <summary>In a stable order.</summary>
    public List<Slot> Slots { get; } = [];

    /// <summary>How many bodies could not be read.</summary>
    public int DamagedBodies => damaged;

    public int Edges { get; private set; }

    public static CallGraph Build(Universe universe, Contracts contracts, Cuts cuts)
    {
        var graph = new CallGraph(universe, contracts, cuts);
        graph.ReadBodies();
        graph.FindInvokedParameters();
        for (var i = 0; i < graph.Procedures.Count; i++)
        {
            graph.Connect(graph.Procedures[i]);
        }

        foreach (var slot in universe.Methods.Where(method => method is { IsVirtual: true, IsAbstract: true, IsVisible: true, Owner.IsVisible: true } && !cuts.IsOpaque(method)))
        {
            graph.SlotFor(slot, slot.Owner);
        }

        return graph;
    }

    public Procedure? Find(MethodNode method) => procedures.GetValueOrDefault(method);

    /// <summary>What is known of calls of an abstract method on a receiver of which no more is known.</summary>
    public Slot? FindSlot(MethodNode root) => slots.GetValueOrDefault((root, root.Owner));

    /// <summary>The candidates for a call through a slot on a receiver of a type.</summary>
    public Slot SlotFor(MethodNode root, TypeNode receiver)
    {
        if (slots.TryGetValue((root, receiver), out var known))
        {
            return known;
        }

        var slot = new Slot(root, receiver);
        slots.Add((root, receiver), slot);
        Slots.Add(slot);
        foreach (var candidate in Dispatch.Candidates(root, receiver).Select(Node).Where(candidate => !Dispatch.Abstains(candidate, root)))
        {
            slot.Candidates.Add(candidate);
            candidate.Slots.Add(slot);
        }

        return slot;
    }

    private void ReadBodies()
    {
        var perAssembly = universe.Assemblies.ConvertAll(static assembly => new List<Procedure>(assembly.Methods.Length));
        Parallel.For(0, universe.Assemblies.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var reader = new BodyReader(universe);
            foreach (var method in universe.Assemblies[i].Methods)
            {
                if (method is null)
                {
                    continue;
                }

                perAssembly[i].Add(Read(reader, method, isSynchronous: false));
                if (BodyReader.AsyncFlag(method.Kickoff ?? method) >= 0)
                {
                    perAssembly[i].Add(Read(reader, method, isSynchronous: true));
                }
            }
        });

        foreach (var procedure in perAssembly.SelectMany(static list => list))
        {
            Procedures.Add(procedure);
            (procedure.IsSynchronous ? synchronous : procedures).Add(procedure.Method, procedure);
        }
    }

    private Procedure Read(BodyReader reader, MethodNode method, bool isSynchronous)
    {
        var procedure = new Procedure(method, isSynchronous);
        if (method.HasBody)
        {
            try
            {
                procedure.Facts = reader.Read(method, isSynchronous);
            }
            catch (BadImageFormatException)
            {
                Interlocked.Increment(ref damaged);
            }
        }

        var shape = method.Kickoff ?? method;
        var isAsync = shape.StateMachine is StateMachineKind.Async or StateMachineKind.AsyncIterator;
        procedure.IsAsyncShaped = !isSynchronous && method.Kickoff is null && (isAsync || AsyncShape.Of(method) || cuts.IsPromise(method));
        procedure.IsAwaiting = !isSynchronous && (isAsync || procedure.IsAsyncShaped);
        procedure.Joins = !isAsync && procedure.Facts.Calls.Exists(static call => !call.IsGuarded && AsyncShape.IsJoin(call.Target) && !call.Argument(Value.Receiver).IsSynchronous);
        return procedure;
    }

    private void FindInvokedParameters()
    {
        var pending = new Queue<Procedure>();
        var forwards = new Dictionary<Procedure, List<(Procedure Caller, int From, int To)>>();
        foreach (var procedure in Procedures)
        {
            foreach (var parameter in procedure.Facts.InvokedParameters)
            {
                procedure.Invokes.Add(parameter);
            }

            if (procedure.Invokes.Count > 0)
            {
                pending.Enqueue(procedure);
            }

            foreach (var call in procedure.Facts.Calls)
            {
                if (call.Target.Method is not { } target || Node(target, call) is not { } callee)
                {
                    continue;
                }

                for (var i = 0; i < target.Parameters.Length; i++)
                {
                    if (call.Argument(i) is { Kind: ValueKind.Argument } given && target.Parameters[i].Type is { IsDelegate: true })
                    {
                        (forwards.TryGetValue(callee, out var list) ? list : forwards[callee] = []).Add((procedure, given.Number, i));
                    }
                }
            }
        }

        while (pending.TryDequeue(out var procedure))
        {
            // A body that became a state machine's runs for the method.
            if (procedure.Method.Kickoff is { StateMachine: not StateMachineKind.Iterator } kickoff && Node(kickoff) is var outer && procedure.Invokes.Any(outer.Invokes.Add))
            {
                pending.Enqueue(outer);
            }

            foreach (var (caller, from, to) in forwards.GetValueOrDefault(procedure) ?? [])
            {
                if (procedure.Invokes.Contains(to) && caller.Invokes.Add(from))
                {
                    pending.Enqueue(caller);
                }
            }
        }
    }

    private void Connect(Procedure procedure)
    {
        if (procedure.Method.StateMachineBody is { } body && (procedure.IsSynchronous ? synchronous.GetValueOrDefault(body) : null) is var special)
        {
            var kind = procedure.Method.StateMachine == StateMachineKind.Async ? EdgeKind.AsyncBody : EdgeKind.Enumeration;
            Add(special ?? Node(body), new Edge(procedure, kind, null));
        }

        foreach (var call in procedure.Facts.Calls)
        {
            if (call.Target.Method is not { } target || (procedure.IsAwaiting && AsyncShape.IsAwaiterResult(call.Target)))
            {
                continue;
            }

            for (var i = 0; i < target.Parameters.Length; i++)
            {
                // What an asynchronous method gives away to be run is part of what it promises.
                if (call.Argument(i) is { Kind: ValueKind.Delegate, Method: { } callback } && (procedure.IsAwaiting || Node(target, call).Invokes.Contains(i)))
                {
                    Add(Node(callback), new Edge(procedure, EdgeKind.Callback, null));
                }
            }

            Add(Resolve(call, target), new Edge(procedure, EdgeKind.Call, call));
        }
    }

    private IEffectSource? Resolve(CallSite call, MethodNode target)
    {
        if (contracts.Find(target) is not null)
        {
            return Node(target);
        }

        if (call.Constraint?.Type is { } constrained && target.IsVirtual)
        {
            return Dispatch.ExactTarget(target, constrained) is { } exact ? Node(exact, call) : cuts.IsOpaque(target) ? null : SlotFor(target, constrained);
        }

        if (call.Kind != CallKind.Virtual || !target.IsVirtual || target.IsFinal || target.Owner.IsSealed)
        {
            return Node(target, call);
        }

        if (cuts.IsOpaque(target))
        {
            return null;
        }

        var value = call.Argument(Value.Receiver);
        var type = value.Type?.Type;
        if (type is not null && value.Kind == ValueKind.New && Dispatch.ExactTarget(target, type) is { } known)
        {
            return Node(known, call);
        }

        var receiver = type is not null && (type.DerivesFrom(target.Owner) || type.Implements(target.Owner)) ? type : target.Owner;
        var slot = SlotFor(target, receiver);
        return slot.IsSingle ? Node(slot.Candidates[0].Method, call) : slot;
    }

    private void Add(IEffectSource? callee, Edge edge)
    {
        if (callee is not null)
        {
            callee.Callers.Add(edge);
            Edges++;
        }
    }

    private Procedure Node(MethodNode method) => procedures[method];

    private Procedure Node(MethodNode method, CallSite call) =>
        synchronous.TryGetValue(method, out var special) && call.Argument(BodyReader.AsyncFlag(method)) is { Kind: ValueKind.Constant, Number: 0 } ? special : procedures[method];
}
