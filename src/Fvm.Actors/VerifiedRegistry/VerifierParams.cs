using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>A verifier or a client, and its data cap. Source: builtin-actors <c>actors/verifreg/src/types.rs</c>.</summary>
/// <param name="Address">Who.</param>
/// <param name="Allowance">How many bytes.</param>
public sealed record VerifierParams(Address Address, BigInteger Allowance) : IChainValue<VerifierParams>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Address.Write(writer);
        ChainBigInt.Write(writer, Allowance);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static VerifierParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(TupleFields.ReadAddress(ref reader), ChainBigInt.Read(ref reader));
    }
}
