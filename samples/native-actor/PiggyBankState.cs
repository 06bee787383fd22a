using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace PiggyBank;

/// <summary>What the constructor takes: a tuple of two.</summary>
internal sealed record PiggyBankParams(Address Owner, TokenAmount Goal) : IChainValue<PiggyBankParams>
{
    public void Write(CborWriter writer)
    {
        writer.WriteArrayHeader(2);
        Owner.Write(writer);
        Goal.Write(writer);
    }

    /// <summary>Reads without exceptions: the first error sticks to the reader, and the caller drops what was read.</summary>
    public static PiggyBankParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(2);
        return new(TupleFields.ReadAddress(ref reader), TokenAmount.Read(ref reader));
    }
}

/// <summary>The state: one block of CBOR, a tuple of three. Its CID is the actor's head in the state tree.</summary>
internal sealed class PiggyBankState : IChainValue<PiggyBankState>
{
    public required Address Owner { get; init; }

    public required TokenAmount Goal { get; init; }

    public TokenAmount Saved { get; set; }

    public void Write(CborWriter writer)
    {
        writer.WriteArrayHeader(3);
        Owner.Write(writer);
        Goal.Write(writer);
        Saved.Write(writer);
    }

    public static PiggyBankState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(3);
        return new() { Owner = TupleFields.ReadAddress(ref reader), Goal = TokenAmount.Read(ref reader), Saved = TokenAmount.Read(ref reader) };
    }
}
