using System.Collections.Generic;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

/// <summary>A run of instructions that is entered only at its start.</summary>
internal sealed class Block(int first)
{
    /// <summary>The index of the first instruction.</summary>
    public int First => first;

    /// <summary>The index after the last instruction.</summary>
    public int End { get; set; }

    public List<Block> Successors { get; } = [];

    /// <summary>Whether it ends a method by throwing, or calls something that never returns.</summary>
    public bool Throws { get; set; }

    /// <summary>Whether every way from here ends in a throw, or it handles an exception: not what the method ordinarily does.</summary>
    public bool IsCold { get; set; }

    public bool IsHandler { get; set; }

    public bool IsReached { get; set; }

    public List<Value>? EntryStack { get; set; }
}
