using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>A proposed transaction. Never changed in place, since maps tell a change by comparing.</summary>
/// <param name="To">Whom to call.</param>
/// <param name="Value">What to send along.</param>
/// <param name="Method">The method number.</param>
/// <param name="Params">The parameters, CBOR; empty for none.</param>
/// <param name="Approved">Who approved, the proposer first; f0 addresses.</param>
public sealed record MultisigTransaction(Address To, TokenAmount Value, ulong Method, ReadOnlyMemory<byte> Params, IReadOnlyList<Address> Approved)
    : IChainValue<MultisigTransaction>
{
    /// <inheritdoc/>
    public static bool IsImmutable => true;

    private const int FieldCount = 5;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        To.Write(writer);
        Value.Write(writer);
        writer.WriteUInt64(Method);
        writer.WriteBytes(Params.Span);
        TupleFields.WriteList(writer, Approved);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static MultisigTransaction? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(
            TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader), reader.ReadUInt64(), TupleFields.ReadBytes(ref reader),
            TupleFields.ReadList<Address>(ref reader));
    }

    /// <summary>What identifies the proposal whatever its number: the encoding of [proposer or null, to, value, method, parameters], to be hashed.</summary>
    internal byte[] ProposalData()
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(FieldCount);
        if (Approved.Count == 0)
            writer.WriteNull();
        else
            Approved[0].Write(writer);
        To.Write(writer);
        Value.Write(writer);
        writer.WriteUInt64(Method);
        writer.WriteBytes(Params.Span);
        return writer.ToArray();
    }
}
