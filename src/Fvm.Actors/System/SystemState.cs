using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of the system actor. Source: builtin-actors <c>actors/system/src/lib.rs</c>.</summary>
public sealed class SystemState : IChainValue<SystemState>
{
    private const int FieldCount = 1;

    /// <summary>The list [name, code CID] of the built-in actors, by which the VM knows their types.</summary>
    public required Cid BuiltinActors { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteCid(BuiltinActors);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static SystemState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Cid actors = TupleFields.ReadCid(ref reader);
        return reader.Failed ? null : new SystemState { BuiltinActors = actors };
    }
}
