using Fvm.Abi.Node;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs.Groth16;

namespace Fvm.Proofs.Seals;

/// <summary>
/// Interactive seals under one key, verified together. One product of pairings tells whether all are valid; if not, each is verified alone, which is at most
/// twice the work of not having tried.
/// </summary>
internal sealed class SealBatch(VerifyingKey? key, BatchWeights weights)
{
    private readonly List<Member> members = [];

    /// <summary>Takes a seal in unless it is malformed, or there is no key.</summary>
    /// <returns>What is known so far; invalid means not known yet.</returns>
    public Verification Add(int index, in SealParameters parameters, SealStatement seal, ReadOnlyMemory<byte> proof)
    {
        ProofFault fault = seal.Check();
        if (fault == ProofFault.None && proof.IsEmpty) fault = ProofFault.NoProof;
        if (fault != ProofFault.None) return Verification.Malformed(fault);
        if (!Groth16Proof.TryReadAll(proof.Span, parameters.Partitions, out Groth16Proof[] proofs, out fault)) return Verification.Malformed(fault);
        if (key is null) return Verification.CannotVerify;
        Fr[][] inputs = seal.Inputs(parameters);
        if (inputs[0].Length != key.InputCount) return Verification.Malformed(ProofFault.InputCount);
        members.Add(new Member(index, proofs, proof, inputs));
        return Verification.Of(false);
    }

    /// <summary>Writes the verdicts of those that were taken in.</summary>
    public void Verify(Span<ProofVerdict> verdicts)
    {
        if (members.Count == 0) return;
        bool all = Holds(members);
        foreach (Member member in members) verdicts[member.Index] = Verification.Of(all || (members.Count > 1 && Holds([member]))).Verdict;
    }

    private bool Holds(List<Member> some) => Groth16Verifier.Holds(
        key!,
        [.. some.SelectMany(member => member.Bytes.ToArray())],
        [.. some.SelectMany(member => member.Proofs)],
        [.. some.SelectMany(member => member.Inputs)],
        weights);

    private sealed record Member(int Index, Groth16Proof[] Proofs, ReadOnlyMemory<byte> Bytes, Fr[][] Inputs);
}
