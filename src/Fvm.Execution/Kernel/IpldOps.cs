using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Kernel;

/// <summary>Blocks to FVM v3: anything in the store can be opened. Reading and telling are the same in all versions.</summary>
internal class IpldOps(KernelFrame frame) : IIpldOps
{
    private const uint HashLength = 32;

    /// <summary>Stands for the CIDs of blocks that are not made: as long as theirs, and of no block that anybody knows.</summary>
    private static readonly Cid StandIn = Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, new byte[HashLength]);

    private readonly MessageSession session = frame.Session;
    private readonly PriceList prices = frame.Machine.Prices;

    public virtual SyscallStatus BlockOpen(Cid cid, out uint handle, out BlockStat stat)
    {
        handle = BlockRegistry.NoData;
        stat = default;
        if (!session.TryCharge(prices.OnBlockOpenBase()))
            return SyscallStatus.OutOfGas;
        if (!frame.Machine.Store.TryGet(cid, out ReadOnlyMemory<byte> data, out BlockNotes? notes))
            FatalException.Throw($"missing state: {cid}");
        if (!session.TryCharge(prices.OnBlockOpenPerByte((ulong)data.Length)))
            return SyscallStatus.OutOfGas;
        var block = new Block(cid.Codec, data) { Notes = notes };
        stat = block.Stat;
        return frame.Blocks.Put(block, out handle);
    }

    public SyscallStatus BlockCreate(ulong codec, ReadOnlySpan<byte> data, out uint handle)
    {
        SyscallStatus status = Prepare(codec, data, out LinkScan? links);
        handle = BlockRegistry.NoData;
        return status.IsOk ? Register(new Block(codec, data.ToArray(), links!), out handle) : status;
    }

    public SyscallStatus BlockKeep(ulong codec, ReadOnlyMemory<byte> data, out uint handle)
    {
        SyscallStatus status = Prepare(codec, data.Span, out LinkScan? links);
        handle = BlockRegistry.NoData;
        return status.IsOk ? Register(new Block(codec, data, links!), out handle) : status;
    }

    public virtual bool TakesMeasures => false;

    public virtual SyscallStatus BlockMeasured(in BlockMeasure measure, out uint handle) => throw new NotSupportedException("the kernel wants the block itself");

    /// <summary>Checks and pays for a new block.</summary>
    protected virtual SyscallStatus Prepare(ulong codec, ReadOnlySpan<byte> data, out LinkScan? links)
    {
        links = null;
        if (!frame.Machine.Rules.OnlyDagCbor && data.Length > frame.Machine.Context.MaxBlockSize)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "blocks may not be larger than 1MiB");
        // The codec is looked at only after the charge (to FVM v3).
        if (!session.TryCharge(prices.OnBlockCreate((ulong)data.Length, links: 0)))
            return SyscallStatus.OutOfGas;
        links = LinkScan.None;
        return SyscallStatus.Ok;
    }

    /// <summary>Puts a new block into the registry.</summary>
    protected virtual SyscallStatus Register(Block block, out uint handle) => frame.Blocks.Put(block, out handle);

    public SyscallStatus BlockLend(uint handle, uint size, out ReadOnlyMemory<byte> data)
    {
        data = default;
        SyscallStatus status = frame.Blocks.Get(handle, out Block? block);
        if (!status.IsOk)
            return status;
        if (!session.TryCharge(prices.OnBlockRead((ulong)block!.Data.Length)))
            return SyscallStatus.OutOfGas;
        data = block.Data;
        return SyscallStatus.Ok;
    }

    public BlockNotes? NotesOf(uint handle) => frame.Blocks.TryGet(handle, out Block? block) ? block.Notes : null;

    public SyscallStatus BlockRead(uint handle, uint offset, Span<byte> buffer, out int remaining)
    {
        remaining = 0;
        ulong end = offset + (ulong)buffer.Length;
        if (end > int.MaxValue)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "offset plus buffer length did not fit into an i32");
        SyscallStatus status = frame.Blocks.Get(handle, out Block? block);
        if (!status.IsOk)
            return status;

        ReadOnlySpan<byte> data = block!.Data.Span;
        int length = Math.Min(Math.Max(data.Length - (int)offset, 0), buffer.Length);
        if (!session.TryCharge(prices.OnBlockRead((ulong)length)))
            return SyscallStatus.OutOfGas;
        if (length != 0)
            data.Slice((int)offset, length).CopyTo(buffer);
        remaining = data.Length - (int)end;
        return SyscallStatus.Ok;
    }

    public SyscallStatus BlockStat(uint handle, out BlockStat stat)
    {
        stat = default;
        if (!session.TryCharge(prices.OnBlockStat()))
            return SyscallStatus.OutOfGas;
        SyscallStatus status = frame.Blocks.Get(handle, out Block? block);
        if (status.IsOk)
            stat = block!.Stat;
        return status;
    }

    public SyscallStatus BlockLink(uint handle, ulong hashFunction, uint hashLength, out Cid? cid)
    {
        cid = null;
        if (hashFunction != Multicodec.Blake2b256 || hashLength != HashLength)
            return SyscallStatus.Refuse(ErrorNumber.IllegalCid, "cids must be 32-byte blake2b");
        SyscallStatus status = frame.Blocks.Get(handle, out Block? block);
        if (!status.IsOk)
            return status;
        if (!session.TryCharge(prices.OnBlockLink((ulong)block!.Size)))
            return SyscallStatus.OutOfGas;
        cid = block.MeasuredSize is null ? Store(block) : StandIn;
        frame.Blocks.MarkReachable(cid);
        return SyscallStatus.Ok;
    }

    private Cid Store(Block block)
    {
        Cid cid = frame.Machine.Store.Add(block.Codec, block.Data, out BlockNotes? notes);
        block.Notes = notes;
        if (notes is not null && frame.Machine.Rules.TracksReachability)
            notes.Scan ??= block.Links;
        return cid;
    }
}
