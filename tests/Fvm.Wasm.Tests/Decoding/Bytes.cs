namespace Fvm.Wasm.Tests.Decoding;

/// <summary>Raw pieces of modules.</summary>
internal static class Bytes
{
    public static ReadOnlySpan<byte> Header => [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0];

    public static byte[] Section(int id, params ReadOnlySpan<byte> content) =>
        new ByteSink().Byte(id).U32((uint)content.Length).Bytes(content).ToArray();

    /// <summary>A module with one function of type [] -> [] with that code entry: locals, instructions, end.</summary>
    public static byte[] WithEntry(params ReadOnlySpan<byte> entry) =>
    [
        .. Header, .. Section(1, 1, 0x60, 0, 0), .. Section(3, 1, 0), .. Section(5, 1, 0, 1),
        .. Section(10, [1, .. new ByteSink().U32((uint)entry.Length).ToArray(), .. entry]),
    ];
}
