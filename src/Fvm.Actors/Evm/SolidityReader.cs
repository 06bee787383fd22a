using System.Buffers.Binary;
using Fvm.Actors.Runtime;
using Fvm.Evm;

namespace Fvm.Actors;

/// <summary>
/// Reads words as Solidity lays them out, as if zeros followed the input without end; numbers that are too large stick as an overflow. Source:
/// builtin-actors <c>actors/evm/src/reader.rs</c>.
/// </summary>
internal ref struct SolidityReader(ReadOnlySpan<byte> input)
{
    /// <summary>What an allocation of the wasm actor cannot exceed: an instance's memory is 512 MiB, of which its own data take a part.</summary>
    private const uint MostAllocated = 500u << 20;

    private readonly ReadOnlySpan<byte> full = input;
    private ReadOnlySpan<byte> rest = input;

    /// <summary>Whether some number was too large for its type.</summary>
    public bool Overflowed { get; private set; }

    public UInt256 ReadWord()
    {
        Span<byte> word = stackalloc byte[UInt256.ByteLength];
        Read(word);
        return UInt256.ReadBigEndian(word);
    }

    public ulong ReadUInt64()
    {
        UInt256 word = ReadWord();
        Overflowed |= !word.FitsUInt64;
        return word.U0;
    }

    public uint ReadUInt32()
    {
        UInt256 word = ReadWord();
        Overflowed |= !word.FitsUInt32;
        return (uint)word.U0;
    }

    /// <summary>A number of 64 bits with its sign in bit 63, all above zero.</summary>
    public long ReadInt64() => unchecked((long)ReadUInt64());

    /// <summary>Exactly so many bytes, without regard to words.</summary>
    public void Read(scoped Span<byte> destination)
    {
        int length = Math.Min(destination.Length, rest.Length);
        rest[..length].CopyTo(destination);
        destination[length..].Clear();
        rest = rest[length..];
    }

    /// <summary>So many bytes, or as many as there are.</summary>
    public ReadOnlySpan<byte> ReadPresent(uint length)
    {
        ReadOnlySpan<byte> present = rest[..(int)Math.Min(length, (uint)rest.Length)];
        rest = rest[present.Length..];
        return present;
    }

    /// <summary>So many bytes, in a new array where zeros must follow. Lengths that no instance holds end it (4), those beyond 2^31 are its panic (24).</summary>
    public ReadOnlySpan<byte> ReadPadded(uint length)
    {
        if (length <= (uint)rest.Length)
        {
            ReadOnlySpan<byte> part = rest[..(int)length];
            rest = rest[(int)length..];
            return part;
        }

        byte[] padded = Allocate(length);
        rest.CopyTo(padded);
        rest = [];
        return padded;
    }

    /// <summary>Goes to a place counted from the beginning; beyond the end everything is zero.</summary>
    public void Seek(ulong offset) => rest = offset > (ulong)full.Length ? [] : full[(int)offset..];

    /// <summary>An array as the wasm actor could allocate it.</summary>
    public static byte[] Allocate(uint length)
    {
        if (length > int.MaxValue)
            Abort.AssertionFailed("capacity overflow");
        if (length > MostAllocated)
            ActorTrapException.Throw("out of memory");
        return new byte[length];
    }

    /// <summary>Writes a word for a number.</summary>
    public static void Write(Span<byte> word, ulong value)
    {
        word[..^sizeof(ulong)].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(word[^sizeof(ulong)..], value);
    }
}
