using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Sectors;

/// <summary>
/// What verify_post gets: a tuple [randomness, proofs, challenged sectors, prover]. Source: fvm_shared <c>sector/post.rs</c>. Winning PoSts have the
/// same form there, under another name.
/// </summary>
/// <param name="Randomness">The challenge; 32 bytes where it is used, of any length on the wire.</param>
/// <param name="Proofs">The proofs.</param>
/// <param name="ChallengedSectors">The sectors proven.</param>
/// <param name="Prover">The miner.</param>
public sealed record WindowPoStVerifyInfo(
    ReadOnlyMemory<byte> Randomness, IReadOnlyList<PoStProof> Proofs, IReadOnlyList<SectorInfo> ChallengedSectors, ActorId Prover)
    : IChainValue<WindowPoStVerifyInfo>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteBytes(Randomness.Span);
        ChainFields.WriteList(writer, Proofs);
        ChainFields.WriteList(writer, ChallengedSectors);
        Prover.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static WindowPoStVerifyInfo? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        ReadOnlyMemory<byte> randomness = ChainFields.ReadBytes(ref reader);
        IReadOnlyList<PoStProof> proofs = ChainFields.ReadList<PoStProof>(ref reader);
        IReadOnlyList<SectorInfo> sectors = ChainFields.ReadList<SectorInfo>(ref reader);
        ActorId prover = ActorId.Read(ref reader);
        return reader.Failed ? null : new WindowPoStVerifyInfo(randomness, proofs, sectors, prover);
    }

    /// <inheritdoc/>
    public bool Equals(WindowPoStVerifyInfo? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
