using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The methods of the cron actor (f03). Source: builtin-actors <c>actors/cron/src/lib.rs</c>.</summary>
public static class CronMethods
{
    /// <summary>Makes the actor; only at genesis. Takes <see cref="CronConstructorParams"/>.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Calls everyone in the table; by the chain, once an epoch.</summary>
    public static MethodId EpochTick { get; } = MethodId.Internal(nameof(EpochTick), 2);
}

/// <summary>Whom to call each epoch.</summary>
/// <param name="Entries">In this order.</param>
public sealed record CronConstructorParams(IReadOnlyList<CronEntry> Entries) : IChainValue<CronConstructorParams>
{
    private const int FieldCount = 1;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Entries);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static CronConstructorParams? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new CronConstructorParams(TupleFields.ReadList<CronEntry>(ref reader));
    }
}

/// <summary>A method to call each epoch.</summary>
/// <param name="Receiver">Whose; an f0 address.</param>
/// <param name="MethodNum">Which; it gets no parameters.</param>
public sealed record CronEntry(Address Receiver, ulong MethodNum) : IChainValue<CronEntry>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Receiver.Write(writer);
        writer.WriteUInt64(MethodNum);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static CronEntry? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new CronEntry(TupleFields.ReadAddress(ref reader), reader.ReadUInt64());
    }
}
