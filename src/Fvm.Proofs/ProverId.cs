using Fvm.Protocol;

namespace Fvm.Proofs;

/// <summary>A miner as the proofs name it.</summary>
internal static class ProverId
{
    /// <summary>Bytes of a prover id.</summary>
    public const int Length = 32;

    /// <summary>The payload of the miner's f0 address (a LEB128 number), filled up with zeros (ref-fvm <c>kernel/filecoin.rs</c>, <c>prover_id_from_u64</c>).</summary>
    public static byte[] Of(ActorId miner)
    {
        byte[] id = new byte[Length];
        Address.FromId(miner).Payload.CopyTo(id);
        return id;
    }
}
