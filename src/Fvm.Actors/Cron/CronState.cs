using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of the cron actor. Source: builtin-actors <c>actors/cron/src/state.rs</c>.</summary>
public sealed class CronState : IChainValue<CronState>
{
    private const int FieldCount = 1;

    /// <summary>Whom to call each epoch, in this order.</summary>
    public required IReadOnlyList<CronEntry> Entries { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        TupleFields.WriteList(writer, Entries);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static CronState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        IReadOnlyList<CronEntry> entries = TupleFields.ReadList<CronEntry>(ref reader);
        return reader.Failed ? null : new CronState { Entries = entries };
    }
}
