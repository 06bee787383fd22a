using Fvm.Evm;
using Fvm.Ipld.Cbor;

namespace Fvm.Actors;

/// <summary>How the EVM's values are encoded in state and parameters. Source: builtin-actors <c>actors/evm/shared/src/{uints,address}.rs</c>.</summary>
public static class EvmCodecs
{
    /// <summary>Words: byte strings without leading zeros; up to 32 bytes are read, leading zeros or not.</summary>
    public static CborCodec<UInt256> Word { get; } = new(ReadWord, WriteWord);

    /// <summary>Addresses: byte strings of exactly 20 bytes.</summary>
    public static CborCodec<EvmAddress> Address { get; } = new(ReadAddress, WriteAddress);

    /// <summary>Code hashes: byte strings of exactly 32 bytes.</summary>
    public static CborCodec<UInt256> Hash { get; } = new(ReadHash, (writer, hash) => writer.WriteBytes(hash.ToBigEndian()));

    private static UInt256 ReadHash(ref CborReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length == UInt256.ByteLength)
            return UInt256.ReadBigEndian(bytes);
        reader.Fail(CborErrorKind.InvalidValue);
        return default;
    }

    private static UInt256 ReadWord(ref CborReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length <= UInt256.ByteLength)
            return UInt256.ReadBigEndian(bytes);
        reader.Fail(CborErrorKind.InvalidValue);
        return default;
    }

    private static void WriteWord(CborWriter writer, UInt256 word)
    {
        Span<byte> bytes = stackalloc byte[UInt256.ByteLength];
        word.WriteBigEndian(bytes);
        writer.WriteBytes(bytes[(UInt256.ByteLength - word.SignificantBytes)..]);
    }

    private static EvmAddress ReadAddress(ref CborReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBytes();
        if (bytes.Length == EvmAddress.ByteLength)
            return EvmAddress.Read(bytes);
        reader.Fail(CborErrorKind.InvalidValue);
        return default;
    }

    private static void WriteAddress(CborWriter writer, EvmAddress address)
    {
        Span<byte> bytes = stackalloc byte[EvmAddress.ByteLength];
        address.Write(bytes);
        writer.WriteBytes(bytes);
    }
}
