using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>Runs messages without fees, outside of any tipset: what they do stands in the state after the head.</summary>
internal sealed class HeadRunner(ChainCore core, MachineFactory machines)
{
    /// <summary>Runs a message, with a block's gas.</summary>
    /// <param name="what">Its name, for errors.</param>
    /// <param name="message">The message.</param>
    /// <param name="root">The state that it runs on; null for that after the head.</param>
    /// <exception cref="DevnetException">It fails; the state is as it was.</exception>
    public ApplyResult Run(string what, Message message, Cid? root = null) => Run(what, machine => Apply(machine, message), root);

    /// <summary>Runs messages one after the other, each with a block's gas: all of them or none.</summary>
    /// <param name="messages">The messages, with their names for errors; at least one.</param>
    /// <returns>The last one's result.</returns>
    /// <exception cref="DevnetException">One of them fails; the state is as it was.</exception>
    public ApplyResult Run(IReadOnlyList<(string What, Message Message)> messages) => Run(messages[^1].What, machine =>
    {
        foreach ((string what, Message message) in messages.SkipLast(1))
            Check(what, Apply(machine, message));
        return Apply(machine, messages[^1].Message);
    });

    /// <summary>Runs what applies a message.</summary>
    /// <param name="what">Its name, for errors.</param>
    /// <param name="apply">Applies it to a machine at the head's epoch.</param>
    /// <param name="root">The state that it runs on; null for that after the head.</param>
    /// <exception cref="DevnetException">It fails; the state is as it was.</exception>
    public ApplyResult Run(string what, Func<VirtualMachine, ApplyResult> apply, Cid? root = null)
    {
        ExecutedTipset head = core.Chain.Head;
        VirtualMachine machine = machines.Build(new MachinePlace(root ?? head.StateRoot, head.NextNetworkVersion, head.Height, head.Timestamp, TokenAmount.Zero));
        ApplyResult result = apply(machine);
        Check(what, result);
        Cid after = machine.Flush();
        core.EditHead(_ => after);
        return result;
    }

    private static ApplyResult Apply(VirtualMachine machine, Message message) => machine.ApplyImplicit(message with { GasLimit = NetworkConstants.BlockGasLimit });

    private static void Check(string what, ApplyResult result)
    {
        if (!result.Receipt.ExitCode.IsSuccess)
            throw new DevnetException($"{what} fails with exit {result.Receipt.ExitCode.Value}: {result.Failure}");
    }
}
