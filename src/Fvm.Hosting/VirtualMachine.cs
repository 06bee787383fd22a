using System.Diagnostics.CodeAnalysis;
using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution;
using Fvm.Execution.Messages;
using Fvm.Execution.State;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting;

/// <summary>
/// A virtual machine at one tipset: messages in, receipts out. One thread at a time (many machines at once are fine, and may share engine,
/// bundles and a thread-safe store); two threads in one machine at once are refused. Runs on deep threads of its own unless the caller is on
/// one (<see cref="DeepStack"/>).
/// </summary>
public sealed class VirtualMachine
{
    private readonly Machine machine;
    private readonly Executor executor;
    private int busy;

    /// <summary>Loads the state.</summary>
    /// <param name="context">The tipset.</param>
    /// <param name="parts">Everything else.</param>
    /// <exception cref="FatalException">The state, its version or the network version does not fit.</exception>
    public VirtualMachine(MachineContext context, VirtualMachineParts parts)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parts);
        IActorCodeSource wasm = parts.Engine.CodesFor(context.NetworkVersion, parts.ProfilesFunctions, context.UserCode);
        IActorCodeSource codes = parts.Code is null ? wasm : new CodeChoice(parts.Code, wasm);
        machine = new Machine(context, parts.Store, parts.StateRoot, parts.Externs, parts.Proofs, codes, parts.Memo, parts.Engine.Scratches);
        executor = new Executor(machine);
    }

    /// <summary>The tipset.</summary>
    public MachineContext Context => machine.Context;

    /// <summary>Applies a message from a block, taking it to be as long on chain as its sender's kind of signature makes it.</summary>
    /// <param name="message">The message; its signature is the node's business.</param>
    /// <exception cref="FatalException">The gas limit is 0 or above <see cref="long.MaxValue"/>; such a message has no receipt.</exception>
    public ApplyResult Apply(Message message) => Apply(message, ChainLength.Of(message));

    /// <summary>Applies a message from a block.</summary>
    /// <param name="message">The message with its signature, which the node has verified.</param>
    /// <exception cref="FatalException">The gas limit is 0 or above <see cref="long.MaxValue"/>; such a message has no receipt.</exception>
    public ApplyResult Apply(SignedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Apply(message.Message, (ulong)message.ChainLength);
    }

    /// <summary>Applies a message from a block.</summary>
    /// <param name="message">The message; its signature is the node's business.</param>
    /// <param name="chainLength">Its length on chain, in bytes.</param>
    /// <exception cref="FatalException">The gas limit is 0 or above <see cref="long.MaxValue"/>; such a message has no receipt.</exception>
    public ApplyResult Apply(Message message, ulong chainLength) => Alone(() => executor.Apply(message, chainLength));

    /// <summary>
    /// Applies a message from a block, and settles its fee with a figure of gas that is given: for actors in C#, whose gas is a model, beside a record. It runs
    /// under its limit in its own gas; <see cref="ApplyResult.OwnGasUsed"/> tells how much that was.
    /// </summary>
    /// <param name="message">The message; its signature is the node's business.</param>
    /// <param name="chainLength">Its length on chain, in bytes.</param>
    /// <param name="settledGas">The gas to settle with, whole.</param>
    public ApplyResult ApplySettling(Message message, ulong chainLength, ulong settledGas) =>
        Alone(() => executor.Apply(message, chainLength, settledGas));

    /// <summary>Applies a message of the system's own: no fees, no nonce; metered all the same.</summary>
    /// <param name="message">The message.</param>
    public ApplyResult ApplyImplicit(Message message) => Alone(() => executor.ApplyImplicit(message));

    /// <summary>
    /// Applies messages one by one, each when its result is asked for. A message is never interrupted, its gas limit bounds it; cancellation
    /// takes effect between two, and leaves the machine as the last one left it.
    /// </summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellation">Asked before each message.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; everything that came out before stands.</exception>
    public IEnumerable<ApplyResult> ApplyAll(IEnumerable<Message> messages, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Apply();

        IEnumerable<ApplyResult> Apply()
        {
            foreach (Message message in messages)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return this.Apply(message);
            }
        }
    }

    /// <summary>Writes the state into the blockstore, the root last, and tells the root. The machine may go on.</summary>
    public Cid Flush() => Alone(executor.Flush);

    /// <summary>The id behind an address; an f0 address is its own, whether there is such an actor or not.</summary>
    /// <param name="address">The address.</param>
    /// <param name="id">The id.</param>
    public bool TryResolve(Address address, out ActorId id)
    {
        (bool found, ActorId resolved) = Alone(() => (machine.TryResolve(address, out ActorId number), number));
        id = resolved;
        return found;
    }

    /// <summary>The state of an actor as the messages so far have left it.</summary>
    /// <param name="address">The actor's address.</param>
    /// <param name="actor">Code, state root, nonce, balance and delegated address.</param>
    public bool TryGetActor(Address address, [NotNullWhen(true)] out ActorState? actor)
    {
        actor = Alone(() => machine.TryResolve(address, out ActorId id) && machine.TryGetActor(id, out ActorState? found) ? found : null);
        return actor is not null;
    }

    /// <summary>A block of the state, flushed or not.</summary>
    /// <param name="cid">The block's CID.</param>
    /// <param name="block">Its bytes.</param>
    public bool TryReadBlock(Cid cid, out ReadOnlyMemory<byte> block)
    {
        (bool found, ReadOnlyMemory<byte> bytes) = Alone(() => (machine.TryReadBlock(cid, out ReadOnlyMemory<byte> read), read));
        block = bytes;
        return found;
    }

    private T Alone<T>(Func<T> work)
    {
        if (Interlocked.Exchange(ref busy, 1) != 0)
            ThrowBusy();
        try
        {
            return DeepStack.Run(work);
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    [DoesNotReturn]
    private static void ThrowBusy() => throw new InvalidOperationException(
        "This machine is at work for another caller. Use one machine a thread; machines may share an ActorEngine.");
}
