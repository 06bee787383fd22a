using Fvm.Proofs;
using Fvm.Protocol;

namespace Fvm.Conformance.ProofVectors;

/// <summary>Prover ids that an actor can have: others stand only in vectors of the layer below the machine.</summary>
internal static class ProverIds
{
    public static bool TryRead(ReadOnlySpan<byte> id, out ActorId miner)
    {
        ulong number = 0;
        for (int i = 0; i < id.Length; i++)
        {
            number |= (ulong)(id[i] & 0x7f) << (7 * i);
            if (id[i] < 0x80) break;
        }

        miner = new ActorId(number);
        return ProverId.Of(miner).AsSpan().SequenceEqual(id);
    }
}
