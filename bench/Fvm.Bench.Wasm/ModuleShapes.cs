namespace Fvm.Bench.Wasm;

/// <summary>Modules of one extreme shape and about a given size; every function has the type (i32) -> i32, the last one is the one to call.</summary>
internal static class ModuleShapes
{
    private const byte Block = 0x02, If = 0x04, End = 0x0B, Br = 0x0C, BrTable = 0x0E, LocalGet = 0x20, LocalSet = 0x21, I32Const = 0x41, I32Add = 0x6A, Void = 0x40;

    /// <summary>Straight code that ends where it began to be run: nothing of it is needed but all of it is translated.</summary>
    public static byte[] GiantFunction(int bytes) => Module([Body(bytes, [LocalGet, 0, I32Const, 1, I32Add, LocalSet, 0])]);

    /// <summary>Functions of one instruction.</summary>
    public static byte[] TinyFunctions(int bytes) => Module(Enumerable.Repeat<byte[]>([0, LocalGet, 0, End], bytes / 6));

    /// <summary>Blocks in blocks.</summary>
    public static byte[] NestedBlocks(int bytes) => Module([[0, .. Repeat([Block, Void], bytes / 3), .. Repeat([End], bytes / 3), LocalGet, 0, End]]);

    /// <summary>Ifs in ifs, each left by a branch to the function's end: the metering finds a block behind each.</summary>
    public static byte[] NestedIfs(int bytes)
    {
        var depth = Math.Min(bytes / 8, 20_000);
        return Module(Enumerable.Repeat<byte[]>([0, .. Repeat([LocalGet, 0, If, Void], depth), .. Repeat([Br, 0, End], depth), LocalGet, 0, End], Math.Max(1, bytes / (7 * depth))));
    }

    /// <summary>One br_table after another.</summary>
    public static byte[] BranchTables(int bytes)
    {
        const int Labels = 1_000;
        return Module([[0, .. Repeat([Block, Void, LocalGet, 0, BrTable, .. Number(Labels), .. new byte[Labels + 1], End], bytes / (Labels + 8)), LocalGet, 0, End]]);
    }

    private static byte[] Body(int bytes, byte[] unit) => [0, .. Repeat(unit, bytes / unit.Length), LocalGet, 0, End];

    private static byte[] Module(IEnumerable<byte[]> bodies)
    {
        var all = bodies.ToArray();
        return
        [
            0, 0x61, 0x73, 0x6D, 1, 0, 0, 0,
            .. Section(1, [1, 0x60, 1, 0x7F, 1, 0x7F]),
            .. Section(3, [.. Number(all.Length), .. new byte[all.Length]]),
            .. Section(10, [.. Number(all.Length), .. all.SelectMany(body => (byte[])[.. Number(body.Length), .. body])]),
        ];
    }

    private static byte[] Section(byte id, byte[] content) => [id, .. Number(content.Length), .. content];

    private static byte[] Repeat(byte[] unit, int count)
    {
        var all = new byte[unit.Length * count];
        for (var i = 0; i < count; i++) unit.CopyTo(all, i * unit.Length);
        return all;
    }

    // Unsigned LEB128 in five bytes.
    private static byte[] Number(int value) =>
        [(byte)(value | 0x80), (byte)((value >> 7) | 0x80), (byte)((value >> 14) | 0x80), (byte)((value >> 21) | 0x80), (byte)(value >> 28)];
}
