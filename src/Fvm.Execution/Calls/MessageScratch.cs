using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>What a message needs while it runs and leaves to the next one of its machine; a machine runs one at a time.</summary>
/// <param name="rules">The machine's rules.</param>
internal sealed class MessageScratch(MachineRules rules)
{
    private readonly Stack<BlockRegistry> registries = new();

    /// <summary>The actors and addresses that a message has paid for.</summary>
    public StateAccessTracker Access { get; } = new(rules.Prices.PreloadedActors);

    /// <summary>The actors on the call stack.</summary>
    public List<(ActorId Actor, bool IsUpgrade)> CallStack { get; } = [];

    /// <summary>Begins a message: whatever became of the one before, nothing of it is left.</summary>
    public void Begin()
    {
        Access.Clear();
        CallStack.Clear();
    }

    /// <summary>An empty registry for an invocation.</summary>
    public BlockRegistry RentRegistry() => registries.TryPop(out BlockRegistry? kept) ? kept : new BlockRegistry(rules.OnlyDagCbor);

    /// <summary>Takes a registry back that nobody uses any more.</summary>
    public void Return(BlockRegistry registry)
    {
        registry.Clear();
        registries.Push(registry);
    }
}
