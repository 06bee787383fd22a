using System.Diagnostics.CodeAnalysis;
using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>The blocks that one invocation holds, by handles from 1; 0 means no data. ref-fvm <c>kernel/blocks.rs</c>.</summary>
/// <param name="onlyDagCbor">Whether all other codecs are foreign (FVM v2).</param>
internal sealed class BlockRegistry(bool onlyDagCbor = false)
{
    /// <summary>The handle of no data.</summary>
    public const uint NoData = 0;

    private readonly List<Block> blocks = [];
    private readonly CidSet reachable = new();

    /// <summary>Forgets all blocks, for the next invocation.</summary>
    public void Clear()
    {
        blocks.Clear();
        reachable.Clear();
    }

    /// <summary>What may be opened and linked to.</summary>
    public CidSet Reachable => reachable;

    /// <summary>Whether no further block can be had.</summary>
    public bool IsFull => blocks.Count == int.MaxValue;

    /// <summary>Adds a block, whose links become reachable. Refuses with 3 when full, then with 9 for a foreign codec.</summary>
    public SyscallStatus Put(Block block, out uint handle)
    {
        SyscallStatus status = Take(block, out handle);
        if (!status.IsOk)
            return status;
        foreach (Cid link in block.Links.Cids)
            reachable.Add(link);
        return status;
    }

    /// <summary>Adds a block that an actor made: everything that it links to must be reachable already (6).</summary>
    public SyscallStatus PutNew(Block block, out uint handle)
    {
        handle = NoData;
        if (IsFull)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "too many blocks have been written");
        foreach (Cid link in block.Links.Cids)
        {
            if (!reachable.Contains(link))
                return SyscallStatus.Refuse(ErrorNumber.NotFound, "cannot put block: a link is not reachable");
        }

        return Take(block, out handle);
    }

    private SyscallStatus Take(Block block, out uint handle)
    {
        handle = NoData;
        if (IsFull)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "too many blocks have been written");
        if (onlyDagCbor ? block.Codec != Multicodec.DagCbor : !Block.IsAllowed(block.Codec))
            return SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "invalid or forbidden ipld codec");
        blocks.Add(block);
        handle = (uint)blocks.Count;
        return SyscallStatus.Ok;
    }

    /// <summary>Makes a CID reachable.</summary>
    public void MarkReachable(Cid cid) => reachable.Add(cid);

    /// <summary>Whether a CID is reachable. Identity CIDs never are by themselves: they may link to what is not.</summary>
    public bool IsReachable(Cid cid) => reachable.Contains(cid);

    public bool TryGet(uint handle, [NotNullWhen(true)] out Block? block)
    {
        bool known = handle != NoData && handle <= (uint)blocks.Count;
        block = known ? blocks[(int)handle - 1] : null;
        return known;
    }

    /// <summary>A block, or the refusal (7) that an actor sees for a handle that does not exist.</summary>
    public SyscallStatus Get(uint handle, out Block? block) => TryGet(handle, out block)
        ? SyscallStatus.Ok
        : SyscallStatus.Refuse(ErrorNumber.InvalidHandle, "block handle does not exist, or is illegal");
}
