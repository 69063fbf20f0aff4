using System.Reflection.Emit;
using System.Reflection.Metadata;
using ConcurrencyAnalyzers.CatalogBuilder.Bodies;

namespace ConcurrencyAnalyzers.CatalogBuilder.Tests.Bodies;

public sealed class InstructionTests
{
    public static TheoryData<string> Operations => [.. All.Select(static code => code.Name!)];

    private static IEnumerable<OpCode> All =>
        typeof(OpCodes).GetFields().Select(static declared => declared.GetValue(null)).OfType<OpCode>()
            .Where(static code => code.OpCodeType != OpCodeType.Nternal);

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_is_decoded_with_its_operand(string name)
    {
        var code = All.Single(code => code.Name == name);
        var size = SizeOf(code.OperandType);
        byte[] bytes = [.. Bytes(code), .. new byte[size], 0x2a];

        var instructions = Decode(bytes);

        Assert.Equal([code, OpCodes.Ret], instructions.Select(static instruction => instruction.Code));
        Assert.Equal([0, bytes.Length - 1], instructions.Select(static instruction => instruction.Offset));
    }

    [Theory]
    [InlineData("ldc.i4.s -2", new byte[] { 0x1f, 0xfe }, -2)]
    [InlineData("ldc.i4", new byte[] { 0x20, 0x78, 0x56, 0x34, 0x12 }, 0x12345678)]
    [InlineData("ldc.i4, negative", new byte[] { 0x20, 0xff, 0xff, 0xff, 0xff }, -1)]
    [InlineData("ldc.i8", new byte[] { 0x21, 1, 0, 0, 0, 1, 0, 0, 0 }, 0x1_0000_0001)]
    [InlineData("ldc.i4.m1", new byte[] { 0x15 }, -1)]
    [InlineData("ldc.i4.0", new byte[] { 0x16 }, 0)]
    [InlineData("ldc.i4.8", new byte[] { 0x1e }, 8)]
    [InlineData("ldarg.3", new byte[] { 0x05 }, 3)]
    [InlineData("ldloc.2", new byte[] { 0x08 }, 2)]
    [InlineData("stloc.1", new byte[] { 0x0b }, 1)]
    [InlineData("ldarg.s 200", new byte[] { 0x0e, 200 }, 200)]
    [InlineData("ldloc 300", new byte[] { 0xfe, 0x0c, 0x2c, 0x01 }, 300)]
    [InlineData("call", new byte[] { 0x28, 0x05, 0, 0, 0x0a }, 0x0a000005)]
    [InlineData("br.s, to the next", new byte[] { 0x2b, 0 }, 2)]
    [InlineData("br.s, to itself", new byte[] { 0x2b, 0xfe }, 0)]
    [InlineData("br, forward", new byte[] { 0x38, 10, 0, 0, 0 }, 15)]
    public void An_operand_is_a_constant_a_number_a_token_or_the_offset_of_a_target(string text, byte[] bytes, long operand)
    {
        var instruction = Assert.Single(Decode(bytes));

        Assert.StartsWith(instruction.Code.Name!, text);
        Assert.Equal(operand, instruction.Operand);
    }

    [Fact]
    public void The_targets_of_a_switch_count_from_behind_it()
    {
        var instructions = Decode([0x45, 2, 0, 0, 0, 0, 0, 0, 0, 0xf3, 0xff, 0xff, 0xff, 0x2a]);

        Assert.Equal(OpCodes.Switch, instructions[0].Code);
        Assert.Equal([13, 0], instructions[0].Targets);
    }

    [Theory]
    [InlineData(new byte[] { 0x24 }, "no operation has the code 24")]
    [InlineData(new byte[] { 0xc0 }, "no operation has the code c0")]
    [InlineData(new byte[] { 0xfe, 0x08 }, "no operation has the code fe")]
    [InlineData(new byte[] { 0x00, 0xa6 }, "no operation has the code a6")]
    public void A_code_that_no_operation_has_is_named(byte[] bytes, string message) =>
        Assert.Equal(message, Assert.Throws<BadImageFormatException>(() => Decode(bytes)).Message);

    [Theory]
    [InlineData(new byte[] { 0xfe })]
    [InlineData(new byte[] { 0x20, 1, 2, 3 })]
    [InlineData(new byte[] { 0x21, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(new byte[] { 0x23, 1 })]
    [InlineData(new byte[] { 0x2b })]
    [InlineData(new byte[] { 0xfe, 0x0c, 1 })]
    [InlineData(new byte[] { 0x45, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0 })]
    public void An_operand_that_is_cut_short_is_damage(byte[] bytes) => Assert.Throws<BadImageFormatException>(() => Decode(bytes));

    [Fact]
    public void A_switch_with_very_many_targets_is_decoded_in_a_time_that_grows_with_their_number()
    {
        const int Count = 200_000;
        var bytes = new byte[5 + (Count * 4)];
        bytes[0] = 0x45;
        BitConverter.TryWriteBytes(bytes.AsSpan(1), Count);

        Assert.Equal(Enumerable.Repeat(bytes.Length, Count), Assert.Single(Decode(bytes)).Targets);
    }

    internal static unsafe List<Instruction> Decode(byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            return Instruction.Decode(new BlobReader(start, bytes.Length));
        }
    }

    private static byte[] Bytes(OpCode code) => code.Size == 1 ? [(byte)code.Value] : [(byte)((ushort)code.Value >> 8), (byte)code.Value];

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineI or OperandType.ShortInlineVar or OperandType.ShortInlineBrTarget => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
