using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The network's own precompiled contracts, but for call_actor. Source: builtin-actors <c>precompiles/fvm.rs</c>.</summary>
internal static class FilecoinPrecompiles
{
    /// <summary>fe00..01: the bytes of an address in, the id as a word out; nothing when there is none, a failure when the bytes are no address.</summary>
    public static bool ResolveAddress(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = default;
        if (!Address.TryFromBytes(call.Input.Span, out Address? address))
            return false;
        if (call.Runtime.Actors.TryResolve(address, out ActorId id))
            output = new UInt256(id.Value).ToBigEndian();
        return true;
    }

    /// <summary>fe00..02: an id in, the bytes of the delegated address out, or nothing; an id above 64 bits is a failure.</summary>
    public static bool LookupDelegatedAddress(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = default;
        var reader = new SolidityReader(call.Input.Span);
        ulong id = reader.ReadUInt64();
        if (reader.Overflowed)
            return false;
        if (call.Runtime.Actors.DelegatedAddressOf(new ActorId(id)) is { } address)
            output = address.ToBytes();
        return true;
    }

    /// <summary>fe00..06 (FIP-0095): an epoch in, the digest of its beacon out; a failure when the machine does not tell.</summary>
    public static bool GetRandomness(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = default;
        var reader = new SolidityReader(call.Input.Span);
        long epoch = reader.ReadInt64();
        if (reader.Overflowed)
            return false;
        try
        {
            output = call.Runtime.Randomness.BeaconDigest(epoch);
            return true;
        }
        catch (ActorAbortException)
        {
            return false;
        }
    }
}
