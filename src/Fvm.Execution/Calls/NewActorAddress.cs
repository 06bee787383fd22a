using System.Buffers.Binary;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>
/// The stable (f2) address of a new actor: the hash of the message's sender as written in the message (so that it holds even where the id
/// changes), its nonce, and how many actors the message has created before. ref-fvm <c>call_manager/default.rs</c> next_actor_address.
/// </summary>
internal static class NewActorAddress
{
    public static Address Derive(MessageOrigin origin, ulong created)
    {
        var writer = new CborWriter();
        origin.Address.Write(writer);
        byte[] data = new byte[writer.Length + 16];
        writer.Written.CopyTo(data);
        BinaryPrimitives.WriteUInt64BigEndian(data.AsSpan(writer.Length), origin.Nonce);
        BinaryPrimitives.WriteUInt64BigEndian(data.AsSpan(writer.Length + 8), created);
        return Address.FromActorBytes(data);
    }
}
