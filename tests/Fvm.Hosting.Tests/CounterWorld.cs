using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;

namespace Fvm.Hosting.Tests;

/// <summary>The sample actor on fresh state, and messages to it.</summary>
internal sealed class CounterWorld
{
    public CounterWorld() => Root = FreshState.Create(Store, Repository.Counter).Root;

    public MemoryBlockstore Store { get; } = new();

    public Cid Root { get; }

    public VirtualMachineBuilder Builder(ActorEngine? engine = null)
    {
        VirtualMachineBuilder builder = new VirtualMachineBuilder(NetworkVersion.V28).OnState(Store, Root).AtTipset(epoch: 1);
        return engine is null ? builder : builder.WithEngine(engine);
    }

    public static Message Add(ulong nonce, byte amount = 5, ulong gasLimit = 10_000_000) => new()
    {
        From = FreshState.Sender,
        To = FreshState.Actor,
        Sequence = nonce,
        MethodNum = 2,
        Params = new[] { amount },
        GasLimit = gasLimit,
    };
}
