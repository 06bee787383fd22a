using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="INetworkOps"/>
internal sealed class NetworkOps(KernelFrame frame) : INetworkOps
{
    public SyscallStatus Context(out NetworkContext context)
    {
        MachineContext machine = frame.Machine.Context;
        context = new NetworkContext(machine.Epoch, machine.Timestamp, machine.BaseFee, machine.ChainId, machine.NetworkVersion);
        return frame.Session.TryCharge(frame.Machine.Prices.OnNetworkContext()) ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }

    public SyscallStatus TipsetCid(long epoch, out Cid? tipset)
    {
        tipset = null;
        if (epoch < 0)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "epoch is negative");
        long lookback = frame.Machine.Context.Epoch - epoch;
        if (lookback <= 0)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "epoch is not in the past");
        PriceList prices = frame.Machine.Prices;
        long? bound = frame.Machine.Rules.TipsetCidBound;
        if (lookback >= bound)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "epoch is too far in the past");
        if (!frame.Session.TryCharge(bound is null ? prices.OnTipsetCid(lookback) : prices.OnTipsetCid(historical: lookback > 1)))
            return SyscallStatus.OutOfGas;
        tipset = frame.Machine.Externs.TipsetCid(epoch);
        if (tipset is null)
            FatalException.Throw($"the node does not know the tipset at epoch {epoch}");
        return SyscallStatus.Ok;
    }

    public SyscallStatus TotalFilCirculatingSupply(out TokenAmount supply)
    {
        supply = frame.Machine.Context.CirculatingSupply;
        return SyscallStatus.Ok;
    }
}
