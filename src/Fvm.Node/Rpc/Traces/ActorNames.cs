using Fvm.Evm;
using Fvm.Hosting.Tracing;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Traces;

/// <summary>
/// The Ethereum addresses of the actors in one message's trace. The state after it knows most; actors that were undone are known from the trace itself, in order of time,
/// since their ids are given again.
/// </summary>
internal sealed class ActorNames(ChainState state)
{
    private readonly Dictionary<ActorId, EvmAddress> learned = [];

    /// <summary>Whether code is that of contracts.</summary>
    public bool IsContract(Cid code) => state.Manifest.TryGetActor(code, out BuiltinActor actor) && actor == BuiltinActor.Evm;

    /// <summary>Remembers what an actor is called from here on.</summary>
    public void Learn(ActorId id, EvmAddress address) => learned[id] = address;

    /// <summary>The callee of a call that reached one.</summary>
    public EvmAddress Of(TraceCall call)
    {
        ActorId id = call.Invoked!.Id;
        if (call.Started.To.Protocol == AddressProtocol.Delegated && call.Started.To.TryToEthereum(out byte[]? own))
            learned[id] = EvmAddress.Read(own);
        return Of(id);
    }

    /// <summary>An actor by its id.</summary>
    public EvmAddress Of(ActorId id) =>
        learned.TryGetValue(id, out EvmAddress known) ? known : EthereumReturns.AddressOf(id, state.Actor(id)?.DelegatedAddress);

    /// <summary>The code of a contract that a message made which does not stay.</summary>
    public ReadOnlyMemory<byte> MadeCode { get; init; }

    /// <summary>The code of a contract that stands; empty for everything else.</summary>
    public ReadOnlyMemory<byte> CodeOf(EvmAddress address) => MadeCode.IsEmpty ? state.CodeOf(Address.FromEthereum(address.ToArray())) : MadeCode;
}
