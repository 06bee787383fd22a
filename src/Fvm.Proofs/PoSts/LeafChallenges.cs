using System.Buffers.Binary;
using Fvm.Crypto;

namespace Fvm.Proofs.PoSts;

/// <summary>The leaves that a proof of spacetime is asked about, and the sector that a winning one is about (post/fallback/vanilla.rs).</summary>
internal static class LeafChallenges
{
    private const int RandomnessLength = 32;

    /// <summary>The first eight bytes of SHA-256(randomness ‖ sector ‖ index), numbers little-endian, modulo the leaves of a sector.</summary>
    public static ulong Leaf(ReadOnlySpan<byte> randomness, ulong sector, ulong index, ulong leaves)
    {
        Span<byte> data = stackalloc byte[RandomnessLength + (2 * sizeof(ulong))];
        randomness.CopyTo(data);
        BinaryPrimitives.WriteUInt64LittleEndian(data[RandomnessLength..], sector);
        BinaryPrimitives.WriteUInt64LittleEndian(data[(RandomnessLength + sizeof(ulong))..], index);
        return First(data) % leaves;
    }

    /// <summary>
    /// Which of a miner's sectors a winning PoSt is about: the first eight bytes of SHA-256(prover id ‖ randomness ‖ n), numbers little-endian, modulo
    /// the number of sectors.
    /// </summary>
    public static ulong WinningSector(ReadOnlySpan<byte> proverId, ReadOnlySpan<byte> randomness, ulong number, ulong sectors)
    {
        Span<byte> data = stackalloc byte[ProverId.Length + RandomnessLength + sizeof(ulong)];
        proverId.CopyTo(data);
        randomness.CopyTo(data[ProverId.Length..]);
        BinaryPrimitives.WriteUInt64LittleEndian(data[(ProverId.Length + RandomnessLength)..], number);
        return First(data) % sectors;
    }

    private static ulong First(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Sha256.DigestLength];
        Sha256.Hash(data, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
