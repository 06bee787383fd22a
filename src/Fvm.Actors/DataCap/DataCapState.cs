using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The state of the data cap actor (f07). Source: builtin-actors <c>actors/datacap/src/state.rs</c>.</summary>
public sealed class DataCapState : IChainValue<DataCapState>
{
    private const int FieldCount = 2;

    /// <summary>Who may make and destroy tokens: the verified registry, f06.</summary>
    public required Address Governor { get; set; }

    /// <summary>The token.</summary>
    public required TokenState Token { get; set; }

    /// <summary>A state without tokens; writes its empty maps.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="governor">The governor.</param>
    public static DataCapState Create(IBlockstore store, Address governor) => new()
    {
        Governor = governor,
        Token = Abort.Code(ExitCode.UsrIllegalState, "failed to create token state", () => TokenState.Create(store)),
    };

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        Governor.Write(writer);
        Token.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static DataCapState? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        Address governor = TupleFields.ReadAddress(ref reader);
        TokenState? token = TokenState.Read(ref reader);
        return token is null ? null : new DataCapState { Governor = governor, Token = token };
    }
}
