using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace ConcurrencyAnalyzers.CatalogBuilder.Bodies;

/// <summary>One instruction of the intermediate language (ECMA-335 III).</summary>
/// <param name="Offset">Where it starts, in bytes.</param>
/// <param name="Code">The operation.</param>
/// <param name="Operand">A constant, a token, the number of a local or parameter, or the offset of a branch's target.</param>
/// <param name="Targets">The targets of a switch.</param>
internal readonly record struct Instruction(int Offset, OpCode Code, long Operand, ImmutableArray<int> Targets)
{
    private static readonly OpCode[] OneByte = new OpCode[256];
    private static readonly OpCode[] TwoBytes = new OpCode[256];

    static Instruction()
    {
        foreach (var field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is OpCode code)
            {
                var value = (ushort)code.Value;
                (code.Size == 1 ? OneByte : TwoBytes)[value & 0xff] = code;
            }
        }
    }

    /// <summary>Decodes a body.</summary>
    /// <exception cref="BadImageFormatException">The bytes are no instructions.</exception>
    public static List<Instruction> Decode(BlobReader reader)
    {
        var instructions = new List<Instruction>(reader.Length / 2);
        while (reader.RemainingBytes > 0)
        {
            var offset = reader.Offset;
            int first = reader.ReadByte();
            var code = first == 0xfe ? TwoBytes[reader.ReadByte()] : OneByte[first];
            if (code.Name is null)
            {
                throw new BadImageFormatException($"no operation has the code {first:x}");
            }

            long operand = 0;
            ImmutableArray<int> targets = [];
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    operand = Implied(code);
                    break;
                case OperandType.ShortInlineI:
                    operand = reader.ReadSByte();
                    break;
                case OperandType.ShortInlineVar:
                    operand = reader.ReadByte();
                    break;
                case OperandType.ShortInlineBrTarget:
                    operand = reader.ReadSByte();
                    operand += reader.Offset;
                    break;
                case OperandType.InlineBrTarget:
                    operand = reader.ReadInt32();
                    operand += reader.Offset;
                    break;
                case OperandType.InlineVar:
                    operand = reader.ReadUInt16();
                    break;
                case OperandType.InlineI8:
                    operand = reader.ReadInt64();
                    break;
                case OperandType.InlineR:
                    reader.ReadInt64();
                    break;
                case OperandType.InlineSwitch:
                    var count = reader.ReadInt32();
                    var builder = ImmutableArray.CreateBuilder<int>();
                    for (var i = 0; i < count; i++)
                    {
                        builder.Add(reader.ReadInt32());
                    }

                    for (var i = 0; i < count; i++)
                    {
                        builder[i] += reader.Offset;
                    }

                    targets = builder.ToImmutable();
                    break;
                default:
                    operand = reader.ReadInt32();
                    break;
            }

            instructions.Add(new Instruction(offset, code, operand, targets));
        }

        return instructions;
    }

    private static long Implied(OpCode code)
    {
        var value = code.Value;
        return code.Size != 1 ? 0 : value switch
        {
            >= 0x02 and <= 0x05 => value - 0x02, // ldarg.0 to ldarg.3
            >= 0x06 and <= 0x09 => value - 0x06, // ldloc.0 to ldloc.3
            >= 0x0a and <= 0x0d => value - 0x0a, // stloc.0 to stloc.3
            >= 0x15 and <= 0x1e => value - 0x16, // ldc.i4.m1 to ldc.i4.8
            _ => 0,
        };
    }
}
