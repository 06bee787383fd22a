using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Kamts;

namespace Fvm.Hosting.States;

/// <summary>The storage of an EVM contract: words by words, 32 bytes each, big-endian, without leading zeros in the blocks (builtin-actors <c>actors/evm</c>).</summary>
internal static class StorageWords
{
    public const int Length = 32;

    private static readonly CborCodec<byte[]> Word = new(
        static (ref CborReader reader) =>
        {
            ReadOnlySpan<byte> trimmed = reader.ReadBytes();
            byte[] word = new byte[Length];
            if (trimmed.Length > Length)
                reader.Fail(CborErrorKind.InvalidValue);
            else
                trimmed.CopyTo(word.AsSpan(Length - trimmed.Length));
            return word;
        },
        static (writer, word) => writer.WriteBytes(word.AsSpan().TrimStart((byte)0)));

    private static readonly KamtKeys<byte[]> Keys = new(static (key, path) => key.CopyTo(path), static path => path.ToArray(), Word);

    public static Kamt<byte[], byte[]> Load(IBlockstore store, Cid root) => Kamt<byte[], byte[]>.Load(store, root, Keys, Word);

    public static string Text(byte[] word) => $"0x{Convert.ToHexStringLower(word)}";
}
