using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of an account. Source: builtin-actors <c>actors/account/src/state.rs</c>.</summary>
public sealed class AccountState : IChainValue<AccountState>
{
    private const int FieldCount = 1;

    /// <summary>The key address, f1 or f3. That of the burnt funds actor is f099, which genesis writes.</summary>
    public required Address Address { get; set; }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Address.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static AccountState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Address address = TupleFields.ReadAddress(ref reader);
        return reader.Failed ? null : new AccountState { Address = address };
    }
}
