using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>What the verified registry asks of the data cap actor. Amounts are bytes; tokens are that times 10^18.</summary>
internal static class DataCapCalls
{
    public static BigInteger Balance(ActorRuntime runtime, Address owner) => ToBytes(
        Send(runtime, Frc46Token.Balance, IpldBlock.Cbor(owner), readOnly: true)
            .DecodeOrAbort<TokenAmount>($"failed to query datacap balance of {owner}"));

    public static void Mint(ActorRuntime runtime, Address to, BigInteger amount, Address spender) =>
        Send(runtime, DataCapMethods.Mint, IpldBlock.Cbor(new DataCapMintParams(to, ToTokens(amount), [spender])))
            .OrAbort($"failed to mint {amount} data cap to client {to}");

    public static void Burn(ActorRuntime runtime, BigInteger amount)
    {
        if (!amount.IsZero)
            Send(runtime, Frc46Token.Burn, IpldBlock.Cbor(new BurnParams(ToTokens(amount)))).OrAbort($"failed to send burn {amount} to datacap");
    }

    public static void Destroy(ActorRuntime runtime, Address owner, BigInteger amount)
    {
        if (amount.IsZero)
            return;
        Send(runtime, DataCapMethods.Destroy, IpldBlock.Cbor(new DataCapDestroyParams(owner, ToTokens(amount))))
            .OrAbort($"failed to destroy {amount} from allowance for {owner}");
    }

    /// <summary>Gives data cap back; even none at all, so that the client's hook runs.</summary>
    public static void Transfer(ActorRuntime runtime, ActorId to, BigInteger amount) =>
        Send(runtime, Frc46Token.Transfer, IpldBlock.Cbor(new TransferParams(to.ToAddress(), ToTokens(amount), default)))
            .OrAbort($"failed to transfer recovered datacap {amount} back to client {to}");

    public static BigInteger ToBytes(TokenAmount tokens) => BigInteger.Divide(tokens.Atto, VerifiedRegistryPolicy.TokensPerByte);

    private static TokenAmount ToTokens(BigInteger bytes) => new(bytes * VerifiedRegistryPolicy.TokensPerByte);

    private static SendOutcome Send(ActorRuntime runtime, MethodId method, IpldBlock parameters, bool readOnly = false) =>
        runtime.Send(SingletonActors.DataCap.ToAddress(), method.Number, parameters, readOnly: readOnly);
}
