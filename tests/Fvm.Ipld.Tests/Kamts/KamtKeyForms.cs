using Fvm.Ipld.Cbor;
using Fvm.Ipld.Kamts;

namespace Fvm.Ipld.Tests.Kamts;

/// <summary>Keys of 32 big-endian bytes in the two forms that nodes may hold.</summary>
internal static class KamtKeyForms
{
    /// <summary>As the EVM actor writes them: without leading zeros (builtin-actors actors/evm/shared/src/uints.rs).</summary>
    public static KamtKeys<byte[]> Minimal { get; } = new(ToPath, FromPath, new CborCodec<byte[]>(ReadMinimal, WriteMinimal));

    /// <summary>As ref-fvm's Identity writes them: all 32 bytes, as a byte string.</summary>
    public static KamtKeys<byte[]> Full { get; } = new(ToPath, FromPath, CborCodecs.Bytes);

    private static void ToPath(byte[] key, Span<byte> path) => key.CopyTo(path);

    private static byte[] FromPath(ReadOnlySpan<byte> path) => path.ToArray();

    private static byte[] ReadMinimal(ref CborReader reader)
    {
        var bytes = reader.ReadBytes();
        if (bytes.Length > 32)
        {
            reader.Fail(CborErrorKind.InvalidValue);
            return [];
        }

        var key = new byte[32];
        bytes.CopyTo(key.AsSpan(32 - bytes.Length));
        return key;
    }

    private static void WriteMinimal(CborWriter writer, byte[] key) => writer.WriteBytes(key.AsSpan().TrimStart((byte)0));
}
