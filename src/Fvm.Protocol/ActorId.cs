using System.Globalization;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>The number of an actor in the state tree: the payload of an f0 address.</summary>
/// <param name="Value">Any 64-bit value; the chain hands them out upwards from 100.</param>
public readonly record struct ActorId(ulong Value) : IComparable<ActorId>, IChainValue<ActorId>
{
    /// <summary>The first id that the init actor hands out; lower ones belong to singletons.</summary>
    public const ulong FirstNonSingleton = 100;

    /// <summary>The f0 address of the actor.</summary>
    public Address ToAddress() => Address.FromId(Value);

    /// <inheritdoc/>
    public int CompareTo(ActorId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public void Write(CborWriter writer) => writer.WriteUInt64(Value);

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static ActorId Read(ref CborReader reader) => new(reader.ReadUInt64());

    /// <summary>The mainnet text of the f0 address, such as <c>f0123</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"f0{Value}");
}
