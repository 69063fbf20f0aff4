using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ConcurrencyAnalyzers.CatalogBuilder.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

/// <summary>
/// Reads bodies: a light simulation of the evaluation stack that says which method is called with what. Each block is simulated once.
/// One reader serves one assembly at a time; readers of different assemblies may run concurrently.
/// </summary>
internal sealed class BodyReader(Universe universe)
{
    private static readonly HashSet<string> FlagNames = new(StringComparer.Ordinal) { "async", "isAsync", "runAsync" };

    private readonly Dictionary<MethodNode, bool> throwers = [];

    /// <summary>The parameter that tells an asynchronous method whether to be one, or -1.</summary>
    public static int AsyncFlag(MethodNode method)
    {
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (method.Parameters[i].Name == "System.Boolean" && FlagNames.Contains(method.ParameterNames[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads a body.</summary>
    /// <param name="method">A method with a body.</param>
    /// <param name="synchronous">Whether its flag (<see cref="AsyncFlag"/>) says to run synchronously.</param>
    /// <exception cref="BadImageFormatException">The body cannot be read.</exception>
    public BodyFacts Read(MethodNode method, bool synchronous)
    {
        try
        {
            return new Simulation(universe, NeverReturns, method, synchronous).Run();
        }
        catch (Exception e) when (Universe.IsDamage(e) && e is not BadImageFormatException)
        {
            throw new BadImageFormatException(e.Message, e);
        }
    }

    private bool NeverReturns(MethodNode method)
    {
        if (!method.HasBody || !(method.Name.Contains("Throw", StringComparison.Ordinal) || method.Name.Contains("Fail", StringComparison.Ordinal)))
        {
            return false;
        }

        if (!throwers.TryGetValue(method, out var known))
        {
            throwers.Add(method, known = HasNoReturn(method));
        }

        return known;
    }

    private static bool HasNoReturn(MethodNode method)
    {
        try
        {
            return !Instruction.Decode(method.Owner.Assembly.Body(method).GetILReader()).Exists(static instruction => instruction.Code == OpCodes.Ret);
        }
        catch (Exception e) when (Universe.IsDamage(e))
        {
            return false;
        }
    }

    private sealed class Simulation
    {
        private readonly Universe universe;
        private readonly AssemblyImage assembly;
        private readonly MetadataReader metadata;
        private readonly MethodNode method;
        private readonly MethodNode shape;
        private readonly bool synchronous;
        private readonly int flag;
        private readonly MethodBodyBlock body;
        private readonly BodyFacts facts = new();
        private readonly List<(int From, int To)> onceRegions = [];
        private readonly Dictionary<string, Value> hoisted = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> fieldStores = new(StringComparer.Ordinal);
        private readonly List<Value> stack = [];
        private readonly List<(Block From, Block To)> ways = [];
        private readonly Dictionary<Block, int> numbers = [];
        private readonly ControlFlow flow;
        private ImmutableArray<TypeSignature> localTypes = [];
        private Value?[] locals = [];
        private int[] localStores = [];
        private readonly List<(int From, int To)> completedRegions = [];
        private TypeSignature? constraint;

        public Simulation(Universe universe, Func<MethodNode, bool> neverReturns, MethodNode method, bool synchronous)
        {
            this.universe = universe;
            this.method = method;
            this.synchronous = synchronous;
            assembly = method.Owner.Assembly;
            metadata = assembly.Metadata;
            shape = method.Kickoff ?? method;
            flag = AsyncFlag(shape);
            body = assembly.Body(method);
            var instructions = Instruction.Decode(body.GetILReader());
            flow = ControlFlow.Build(instructions, body.ExceptionRegions, index => Called(instructions[index]) is { Method: { } target } && neverReturns(target));
        }

        public BodyFacts Run()
        {
            if (flow.Blocks.Count == 0)
            {
                return facts;
            }

            Survey();
            numbers.Add(flow.Blocks[0], 0);
            var pending = new SortedSet<int>();
            foreach (var block in flow.Blocks.Where(block => block.IsHandler || block.First == 0))
            {
                Reach(block, block.IsHandler ? [Value.Unknown] : []);
            }

            while (pending.Count > 0)
            {
                var next = pending.Min;
                pending.Remove(next);
                Simulate(flow.BlockAt(next));
            }

            // Finally blocks are entered from anywhere.
            foreach (var region in body.ExceptionRegions.Where(static region => region.Kind == ExceptionRegionKind.Finally))
            {
                Reach(flow.BlockAt(region.HandlerOffset), []);
                while (pending.Count > 0)
                {
                    var next = pending.Min;
                    pending.Remove(next);
                    Simulate(flow.BlockAt(next));
                }
            }

            facts.Paths = TracePaths();
            facts.NeverReturns = !flow.Blocks.Exists(block => block.IsReached && !block.IsCold && flow.Instructions[block.End - 1].Code == OpCodes.Ret);
            return facts;

            void Reach(Block block, List<Value> entry)
            {
                if (block.IsReached)
                {
                    return;
                }

                block.IsReached = true;
                block.EntryStack = entry;
                pending.Add(flow.Instructions[block.First].Offset);
            }

            void Simulate(Block block)
            {
                stack.Clear();
                stack.AddRange(block.EntryStack ?? []);
                for (var i = block.First; i < block.End; i++)
                {
                    if (Step(flow.Instructions[i], block) is not { } successors)
                    {
                        continue;
                    }

                    foreach (var successor in successors)
                    {
                        Enter(block, successor);
                    }

                    return;
                }

                foreach (var successor in block.Successors)
                {
                    Enter(block, successor);
                }
            }

            void Enter(Block from, Block successor)
            {
                ways.Add((from, successor));
                if (!successor.IsReached)
                {
                    Reach(successor, [.. stack]);
                }
                else if (successor.EntryStack is { } known && known.Count == stack.Count)
                {
                    for (var i = 0; i < stack.Count; i++)
                    {
                        known[i] = Value.Merge(known[i], stack[i]);
                    }
                }
            }
        }

        private Paths TracePaths()
        {
            var successors = new List<List<int>>();
            var exits = new List<bool>();
            foreach (var block in flow.Blocks)
            {
                if (block.IsReached && !block.IsCold)
                {
                    numbers.TryAdd(block, numbers.Count);
                }
            }

            foreach (var block in numbers.OrderBy(static pair => pair.Value).Select(static pair => pair.Key))
            {
                successors.Add([]);
                exits.Add(flow.Instructions[block.End - 1].Code == OpCodes.Ret);
            }

            foreach (var (from, to) in ways)
            {
                if (!numbers.TryGetValue(from, out var source) || !numbers.TryGetValue(to, out var target))
                {
                    continue;
                }

                // Within a try, every return leaves for one place: each of them is a return of its own.
                if (flow.Instructions[from.End - 1].Code.Name is "leave" or "leave.s" && IsReturn(to))
                {
                    exits[source] = true;
                }
                else
                {
                    successors[source].Add(target);
                }
            }

            return new Paths([.. successors.Select(static list => list.ToImmutableArray())], [.. exits]);

            bool IsReturn(Block block) => flow.Instructions[block.End - 1].Code == OpCodes.Ret && block.End - block.First <= 2;
        }

        private void Survey()
        {
            if (!body.LocalSignature.IsNil)
            {
                localTypes = metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(universe.Reader(assembly), null);
                locals = new Value?[localTypes.Length];
                localStores = new int[localTypes.Length];
            }

            foreach (var instruction in flow.Instructions)
            {
                switch (Code(instruction))
                {
                    case ILOpCode.Stloc or ILOpCode.Stloc_s or ILOpCode.Stloc_0 or ILOpCode.Stloc_1 or ILOpCode.Stloc_2 or ILOpCode.Stloc_3:
                        localStores[instruction.Operand]++;
                        break;
                    case ILOpCode.Stfld when method.Kickoff is not null:
                        var name = FieldOf(instruction).Name;
                        fieldStores[name] = fieldStores.GetValueOrDefault(name) + 1;
                        break;
                }
            }
        }

        /// <summary>Carries out one instruction; the successors are given when not all of the block's are possible.</summary>
        private List<Block>? Step(Instruction instruction, Block block)
        {
            switch (Code(instruction))
            {
                case ILOpCode.Nop or ILOpCode.Break or ILOpCode.Volatile or ILOpCode.Unaligned or ILOpCode.Tail or ILOpCode.Readonly:
                    return null;
                case ILOpCode.Constrained:
                    constraint = universe.Signature(assembly, Token(instruction));
                    return null;
                case ILOpCode.Ldarg or ILOpCode.Ldarg_s or ILOpCode.Ldarg_0 or ILOpCode.Ldarg_1 or ILOpCode.Ldarg_2 or ILOpCode.Ldarg_3 or ILOpCode.Ldarga or ILOpCode.Ldarga_s:
                    stack.Add(ArgumentValue((int)instruction.Operand));
                    return null;
                case ILOpCode.Starg or ILOpCode.Starg_s:
                    Pop();
                    return null;
                case ILOpCode.Ldloc or ILOpCode.Ldloc_s or ILOpCode.Ldloc_0 or ILOpCode.Ldloc_1 or ILOpCode.Ldloc_2 or ILOpCode.Ldloc_3 or ILOpCode.Ldloca or ILOpCode.Ldloca_s:
                    stack.Add(locals[instruction.Operand] ?? Value.Of(localTypes[(int)instruction.Operand]));
                    return null;
                case ILOpCode.Stloc or ILOpCode.Stloc_s or ILOpCode.Stloc_0 or ILOpCode.Stloc_1 or ILOpCode.Stloc_2 or ILOpCode.Stloc_3:
                    Store((int)instruction.Operand);
                    return null;
                case ILOpCode.Ldc_i4 or ILOpCode.Ldc_i4_s or (>= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8):
                    stack.Add(Value.Constant((int)instruction.Operand));
                    return null;
                case ILOpCode.Ldnull:
                    stack.Add(Value.Null);
                    return null;
                case ILOpCode.Dup:
                    stack.Add(stack.Count > 0 ? stack[^1] : Value.Unknown);
                    return null;
                case ILOpCode.Ldfld or ILOpCode.Ldflda:
                    stack.Add(FieldValue(Pop(), instruction));
                    return null;
                case ILOpCode.Stfld:
                    StoreField(instruction);
                    return null;
                case ILOpCode.Ldsfld or ILOpCode.Ldsflda:
                    var (name, type) = FieldOf(instruction);
                    stack.Add(new Value { Kind = ValueKind.StaticField, Name = name, Type = type });
                    return null;
                case ILOpCode.Ldftn:
                    stack.Add(new Value { Kind = ValueKind.Delegate, Method = Called(instruction)?.Method });
                    return null;
                case ILOpCode.Ldvirtftn:
                    Pop();
                    stack.Add(new Value { Kind = ValueKind.Delegate, Method = Called(instruction)?.Method });
                    return null;
                case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj:
                    Call(instruction, block);
                    return null;
                case ILOpCode.Calli:
                    CallIndirectly(instruction);
                    return null;
                case ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Unbox_any:
                    stack.Add(Cast(Pop(), universe.Signature(assembly, Token(instruction))));
                    return null;
                case ILOpCode.Ceq:
                    var (right, left) = (Pop(), Pop());
                    stack.Add((left.Kind, right.Kind) == (ValueKind.Constant, ValueKind.Constant) ? Value.Constant(left.Number == right.Number ? 1 : 0) : Value.Unknown);
                    return null;
                case ILOpCode.Brtrue or ILOpCode.Brtrue_s:
                    return Branch(Pop(), instruction, block, whenTrue: true);
                case ILOpCode.Brfalse or ILOpCode.Brfalse_s:
                    return Branch(Pop(), instruction, block, whenTrue: false);
                case ILOpCode.Switch when Pop() is { Kind: ValueKind.Constant, Number: var chosen }:
                    return [chosen >= 0 && chosen < instruction.Targets.Length ? flow.BlockAt(instruction.Targets[chosen]) : block.Successors[^1]];
                case ILOpCode.Switch:
                    return null;
                case ILOpCode.Ret:
                    if (shape.Returns.Name != "System.Void" && stack.Count > 0 && !block.IsCold)
                    {
                        facts.Result = facts.Result is null ? stack[^1] : Value.Merge(facts.Result, stack[^1]);
                    }

                    return null;
                case ILOpCode.Leave or ILOpCode.Leave_s:
                    stack.Clear();
                    return null;
                default:
                    Fallback(instruction);
                    return null;
            }
        }

        private List<Block>? Branch(Value condition, Instruction instruction, Block block, bool whenTrue)
        {
            if (condition.Kind == ValueKind.Constant)
            {
                return [condition.Number != 0 == whenTrue ? flow.BlockAt((int)instruction.Operand) : block.Successors[^1]];
            }

            var end = flow.Instructions[^1].Offset + 1;
            var target = (int)instruction.Operand;
            if (condition.Kind == ValueKind.Result && condition.Method?.Name is "get_IsCompleted" or "get_IsCompletedSuccessfully" or "get_IsFaulted" or "get_IsCanceled")
            {
                // What comes after "if it is not complete, wait" finds it complete, too.
                completedRegions.Add(whenTrue ? (target, end) : (instruction.Offset, target));
            }

            // A field that is filled where it was found empty: what fills it happens once, or once for each object.
            if (condition.Kind == ValueKind.StaticField || IsOwnReference(condition))
            {
                var region = whenTrue ? (From: instruction.Offset, To: target) : (From: target, To: end);
                if (region.From < region.To && FillsField(condition.Name, region))
                {
                    onceRegions.Add(region);
                }
            }

            return null;
        }

        // Flags and counters are asked for other reasons than to be filled, and a state machine's own fields say where it stands.
        private static bool IsOwnReference(Value value) =>
            value is { Kind: ValueKind.Field, Source: { Kind: ValueKind.Argument, Number: Value.Receiver }, Type: { Kind: not Metadata.SignatureKind.Named } or { Type: { IsValueType: false } } }
            && !value.Name.Contains('<');

        private bool FillsField(string name, (int From, int To) region) => flow.Instructions.Exists(instruction =>
            instruction.Offset > region.From && instruction.Offset < region.To
            && Code(instruction) is ILOpCode.Stsfld or ILOpCode.Ldsflda or ILOpCode.Stfld or ILOpCode.Ldflda && FieldOf(instruction).Name == name);

        private void Call(Instruction instruction, Block block)
        {
            var isNew = Code(instruction) == ILOpCode.Newobj;
            var reference = Called(instruction)!;
            var arguments = new Value[reference.Parameters.Length + (reference.IsInstance && !isNew ? 1 : 0)];
            for (var i = arguments.Length - 1; i >= 0; i--)
            {
                arguments[i] = Pop();
            }

            var constrained = constraint;
            constraint = null;
            var given = ImmutableArray.Create(arguments);
            var result = isNew ? Make(reference, given) : Result(reference, given);
            if (isNew || reference.Returns.Name != "System.Void")
            {
                stack.Add(result);
            }

            if (block.IsCold || (isNew && (reference.Owner.Type is { IsDelegate: true } || reference.Owner.Name.EndsWith("Exception", StringComparison.Ordinal))))
            {
                return;
            }

            if (reference is { Name: "Invoke", Owner.Type.IsDelegate: true })
            {
                InvokeDelegate(reference, given, block);
                return;
            }

            if (isNew && reference.Owner.Type is { } made)
            {
                facts.Made.Add(made);
            }

            facts.Calls.Add(new CallSite
            {
                Block = NumberOf(block),
                Target = reference,
                Kind = isNew ? CallKind.New : Code(instruction) == ILOpCode.Callvirt ? CallKind.Virtual : CallKind.Direct,
                Arguments = isNew ? given.Insert(0, result) : given,
                Constraint = constrained,
                IsOnce = onceRegions.Exists(region => instruction.Offset > region.From && instruction.Offset < region.To),
                IsGuarded = completedRegions.Exists(region => instruction.Offset >= region.From && instruction.Offset < region.To),
            });
        }

        private int NumberOf(Block block)
        {
            if (!numbers.TryGetValue(block, out var number))
            {
                numbers.Add(block, number = numbers.Count);
            }

            return number;
        }

        private void InvokeDelegate(MethodReference reference, ImmutableArray<Value> given, Block block)
        {
            var target = given[0];
            if (target.Kind == ValueKind.Argument)
            {
                facts.InvokedParameters.Add(target.Number);
            }
            else if (target is { Kind: ValueKind.Delegate, Method: { } method })
            {
                facts.Calls.Add(new CallSite
                {
                    Block = NumberOf(block),
                    Target = reference with { Method = method, Name = method.Name, IsInstance = !method.IsStatic },
                    Kind = CallKind.Direct,
                    Arguments = [],
                });
            }
        }

        private Value Make(MethodReference reference, ImmutableArray<Value> given)
        {
            if (reference.Owner.Type is { IsDelegate: true } && given.Length == 2)
            {
                return new Value { Kind = ValueKind.Delegate, Method = given[1].Method, Type = reference.Owner };
            }

            return new Value { Kind = ValueKind.New, Type = reference.Owner, Method = reference.Method, Arguments = given };
        }

        private Value Result(MethodReference reference, ImmutableArray<Value> given)
        {
            if (reference is { Name: "Read", Owner.Name: "System.Threading.Volatile" } && given.Length == 1)
            {
                return given[0];
            }

            var callee = reference.Method;
            var isSynchronous = (callee is not null && AsyncFlag(callee) is >= 0 and var parameter
                    && given[parameter + (reference.IsInstance ? 1 : 0)] is { Kind: ValueKind.Constant, Number: 0 })
                || (reference.Name is "GetAwaiter" or "ConfigureAwait" or "AsTask" or "Preserve" && given.Length > 0 && given[0].IsSynchronous);
            return new Value
            {
                Kind = ValueKind.Result,
                Type = reference.Returns.Kind == Metadata.SignatureKind.MethodParameter && reference.Returns.Number < reference.MethodArguments.Length
                    ? reference.MethodArguments[reference.Returns.Number]
                    : reference.Returns,
                Method = callee,
                Source = reference.IsInstance ? given[0] : null,
                Arguments = reference.IsInstance ? given.RemoveAt(0) : given,
                IsSynchronous = isSynchronous,
            };
        }

        private void CallIndirectly(Instruction instruction)
        {
            var signature = metadata.GetStandaloneSignature((StandaloneSignatureHandle)Token(instruction)).DecodeMethodSignature(universe.Reader(assembly), null);
            for (var i = 0; i <= signature.ParameterTypes.Length; i++)
            {
                Pop();
            }

            if (signature.Header.IsInstance)
            {
                Pop();
            }

            if (signature.ReturnType.Name != "System.Void")
            {
                stack.Add(Value.Of(signature.ReturnType));
            }
        }

        private Value ArgumentValue(int position)
        {
            if (!method.IsStatic)
            {
                if (position == 0)
                {
                    return new Value
                    {
                        Kind = ValueKind.Argument,
                        Number = Value.Receiver,
                        Type = method.Owner.Signature,
                    };
                }

                position--;
            }

            if (position >= method.Parameters.Length)
            {
                return Value.Unknown;
            }

            return synchronous && method.Kickoff is null && position == flag
                ? Value.Constant(0)
                : new Value { Kind = ValueKind.Argument, Number = position, Type = method.Parameters[position] };
        }

        private Value FieldValue(Value source, Instruction instruction)
        {
            var (name, type) = FieldOf(instruction);
            if (method.Kickoff is { } kickoff && source is { Kind: ValueKind.Argument, Number: Value.Receiver })
            {
                // What runs synchronously is never resumed.
                if (synchronous && name == "<>1__state")
                {
                    return Value.Constant(-1);
                }

                if (name == "<>4__this")
                {
                    return new Value { Kind = ValueKind.Argument, Number = Value.Receiver, Type = type };
                }

                var parameter = kickoff.ParameterNames.IndexOf(name.StartsWith("<>3__", StringComparison.Ordinal) ? name["<>3__".Length..] : name);
                if (parameter >= 0)
                {
                    return synchronous && parameter == flag ? Value.Constant(0) : new Value { Kind = ValueKind.Argument, Number = parameter, Type = kickoff.Parameters[parameter] };
                }

                if (hoisted.TryGetValue(name, out var stored))
                {
                    return stored;
                }
            }

            return new Value { Kind = ValueKind.Field, Name = name, Source = source, Type = type };
        }

        private void StoreField(Instruction instruction)
        {
            var (value, target) = (Pop(), Pop());
            if (method.Kickoff is null || target is not { Kind: ValueKind.Argument, Number: Value.Receiver })
            {
                return;
            }

            // A local that outlives an await is a field; stored once, it is what was stored.
            var (name, _) = FieldOf(instruction);
            if (fieldStores.GetValueOrDefault(name) == 1 && name.Contains('<'))
            {
                hoisted[name] = value;
            }
        }

        private void Store(int local)
        {
            var value = Pop();
            if (value.Type is null && value.Kind == ValueKind.Unknown)
            {
                value = Value.Of(localTypes[local]);
            }

            locals[local] = localStores[local] > 1 && locals[local] is { } known ? Value.Merge(known, value) : value;
        }

        private static Value Cast(Value value, TypeSignature type) => value.Kind is ValueKind.New or ValueKind.Delegate or ValueKind.Null
            ? value
            : new Value
            {
                Kind = value.Kind == ValueKind.Constant ? ValueKind.Unknown : value.Kind,
                Type = type,
                Number = value.Number,
                Method = value.Method,
                Name = value.Name,
                Source = value.Source,
                Arguments = value.Arguments,
                IsSynchronous = value.IsSynchronous,
            };

        private void Fallback(Instruction instruction)
        {
            for (var i = Pops(instruction.Code.StackBehaviourPop); i > 0; i--)
            {
                Pop();
            }

            for (var i = Pushes(instruction.Code.StackBehaviourPush); i > 0; i--)
            {
                stack.Add(Value.Unknown);
            }
        }

        private Value Pop()
        {
            if (stack.Count == 0)
            {
                return Value.Unknown;
            }

            var value = stack[^1];
            stack.RemoveAt(stack.Count - 1);
            return value;
        }

        private MethodReference? Called(Instruction instruction) =>
            Code(instruction) is ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj or ILOpCode.Ldftn or ILOpCode.Ldvirtftn
                ? universe.Reference(assembly, Token(instruction))
                : null;

        private (string Name, TypeSignature? Type) FieldOf(Instruction instruction)
        {
            var handle = Token(instruction);
            if (handle.Kind == HandleKind.FieldDefinition)
            {
                var field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                var owner = field.GetDeclaringType();
                var name = metadata.GetString(field.Name);

                // Fields of a state machine go by their plain name; static ones need their type's.
                return ((field.Attributes & System.Reflection.FieldAttributes.Static) == 0 ? name : $"{assembly.FindType(owner)?.Name}.{name}",
                    field.DecodeSignature(universe.Reader(assembly), null));
            }

            if (handle.Kind == HandleKind.MemberReference)
            {
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                var owner = universe.Signature(assembly, member.Parent);
                var name = metadata.GetString(member.Name);
                var type = member.DecodeFieldSignature(universe.Reader(assembly), null).Substitute(owner.Arguments);
                return (Code(instruction) is ILOpCode.Ldsfld or ILOpCode.Ldsflda or ILOpCode.Stsfld ? $"{owner.Name}.{name}" : name, type);
            }

            return ("", null);
        }

        private static ILOpCode Code(Instruction instruction) => (ILOpCode)(ushort)instruction.Code.Value;

        private static EntityHandle Token(Instruction instruction) => MetadataTokens.EntityHandle((int)instruction.Operand);

        private static int Pops(StackBehaviour behaviour) => behaviour switch
        {
            StackBehaviour.Pop0 => 0,
            StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
            StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
                or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi => 2,
            StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
                or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref or StackBehaviour.Popref_popi_pop1 => 3,
            _ => 0,
        };

        private static int Pushes(StackBehaviour behaviour) => behaviour switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            StackBehaviour.Varpush => 0,
            _ => 1,
        };
    }
}
