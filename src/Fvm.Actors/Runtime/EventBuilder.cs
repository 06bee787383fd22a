using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>
/// An event of a built-in actor (builtin-actors <c>util/events.rs</c>, FIP-0083): entries of CBOR values, the first of them its type under the key
/// <c>$type</c>, which is indexed by key and value.
/// </summary>
public sealed class EventBuilder
{
    private readonly List<(ulong Flags, ulong Codec, byte[] Key, byte[] Value)> entries = [];

    /// <summary>Begins an event.</summary>
    /// <param name="type">Its type, such as <c>verifier-balance</c>.</param>
    public EventBuilder(string type) => Add("$type", CborCodecs.Text, type, EventFlags.IndexedAll);

    /// <summary>Adds a value under an indexed key.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="codec">How the value is encoded.</param>
    /// <param name="value">The value.</param>
    public EventBuilder Field<T>(string key, CborCodec<T> codec, T value) => Add(key, codec, value, EventFlags.IndexedKey);

    /// <summary>Adds an indexed value under an indexed key.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="codec">How the value is encoded.</param>
    /// <param name="value">The value.</param>
    public EventBuilder Indexed<T>(string key, CborCodec<T> codec, T value) => Add(key, codec, value, EventFlags.IndexedAll);

    /// <summary>Adds a number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public EventBuilder Field(string key, ulong value) => Field(key, CborCodecs.UInt64, value);

    /// <summary>Adds a number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public EventBuilder Field(string key, long value) => Field(key, CborCodecs.Int64, value);

    /// <summary>Adds a big integer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public EventBuilder Field(string key, BigInteger value) => Field(key, ActorCodecs.BigInt, value);

    /// <summary>Adds an indexed number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public EventBuilder Indexed(string key, ulong value) => Indexed(key, CborCodecs.UInt64, value);

    /// <summary>Adds an indexed link.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public EventBuilder Indexed(string key, Cid value) => Indexed(key, CborCodecs.Cid, value);

    internal void Emit(SyscallGate gate)
    {
        byte[] headers = new byte[entries.Count * EventHeaders.HeaderSize];
        var keys = new List<byte>();
        var values = new List<byte>();
        for (int i = 0; i < entries.Count; i++)
        {
            (ulong flags, ulong codec, byte[] key, byte[] value) = entries[i];
            WriteHeader(headers.AsSpan(i * EventHeaders.HeaderSize), flags, codec, key.Length, value.Length);
            keys.AddRange(key);
            values.AddRange(value);
        }

        Emit(gate, headers, CollectionsMarshal.AsSpan(keys), CollectionsMarshal.AsSpan(values));
    }

    /// <summary>Emits an event that is packed already.</summary>
    internal static void Emit(SyscallGate gate, ReadOnlySpan<byte> headers, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values)
    {
        gate.WorkWritten(keys.Length + values.Length);
        gate.Enter("event", "emit_event");
        SyscallStatus status = gate.Leave("event", "emit_event", gate.Kernel.Event.EmitEvent(new EventHeaders(headers), keys, values));
        if (!status.IsOk)
            Abort.AssertionFailed($"failed to emit event: {status}");
    }

    /// <summary>Packs the header of an entry.</summary>
    internal static void WriteHeader(Span<byte> header, ulong flags, ulong codec, int keyLength, int valueLength)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, flags);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], codec);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], (uint)keyLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)valueLength);
    }

    private EventBuilder Add<T>(string key, CborCodec<T> codec, T value, ulong flags)
    {
        entries.Add((flags, Multicodec.Cbor, Encoding.UTF8.GetBytes(key), ActorEncoding.Encode(codec, value)));
        return this;
    }
}
