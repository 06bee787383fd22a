using System.Buffers.Binary;

namespace Fvm.Abi.Kernel;

/// <summary>The syscall family <c>event</c>.</summary>
public interface IEventOps
{
    /// <summary>Emits an event in the form of FVM v3 (nv18 to nv20): one CBOR value, an array of [flags, key, codec, value].</summary>
    /// <param name="encoded">The CBOR.</param>
    SyscallStatus EmitEncodedEvent(ReadOnlySpan<byte> encoded);

    /// <summary>Emits an event in the form of FVM v4 (from nv21 on).</summary>
    /// <param name="headers">The entries.</param>
    /// <param name="keys">Their keys in UTF-8, one after the other.</param>
    /// <param name="values">Their values, one after the other.</param>
    SyscallStatus EmitEvent(EventHeaders headers, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values);
}

/// <summary>The header of an event's entry (ref-fvm <c>shared/src/sys/mod.rs</c>, EventEntry).</summary>
/// <param name="Flags">1: index the key; 2: index the value.</param>
/// <param name="Codec">The value's multicodec.</param>
/// <param name="KeyLength">Bytes of the key.</param>
/// <param name="ValueLength">Bytes of the value.</param>
public readonly record struct EventHeader(ulong Flags, ulong Codec, uint KeyLength, uint ValueLength);

/// <summary>Packed headers of an event's entries, 24 bytes each, little-endian: flags, codec, key length, value length. Nothing is copied.</summary>
/// <param name="packed">The bytes; what is left of a whole number of headers does not count.</param>
public readonly ref struct EventHeaders(ReadOnlySpan<byte> packed)
{
    /// <summary>Bytes of a header.</summary>
    public const int HeaderSize = 24;

    private readonly ReadOnlySpan<byte> packed = packed;

    /// <summary>How many headers there are.</summary>
    public int Count => packed.Length / HeaderSize;

    /// <summary>One header.</summary>
    /// <param name="index">Which.</param>
    public EventHeader this[int index]
    {
        get
        {
            ReadOnlySpan<byte> header = packed.Slice(index * HeaderSize, HeaderSize);
            return new EventHeader(
                BinaryPrimitives.ReadUInt64LittleEndian(header),
                BinaryPrimitives.ReadUInt64LittleEndian(header[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[20..]));
        }
    }
}
