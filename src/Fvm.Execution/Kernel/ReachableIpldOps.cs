using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>
/// Blocks in FVM v4: an invocation can open only what it reached (its state, its parameters, what they link to, what it made), and its new
/// blocks can link only to that. ref-fvm <c>kernel/default.rs</c>.
/// </summary>
internal sealed class ReachableIpldOps(KernelFrame frame) : IpldOps(frame)
{
    private readonly KernelFrame frame = frame;
    private readonly PriceList prices = frame.Machine.Prices;

    public override SyscallStatus BlockOpen(Cid cid, out uint handle, out BlockStat stat)
    {
        handle = BlockRegistry.NoData;
        stat = default;
        if (!frame.Session.TryCharge(prices.OnBlockOpenBase()))
            return SyscallStatus.OutOfGas;
        if (!frame.Blocks.IsReachable(cid))
            return SyscallStatus.Refuse(ErrorNumber.NotFound, "block not reachable");
        if (!frame.Machine.Store.TryGet(cid, out ReadOnlyMemory<byte> data))
            FatalException.Throw($"missing reachable state: {cid}");
        SyscallStatus status = LinkScanner.Scan(cid.Codec, data.Span, prices, frame.Session.Gas, out IReadOnlyList<Cid> links);
        if (!status.IsOk)
            return status;
        if (!frame.Session.TryCharge(prices.OnBlockOpen((ulong)data.Length, (ulong)links.Count)))
            return SyscallStatus.OutOfGas;
        var block = new Block(cid.Codec, data, links);
        stat = block.Stat;
        return frame.Blocks.Put(block, out handle);
    }

    public override SyscallStatus BlockCreate(ulong codec, ReadOnlySpan<byte> data, out uint handle)
    {
        handle = BlockRegistry.NoData;
        if (data.Length > frame.Machine.Context.MaxBlockSize)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "blocks may not be larger than 1MiB");
        if (!Block.IsAllowed(codec))
            return SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "codec not allowed");
        SyscallStatus status = LinkScanner.Scan(codec, data, prices, frame.Session.Gas, out IReadOnlyList<Cid> links);
        if (!status.IsOk)
            return status;
        // Whether the links are reachable is looked at only after the charge.
        if (!frame.Session.TryCharge(prices.OnBlockCreate((ulong)data.Length, (ulong)links.Count)))
            return SyscallStatus.OutOfGas;
        return frame.Blocks.PutNew(new Block(codec, data.ToArray(), links), out handle);
    }
}
