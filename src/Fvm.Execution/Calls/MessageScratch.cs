using Fvm.Crypto;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>What a message needs while it runs and leaves to the next one (<see cref="ScratchPool"/>).</summary>
/// <param name="rules">The machine's rules.</param>
internal sealed class MessageScratch(MachineRules rules)
{
    private readonly Stack<BlockRegistry> registries = new();

    /// <summary>The rules.</summary>
    public MachineRules Rules { get; } = rules;

    /// <summary>The actors and addresses that a message has paid for.</summary>
    public StateAccessTracker Access { get; } = new(rules.Prices.PreloadedActors);

    /// <summary>The actors on the call stack.</summary>
    public List<(ActorId Actor, bool IsUpgrade)> CallStack { get; } = [];

    /// <summary>Hashes of contracts' slots.</summary>
    public Keccak256Memo Keccaks { get; } = new();

    /// <summary>Begins a message: whatever became of the one before, nothing of it is left.</summary>
    public void Begin()
    {
        Access.Clear();
        CallStack.Clear();
    }

    /// <summary>An empty registry for an invocation.</summary>
    public BlockRegistry RentRegistry() => registries.TryPop(out BlockRegistry? kept) ? kept : new BlockRegistry(Rules.OnlyDagCbor);

    /// <summary>Takes a registry back that nobody uses any more.</summary>
    public void Return(BlockRegistry registry)
    {
        registry.Clear();
        registries.Push(registry);
    }
}
