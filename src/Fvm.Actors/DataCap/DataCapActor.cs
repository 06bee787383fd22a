using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>
/// The data cap actor (f07): a token (FRC-0046) whose whole units are bytes that may be stored as verified. Only its governor, the verified registry, makes
/// and destroys it, and only to and from the governor it moves. Source: builtin-actors <c>actors/datacap/src/lib.rs</c>. What moves tokens is in
/// <see cref="DataCapTransfers"/>.
/// </summary>
internal sealed class DataCapActor : NativeActor
{
    private static readonly MethodTable Table = new(
        ActorMethod.Taking(DataCapMethods.Constructor, ActorCodecs.Address, Constructor),
        ActorMethod.Of<DataCapMintParams, MintReturn>(DataCapMethods.Mint, DataCapTransfers.Mint),
        ActorMethod.Of<DataCapDestroyParams, BurnReturn>(DataCapMethods.Destroy, Destroy),
        ActorMethod.Returning(Frc46Token.Name, CborCodecs.Text, runtime => Constant(runtime, DataCapPolicy.TokenName)),
        ActorMethod.Returning(Frc46Token.Symbol, CborCodecs.Text, runtime => Constant(runtime, DataCapPolicy.TokenSymbol)),
        ActorMethod.Returning(Frc46Token.Granularity, CborCodecs.UInt64, runtime => Constant(runtime, DataCapPolicy.Granularity)),
        ActorMethod.Returning(Frc46Token.TotalSupply, ActorCodecs.TokenAmount, runtime => Query(runtime, token => token.TotalSupply)),
        ActorMethod.Of<Address, TokenAmount>(Frc46Token.Balance, (runtime, owner) => Query(runtime, token => token.BalanceOf(owner))),
        ActorMethod.Of<TransferParams, TransferReturn>(Frc46Token.Transfer, DataCapTransfers.Transfer),
        ActorMethod.Of<TransferFromParams, TransferFromReturn>(Frc46Token.TransferFrom, DataCapTransfers.TransferFrom),
        ActorMethod.Of<AllowanceChangeParams, TokenAmount>(
            Frc46Token.IncreaseAllowance,
            (runtime, change) => Change(runtime, token => token.IncreaseAllowance(runtime.CallerAddress, change.Operator, change.Amount))),
        ActorMethod.Of<AllowanceChangeParams, TokenAmount>(
            Frc46Token.DecreaseAllowance,
            (runtime, change) => Change(runtime, token => token.DecreaseAllowance(runtime.CallerAddress, change.Operator, change.Amount))),
        ActorMethod.Of<RevokeAllowanceParams, TokenAmount>(
            Frc46Token.RevokeAllowance,
            (runtime, change) => Change(runtime, token => token.RevokeAllowance(runtime.CallerAddress, change.Operator))),
        ActorMethod.Of<BurnParams, BurnReturn>(
            Frc46Token.Burn, (runtime, burnt) => Change(runtime, token => token.Burn(runtime.CallerAddress, burnt.Amount))),
        ActorMethod.Of<BurnFromParams, BurnFromReturn>(
            Frc46Token.BurnFrom, (runtime, burnt) => Change(runtime, token => token.BurnFrom(runtime.CallerAddress, burnt.Owner, burnt.Amount))),
        ActorMethod.Of<AllowanceParams, TokenAmount>(
            Frc46Token.Allowance, (runtime, asked) => Query(runtime, token => token.Allowance(asked.Owner, asked.Operator))));

    public override string Name => "DataCap";

    public override MethodTable Methods => Table;

    internal static FungibleToken TokenOf(ActorRuntime runtime, DataCapState state) => new(runtime, DataCapPolicy.Granularity, state.Token);

    private static void Constructor(ActorRuntime runtime, Address governor)
    {
        runtime.Caller.RequireIs(SingletonActors.System);
        if (!runtime.Actors.TryResolve(governor, out _))
            Abort.IllegalArgument("failed to resolve governor address");
        runtime.State.Create(DataCapState.Create(runtime.Store, governor));
    }

    /// <summary>Burns tokens as if their owner did; the governor needs no allowance.</summary>
    private static BurnReturn Destroy(ActorRuntime runtime, DataCapDestroyParams parameters) => runtime.State.Transaction((DataCapState state) =>
    {
        runtime.Caller.RequireIs(state.Governor);
        return TokenOf(runtime, state).Burn(parameters.Owner, parameters.Amount);
    });

    private static T Constant<T>(ActorRuntime runtime, T value)
    {
        runtime.Caller.AcceptAny();
        return value;
    }

    private static T Query<T>(ActorRuntime runtime, Func<FungibleToken, T> query)
    {
        runtime.Caller.AcceptAny();
        return query(TokenOf(runtime, runtime.State.Read<DataCapState>()));
    }

    private static T Change<T>(ActorRuntime runtime, Func<FungibleToken, T> change)
    {
        runtime.Caller.AcceptAny();
        return runtime.State.Transaction((DataCapState state) => change(TokenOf(runtime, state)));
    }
}
