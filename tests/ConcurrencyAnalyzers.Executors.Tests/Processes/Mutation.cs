using System.Buffers.Binary;

namespace ConcurrencyAnalyzers.Executors.Tests.Processes;

/// <summary>Bytes that were right, and are not any more: what a defect, a broken disk or somebody who tries might send.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] bytes, Random random)
    {
        var mutated = bytes.ToArray();
        for (var times = random.Next(1, 4); times > 0 && mutated.Length > 0; times--)
        {
            var at = random.Next(mutated.Length);
            switch (random.Next(9))
            {
                case 0: // A bit.
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1: // Cut off.
                    mutated = mutated[..at];
                    break;
                case 2: // The length, where a frame begins.
                    if (mutated.Length >= 4)
                    {
                        BinaryPrimitives.WriteInt32LittleEndian(mutated, Length(random));
                    }

                    break;
                case 3: // A number anywhere.
                    if (at + 4 <= mutated.Length)
                    {
                        BinaryPrimitives.WriteInt32LittleEndian(mutated.AsSpan(at), Length(random));
                    }

                    break;
                case 4: // Sent twice.
                    mutated = [.. mutated, .. bytes];
                    break;
                case 5: // Something before it.
                    mutated = [.. Noise(random), .. mutated];
                    break;
                case 6: // Something after it.
                    mutated = [.. mutated, .. Noise(random)];
                    break;
                case 7: // Something else.
                    mutated = Noise(random);
                    break;
                case 8: // The kind.
                    if (mutated.Length > 4)
                    {
                        mutated[4] = (byte)random.Next(256);
                    }

                    break;
            }
        }

        return mutated;
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 64)];
        random.NextBytes(noise);
        return noise;
    }

    private static int Length(Random random) => random.Next(6) switch
    {
        0 => -1,
        1 => int.MaxValue,
        2 => int.MinValue,
        3 => 0,
        4 => random.Next(64),
        _ => random.Next(),
    };
}
