using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

/// <summary>Divides a body into blocks, and finds those on which an exception is being made or handled.</summary>
internal sealed class ControlFlow
{
    private readonly Dictionary<int, int> indexes = [];

    private ControlFlow(List<Instruction> instructions)
    {
        Instructions = instructions;
        for (var i = 0; i < instructions.Count; i++)
        {
            indexes.Add(instructions[i].Offset, i);
        }
    }

    public List<Instruction> Instructions { get; }

    /// <summary>In the order of their offsets.</summary>
    public List<Block> Blocks { get; } = [];

    /// <param name="instructions">The body.</param>
    /// <param name="regions">Its exception handlers.</param>
    /// <param name="endsHere">Whether the call at an index never returns.</param>
    /// <exception cref="BadImageFormatException">A branch leads nowhere.</exception>
    public static ControlFlow Build(List<Instruction> instructions, IReadOnlyCollection<ExceptionRegion> regions, Func<int, bool> endsHere)
    {
        var flow = new ControlFlow(instructions);
        flow.Divide(regions, endsHere);
        flow.FindCold();
        return flow;
    }

    public Block BlockAt(int offset) => Blocks[BlockIndex(IndexOf(offset))];

    public int IndexOf(int offset) => indexes.TryGetValue(offset, out var index) ? index : throw new BadImageFormatException($"a branch leads to {offset:x}, where no instruction starts");

    private void Divide(IReadOnlyCollection<ExceptionRegion> regions, Func<int, bool> endsHere)
    {
        var starts = new SortedSet<int> { 0 };
        var handlers = new HashSet<int>();
        foreach (var region in regions)
        {
            starts.Add(IndexOf(region.TryOffset));
            starts.Add(IndexOf(region.HandlerOffset));
            if (region.Kind is ExceptionRegionKind.Catch or ExceptionRegionKind.Filter or ExceptionRegionKind.Fault)
            {
                handlers.Add(IndexOf(region.HandlerOffset));
            }

            if (region.Kind == ExceptionRegionKind.Filter)
            {
                starts.Add(IndexOf(region.FilterOffset));
                handlers.Add(IndexOf(region.FilterOffset));
            }
        }

        var ends = new HashSet<int>();
        for (var i = 0; i < Instructions.Count; i++)
        {
            var instruction = Instructions[i];
            var next = i + 1;
            switch (instruction.Code.FlowControl)
            {
                case FlowControl.Branch or FlowControl.Cond_Branch:
                    foreach (var target in TargetsOf(instruction))
                    {
                        starts.Add(IndexOf(target));
                    }

                    starts.Add(next);
                    break;
                case FlowControl.Return or FlowControl.Throw:
                    starts.Add(next);
                    break;
                case FlowControl.Call when endsHere(i):
                    ends.Add(i);
                    starts.Add(next);
                    break;
            }
        }

        starts.RemoveWhere(start => start >= Instructions.Count);
        foreach (var start in starts)
        {
            if (Blocks.Count > 0)
            {
                Blocks[^1].End = start;
            }

            Blocks.Add(new Block(start) { End = Instructions.Count, IsHandler = handlers.Contains(start) });
        }

        foreach (var block in Blocks)
        {
            Connect(block, ends);
        }
    }

    private void Connect(Block block, HashSet<int> ends)
    {
        var last = Instructions[block.End - 1];
        if (ends.Contains(block.End - 1) || last.Code.FlowControl == FlowControl.Throw)
        {
            block.Throws = true;
            return;
        }

        if (last.Code.FlowControl == FlowControl.Return)
        {
            return;
        }

        foreach (var target in TargetsOf(last))
        {
            block.Successors.Add(BlockAt(target));
        }

        if (last.Code.FlowControl != FlowControl.Branch && block.End < Instructions.Count)
        {
            block.Successors.Add(Blocks[BlockIndex(block.End)]);
        }
    }

    private void FindCold()
    {
        // A handler, and what only a handler leads to, runs when something went wrong.
        var reached = new HashSet<Block>();
        var pending = new Stack<Block>();
        var entered = Blocks.SelectMany(static block => block.Successors).ToHashSet();
        foreach (var root in Blocks.Where(block => !block.IsHandler && (block.First == 0 || !entered.Contains(block))))
        {
            pending.Push(root);
        }

        while (pending.TryPop(out var block))
        {
            if (reached.Add(block))
            {
                block.Successors.ForEach(pending.Push);
            }
        }

        foreach (var block in Blocks)
        {
            block.IsCold = block.Throws || !reached.Contains(block);
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = Blocks.Count - 1; i >= 0; i--)
            {
                var block = Blocks[i];
                if (!block.IsCold && block.Successors.Count > 0 && block.Successors.TrueForAll(static successor => successor.IsCold && successor.Throws))
                {
                    block.IsCold = true;
                    block.Throws = true;
                    changed = true;
                }
            }
        }
    }

    private static IEnumerable<int> TargetsOf(Instruction instruction) => instruction.Code.OperandType switch
    {
        OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget => [(int)instruction.Operand],
        OperandType.InlineSwitch => instruction.Targets,
        _ => [],
    };

    private int BlockIndex(int instruction)
    {
        int low = 0, high = Blocks.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Blocks[middle].First == instruction)
            {
                return middle;
            }

            if (Blocks[middle].First < instruction)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        throw new BadImageFormatException("a branch leads into the middle of a block");
    }
}
