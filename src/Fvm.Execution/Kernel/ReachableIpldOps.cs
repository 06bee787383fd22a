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
        if (!frame.Machine.Store.TryGet(cid, out ReadOnlyMemory<byte> data, out BlockNotes? notes))
            FatalException.Throw($"missing reachable state: {cid}");
        SyscallStatus status = Scan(cid.Codec, data.Span, notes, out LinkScan? links);
        if (!status.IsOk)
            return status;
        if (!frame.Session.TryCharge(prices.OnBlockOpen((ulong)data.Length, links!.Count)))
            return SyscallStatus.OutOfGas;
        var block = new Block(cid.Codec, data, links) { Notes = notes };
        stat = block.Stat;
        return frame.Blocks.Put(block, out handle);
    }

    /// <summary>The outermost invocation of a message whose state nobody reads, nor its trace: what it writes last need not be there.</summary>
    public override bool TakesMeasures { get; } = frame.Session is { Depth: 1, IsTracing: false } && frame.Machine.Context.DropsState;

    public override SyscallStatus BlockMeasured(in BlockMeasure measure, out uint handle)
    {
        handle = BlockRegistry.NoData;
        if (measure.Size > frame.Machine.Context.MaxBlockSize)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "blocks may not be larger than 1MiB");
        SyscallStatus status = LinkScanner.Pay((ulong)measure.Fields, (ulong)measure.Links, prices, frame.Session.Gas);
        if (!status.IsOk)
            return status;
        if (!frame.Session.TryCharge(prices.OnBlockCreate((ulong)measure.Size, (ulong)measure.Links)))
            return SyscallStatus.OutOfGas;
        return frame.Blocks.PutNew(new Block(measure.Codec, default) { MeasuredSize = measure.Size }, out handle);
    }

    protected override SyscallStatus Prepare(ulong codec, ReadOnlySpan<byte> data, out LinkScan? links)
    {
        links = null;
        if (data.Length > frame.Machine.Context.MaxBlockSize)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "blocks may not be larger than 1MiB");
        if (!Block.IsAllowed(codec))
            return SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "codec not allowed");
        SyscallStatus status = LinkScanner.Scan(codec, data, prices, frame.Session.Gas, frame.Blocks.Reachable, out links);
        if (!status.IsOk)
            return status;
        return frame.Session.TryCharge(prices.OnBlockCreate((ulong)data.Length, links!.Count)) ? SyscallStatus.Ok : SyscallStatus.OutOfGas;
    }

    /// <summary>Whether the links are reachable is looked at only after the charge.</summary>
    protected override SyscallStatus Register(Block block, out uint handle) => frame.Blocks.PutNew(block, out handle);

    /// <summary>A block that was scanned before costs the same; when the gas does not reach for that, it is scanned again, to where the gas ends.</summary>
    private SyscallStatus Scan(ulong codec, ReadOnlySpan<byte> data, BlockNotes? notes, out LinkScan? links)
    {
        links = notes?.Scan as LinkScan;
        if (links is not null && LinkScanner.TryPayAgain(links, prices, frame.Session.Gas))
            return SyscallStatus.Ok;
        SyscallStatus status = LinkScanner.Scan(codec, data, prices, frame.Session.Gas, known: null, out links);
        if (status.IsOk && notes is not null)
            notes.Scan = links;
        return status;
    }
}
