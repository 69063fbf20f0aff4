using ConcurrencyAnalyzers.CatalogBuilder.Bodies;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Bodies;

public sealed class ControlFlowTests
{
    [Theory]
    [InlineData(new byte[] { 0x2b, 5, 0x2a }, "a branch leads to 7, where no instruction starts")]
    [InlineData(new byte[] { 0x2b, 0xf0, 0x2a }, "a branch leads to fffffff2, where no instruction starts")]
    [InlineData(new byte[] { 0x2b, 1, 0x20, 0, 0, 0, 0, 0x2a }, "a branch leads to 3, where no instruction starts")]
    [InlineData(new byte[] { 0x45, 1, 0, 0, 0, 9, 0, 0, 0, 0x2a }, "a branch leads to 12, where no instruction starts")]
    public void A_branch_into_nowhere_is_named(byte[] body, string message) =>
        Assert.Equal(message, Assert.Throws<BadImageFormatException>(() => Build(body)).Message);

    [Fact]
    public void A_body_falls_into_blocks_at_branches_and_their_targets()
    {
        // ldarg.0; brtrue.s 4; nop; ret (4: ret)
        var flow = Build([0x02, 0x2d, 1, 0x00, 0x2a]);

        Assert.Equal([(0, 2), (2, 3), (3, 4)], flow.Blocks.Select(static block => (block.First, block.End)));
        Assert.Equal([3, 2], flow.Blocks[0].Successors.Select(static block => block.First));
        Assert.Same(flow.Blocks[2], flow.BlockAt(4));
    }

    [Fact]
    public void A_way_that_ends_in_a_throw_is_cold_and_the_others_are_not()
    {
        // ldarg.0; brtrue.s 7; nop; br.s 6; 6: ldnull(as 0x14) throw; 8: ret
        var flow = Build([0x02, 0x2d, 5, 0x00, 0x2b, 0, 0x14, 0x7a, 0x2a]);

        Assert.Equal([false, true, true, false], flow.Blocks.Select(static block => block.IsCold));
    }

    [Fact]
    public void A_loop_that_never_ends_is_no_throw()
    {
        var flow = Build([0x00, 0x2b, 0xfd]);

        Assert.All(flow.Blocks, static block => Assert.False(block.IsCold));
    }

    [Fact]
    public void An_empty_body_has_no_blocks() => Assert.Empty(Build([]).Blocks);

    private static ControlFlow Build(byte[] body) => ControlFlow.Build(InstructionTests.Decode(body), [], static _ => false);
}
