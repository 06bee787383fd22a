using Fvm.Actors.Runtime;
using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>CREATE and CREATE2, through the address manager. Source: builtin-actors <c>instructions/lifecycle.rs</c>.</summary>
internal sealed class EvmCreations(ActorRuntime runtime, EvmSystem system)
{
    /// <summary>
    /// Makes a contract. Without the endowment nothing happens at all; after that the creation is counted even if it fails, which differs from Ethereum
    /// at the greatest call depth. Of a failure the data is kept, whatever failed.
    /// </summary>
    public EvmResult Create(in EvmMessage message)
    {
        (MethodId method, IpldBlock parameters) = message.Kind == EvmMessageKind.Create
            ? (EamMethods.Create, IpldBlock.Cbor(new EamCreateParams(message.Input, system.Nonce)))
            : (EamMethods.Create2, IpldBlock.Cbor(new EamCreate2Params(message.Input, message.Salt)));
        TokenAmount endowment = TokenAmount.FromAtto(message.Value.ToBigInteger());
        if (endowment > runtime.Balance)
            return new EvmResult { Outcome = EvmOutcome.Refused };

        system.IncrementNonce();
        ulong limit = checked(63 * runtime.GasAvailable) / 64;
        SendOutcome outcome = system.Send(
            SingletonActors.EthereumAddressManager.ToAddress(), method.Number, parameters, endowment, limit, readOnly: false);
        if (!outcome.IsSuccess)
            return new EvmResult { Outcome = EvmOutcome.Revert, Output = EvmReturnData.Of(outcome.Data) };
        EamReturn created = outcome.DecodeOrAbort<EamReturn>();
        return new EvmResult { Outcome = EvmOutcome.Return, Created = created.EthAddress };
    }
}
