using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution;
using Fvm.Execution.Messages;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Hosting;

/// <summary>What a virtual machine is made of, besides the tipset.</summary>
public sealed record VirtualMachineParts
{
    /// <summary>Where state is read from, and written to by a flush.</summary>
    public required IBlockstore Store { get; init; }

    /// <summary>The root of the state tree to begin with.</summary>
    public required Cid StateRoot { get; init; }

    /// <summary>The node.</summary>
    public required IExterns Externs { get; init; }

    /// <summary>Storage proofs.</summary>
    public required IProofVerifier Proofs { get; init; }

    /// <summary>Actor code; share one <see cref="ActorEngine"/> among machines, since it caches compiled modules.</summary>
    public required ActorEngine Engine { get; init; }
}

/// <summary>
/// A virtual machine at one tipset: messages in, receipts out. Not thread safe (one thread a machine, many machines at once are fine). Runs
/// on deep threads of its own unless the caller is on one (<see cref="DeepStack"/>).
/// </summary>
public sealed class VirtualMachine
{
    private readonly Executor executor;

    /// <summary>Loads the state.</summary>
    /// <param name="context">The tipset.</param>
    /// <param name="parts">Everything else.</param>
    /// <exception cref="FatalException">The state, its version or the network version does not fit.</exception>
    public VirtualMachine(MachineContext context, VirtualMachineParts parts)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parts);
        Context = context;
        executor = new Executor(new Machine(context, parts.Store, parts.StateRoot, parts.Externs, parts.Proofs, parts.Engine.CodesFor(context.NetworkVersion)));
    }

    /// <summary>The tipset.</summary>
    public MachineContext Context { get; }

    /// <summary>Applies a message from a block.</summary>
    /// <param name="message">The message; its signature is the node's business.</param>
    /// <param name="chainLength">Its length on chain, in bytes.</param>
    /// <exception cref="FatalException">The gas limit is 0 or above <see cref="long.MaxValue"/>.</exception>
    public ApplyResult Apply(Message message, ulong chainLength) => DeepStack.Run(() => executor.Apply(message, chainLength));

    /// <summary>Applies a message of the system's own: no fees, no nonce; metered all the same.</summary>
    /// <param name="message">The message.</param>
    public ApplyResult ApplyImplicit(Message message) => DeepStack.Run(() => executor.ApplyImplicit(message));

    /// <summary>Writes the state into the blockstore, and tells its root.</summary>
    public Cid Flush() => executor.Flush();
}
