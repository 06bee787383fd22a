using System.Buffers.Binary;
using Fvm.Crypto;

namespace Fvm.Protocol;

/// <summary>
/// Randomness for one purpose from what chain or beacon offers at an epoch. Drawn by the VM up to network version 20 and by the actors from 21 on.
/// Source: ref-fvm v3 <c>kernel/default.rs</c>, <c>draw_randomness</c>.
/// </summary>
public static class RandomnessDraw
{
    /// <summary>Bytes of randomness, both offered and drawn.</summary>
    public const int Length = 32;

    /// <summary>
    /// blake2b-256 of the tag (int64, big-endian), the 32 offered bytes, the epoch (int64, big-endian) and the entropy.
    /// </summary>
    public static byte[] Draw(long tag, ReadOnlySpan<byte> offered, long epoch, ReadOnlySpan<byte> entropy)
    {
        if (offered.Length != Length)
            Throw.WrongLength("the randomness of an epoch", Length, offered.Length);
        byte[] input = new byte[sizeof(long) + Length + sizeof(long) + entropy.Length];
        BinaryPrimitives.WriteInt64BigEndian(input, tag);
        offered.CopyTo(input.AsSpan(sizeof(long)));
        BinaryPrimitives.WriteInt64BigEndian(input.AsSpan(sizeof(long) + Length), epoch);
        entropy.CopyTo(input.AsSpan((2 * sizeof(long)) + Length));
        return Blake2b.Hash256(input);
    }

    /// <summary>As the other overload, with a tag that has a name.</summary>
    public static byte[] Draw(DomainSeparationTag tag, ReadOnlySpan<byte> offered, long epoch, ReadOnlySpan<byte> entropy)
        => Draw((long)tag, offered, epoch, entropy);
}
