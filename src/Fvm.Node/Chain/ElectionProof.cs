using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>Why a miner may make a block: a tuple [wins, VRF proof]. Source: lotus <c>chain/types/electionproof.go</c>.</summary>
/// <param name="WinCount">How often it won the epoch; its reward is by it.</param>
/// <param name="VrfProof">The proof.</param>
public sealed record ElectionProof(long WinCount, ReadOnlyMemory<byte> VrfProof) : IChainValue<ElectionProof>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInt64(WinCount);
        writer.WriteBytes(VrfProof.Span);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ElectionProof? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        long wins = reader.ReadInt64();
        ReadOnlyMemory<byte> proof = HeaderFields.ReadBytes(ref reader);
        return reader.Failed ? null : new ElectionProof(wins, proof);
    }
}
