using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>Data cap to take away from a client, as two verifiers asked. Source: builtin-actors <c>actors/verifreg/src/types.rs</c>.</summary>
/// <param name="VerifiedClientToRemove">The client.</param>
/// <param name="DataCapAmountToRemove">How many bytes.</param>
/// <param name="VerifierRequest1">The first request.</param>
/// <param name="VerifierRequest2">The second request, of another verifier.</param>
public sealed record RemoveDataCapParams(
    Address VerifiedClientToRemove, BigInteger DataCapAmountToRemove, RemoveDataCapRequest VerifierRequest1, RemoveDataCapRequest VerifierRequest2)
    : IChainValue<RemoveDataCapParams>
{
    private const int FieldCount = 4;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        VerifiedClientToRemove.Write(writer);
        ChainBigInt.Write(writer, DataCapAmountToRemove);
        VerifierRequest1.Write(writer);
        VerifierRequest2.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveDataCapParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Address verifiedClientToRemove = TupleFields.ReadAddress(ref reader);
        BigInteger dataCapAmountToRemove = ChainBigInt.Read(ref reader);
        RemoveDataCapRequest? verifierRequest1 = RemoveDataCapRequest.Read(ref reader);
        RemoveDataCapRequest? verifierRequest2 = RemoveDataCapRequest.Read(ref reader);
        return verifierRequest1 is null || verifierRequest2 is null ? null : new(verifiedClientToRemove, dataCapAmountToRemove, verifierRequest1, verifierRequest2);
    }
}

/// <summary>A request to take data cap away, signed.</summary>
/// <param name="Verifier">Who asks.</param>
/// <param name="Signature">Over the domain and a <see cref="RemoveDataCapProposal"/>.</param>
public sealed record RemoveDataCapRequest(Address Verifier, Signature Signature) : IChainValue<RemoveDataCapRequest>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Verifier.Write(writer);
        Signature.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveDataCapRequest? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Address verifier = TupleFields.ReadAddress(ref reader);
        Signature? signature = Signature.ReadAsActor(ref reader);
        return signature is null ? null : new(verifier, signature);
    }
}

/// <summary>What was taken away.</summary>
/// <param name="VerifiedClient">The client, an f0 address.</param>
/// <param name="DataCapRemoved">How many bytes.</param>
public sealed record RemoveDataCapReturn(Address VerifiedClient, BigInteger DataCapRemoved) : IChainValue<RemoveDataCapReturn>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        VerifiedClient.Write(writer);
        ChainBigInt.Write(writer, DataCapRemoved);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveDataCapReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), ChainBigInt.Read(ref reader));
    }
}

/// <summary>What a verifier signs to take data cap away.</summary>
/// <param name="VerifiedClient">The client, an f0 address.</param>
/// <param name="DataCapAmount">How many bytes.</param>
/// <param name="RemovalProposalId">The number of requests that the verifier made for the client before.</param>
public sealed record RemoveDataCapProposal(
    Address VerifiedClient, BigInteger DataCapAmount, RemoveDataCapProposalId RemovalProposalId)
    : IChainValue<RemoveDataCapProposal>
{
    private const int FieldCount = 3;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        VerifiedClient.Write(writer);
        ChainBigInt.Write(writer, DataCapAmount);
        RemovalProposalId.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveDataCapProposal? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Address verifiedClient = TupleFields.ReadAddress(ref reader);
        BigInteger dataCapAmount = ChainBigInt.Read(ref reader);
        RemoveDataCapProposalId? removalProposalId = RemoveDataCapProposalId.Read(ref reader);
        return removalProposalId is null ? null : new(verifiedClient, dataCapAmount, removalProposalId);
    }
}

/// <summary>The number of a request, counted for each verifier and client.</summary>
/// <param name="Id">The number.</param>
public sealed record RemoveDataCapProposalId(ulong Id) : IChainValue<RemoveDataCapProposalId>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Id);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static RemoveDataCapProposalId? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadUInt64());
    }
}
