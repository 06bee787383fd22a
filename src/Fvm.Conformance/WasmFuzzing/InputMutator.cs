namespace Fvm.Conformance.WasmFuzzing;

/// <summary>Damages modules: bytes changed, inserted, removed, moved, integers blown up, ends cut off.</summary>
internal static class InputMutator
{
    private const int SizeKeepingKinds = 4, Kinds = 9;

    /// <summary>Bytes that mean something almost anywhere: ends, types, blocks, prefixes, parts of overlong integers.</summary>
    private static readonly byte[] Telling = [0x00, 0x01, 0x0B, 0x05, 0x40, 0x60, 0x6F, 0x70, 0x7C, 0x7D, 0x7E, 0x7F, 0x80, 0xFC, 0xFD, 0xFE, 0xFF];

    /// <summary>A damaged copy.</summary>
    public static byte[] Mutate(byte[] original, Random random)
    {
        // Two in three keep every length, so that what is wrong lies deeper than in a section's size.
        int kinds = random.Next(3) == 0 ? Kinds : SizeKeepingKinds;
        var bytes = new List<byte>(original);
        for (int count = 1 + random.Next(4); count > 0 && bytes.Count > 8; count--)
            MutateOnce(bytes, random, kinds);
        return [.. bytes];
    }

    private static void MutateOnce(List<byte> bytes, Random random, int kinds)
    {
        // The first eight bytes are the header: damaged rarely, since nothing else is read then.
        int at = random.Next(random.Next(50) == 0 ? 0 : 8, bytes.Count);
        switch (random.Next(kinds))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes[at] = Telling[random.Next(Telling.Length)]; break;
            case 3: bytes[at] += (byte)(random.Next(2) == 0 ? 1 : 255); break;
            case 4: bytes.Insert(at, Telling[random.Next(Telling.Length)]); break;
            case 5: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(4))); break;
            case 6: bytes.InsertRange(at, Huge(random)); break;
            case 7:
                int length = Math.Min(bytes.Count - at, 1 + random.Next(24));
                bytes.InsertRange(random.Next(8, bytes.Count), bytes.GetRange(at, length));
                break;
            default:
                if (random.Next(8) == 0)
                    bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    /// <summary>An integer near the end of its range, in LEB128.</summary>
    private static byte[] Huge(Random random) => random.Next(4) switch
    {
        0 => [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        1 => [0xFF, 0xFF, 0xFF, 0xFF, 0x07],
        2 => [0x80, 0x80, 0x80, 0x80, 0x08],
        _ => [0xFF, 0xFF, 0x3F],
    };
}
