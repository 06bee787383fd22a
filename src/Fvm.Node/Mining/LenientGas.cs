using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>
/// Finds the gas limit that an Ethereum transaction runs with where limits are lenient (<see cref="DevnetGas.Lenient"/>). It depends on the state before the transaction alone, so a replay
/// finds the same.
/// </summary>
internal sealed class LenientGas(MachineFactory machines, IBlockstore blocks)
{
    /// <summary>The limit; null for the transaction's own.</summary>
    /// <param name="signed">The transaction's message.</param>
    /// <param name="machine">The machine that it will run on.</param>
    /// <param name="place">Where that machine stands.</param>
    public ulong? LimitOf(SignedMessage signed, VirtualMachine machine, MachinePlace place)
    {
        if (signed.Signature.Type != SignatureType.Delegated || signed.Message.GasLimit >= NetworkConstants.BlockGasLimit)
            return null;
        MachinePlace before = place with { StateRoot = machine.Flush() };
        if (Try(signed, before, signed.Message.GasLimit).ExitCode.IsSuccess)
            return null;
        Receipt most = Try(signed, before, NetworkConstants.BlockGasLimit);
        // What ends for want of gas with all of it, or fails otherwise within its own limit, is not helped by more.
        bool isHelped = most.ExitCode.IsSuccess || (most.ExitCode != ExitCode.SysOutOfGas && most.GasUsed > signed.Message.GasLimit);
        if (!isHelped)
            return null;
        ulong limit = Math.Min(NetworkConstants.BlockGasLimit, most.GasUsed + (most.GasUsed / 4));
        // Calls inside keep a 64th back: some need more than they use.
        return Try(signed, before, limit).ExitCode == most.ExitCode ? limit : NetworkConstants.BlockGasLimit;
    }

    private Receipt Try(SignedMessage signed, MachinePlace place, ulong limit) => machines
        .Build(place, over: new LayeredBlockstore(new MemoryBlockstore(), [blocks]))
        .Apply(signed with { Message = signed.Message with { GasLimit = limit } }).Receipt;
}
