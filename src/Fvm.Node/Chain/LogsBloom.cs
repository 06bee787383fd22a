using System.Buffers.Binary;
using Fvm.Crypto;

namespace Fvm.Node.Chain;

/// <summary>Ethereum's bloom of the addresses and topics of logs, 2048 bits (Yellow Paper 4.4.1, M3:2048; lotus <c>ethtypes</c>, EthBloomSet).</summary>
public sealed class LogsBloom
{
    /// <summary>Its bytes.</summary>
    public const int Length = Bits / 8;

    private const int Bits = 2048;
    private const int BitsAnEntry = 3;

    private readonly byte[] bloom = new byte[Length];

    /// <summary>The bytes as they are shown: bit 0 is the lowest of the last byte.</summary>
    public ReadOnlySpan<byte> Bytes => bloom;

    /// <summary>All bits: what lotus shows of blocks whose logs it does not know.</summary>
    public static byte[] Full()
    {
        byte[] full = new byte[Length];
        full.AsSpan().Fill(0xff);
        return full;
    }

    /// <summary>Adds an address, 20 bytes, or a topic, 32 bytes.</summary>
    /// <param name="entry">It.</param>
    public void Add(ReadOnlySpan<byte> entry)
    {
        Span<int> bits = stackalloc int[BitsAnEntry];
        Positions(entry, bits);
        foreach (int bit in bits)
            bloom[Length - 1 - (bit / 8)] |= (byte)(1 << (bit % 8));
    }

    /// <summary>Whether an address or a topic may have been added; false is certain.</summary>
    /// <param name="entry">It.</param>
    public bool MayContain(ReadOnlySpan<byte> entry)
    {
        Span<int> bits = stackalloc int[BitsAnEntry];
        Positions(entry, bits);
        foreach (int bit in bits)
        {
            if ((bloom[Length - 1 - (bit / 8)] & (1 << (bit % 8))) == 0)
                return false;
        }

        return true;
    }

    private static void Positions(ReadOnlySpan<byte> entry, Span<int> bits)
    {
        Span<byte> hash = stackalloc byte[32];
        Keccak256.Hash(entry, hash);
        for (int i = 0; i < bits.Length; i++)
            bits[i] = BinaryPrimitives.ReadUInt16BigEndian(hash[(2 * i)..]) % Bits;
    }
}
