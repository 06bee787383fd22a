using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>How keys of the actors' HAMTs are written (builtin-actors <c>util/map.rs</c>, MapKey).</summary>
public static class MapKeys
{
    /// <summary>Unsigned numbers: varints.</summary>
    /// <param name="value">The number.</param>
    public static byte[] Of(ulong value)
    {
        Span<byte> buffer = stackalloc byte[Varint.MaxLength];
        return buffer[..Varint.Write(buffer, value)].ToArray();
    }

    /// <summary>Signed numbers: zig-zag varints, so that 101 is <c>ca 01</c> and -1 is <c>01</c>.</summary>
    /// <param name="value">The number.</param>
    public static byte[] Of(long value) => Of(unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>Addresses: their bytes.</summary>
    /// <param name="value">The address.</param>
    public static byte[] Of(Address value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToBytes();
    }

    /// <summary>Actor ids: varints, as numbers.</summary>
    /// <param name="value">The id.</param>
    public static byte[] Of(ActorId value) => Of(value.Value);

    /// <summary>Links: their bytes.</summary>
    /// <param name="value">The link.</param>
    public static byte[] Of(Cid value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Bytes.ToArray();
    }

    /// <summary>Reads an unsigned number's key; exit 20 when it is none.</summary>
    /// <param name="key">The key.</param>
    public static ulong ToUInt64(ReadOnlySpan<byte> key)
    {
        if (!Varint.TryRead(key, out ulong value, out _))
            Abort.IllegalState("invalid key in HAMT");
        return value;
    }

    /// <summary>Reads a signed number's key; exit 20 when it is none.</summary>
    /// <param name="key">The key.</param>
    public static long ToInt64(ReadOnlySpan<byte> key)
    {
        ulong value = ToUInt64(key);
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    /// <summary>Reads an address's key; exit 20 when it is none.</summary>
    /// <param name="key">The key.</param>
    public static Address ToAddress(ReadOnlySpan<byte> key)
    {
        if (!Address.TryFromBytes(key, out Address? address))
            Abort.IllegalState("invalid key in HAMT");
        return address;
    }
}
