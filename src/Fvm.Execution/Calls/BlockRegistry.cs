using System.Diagnostics.CodeAnalysis;
using Fvm.Abi;
using Fvm.Protocol;

namespace Fvm.Execution.Calls;

/// <summary>The blocks that one invocation holds, by handles from 1; 0 means no data. ref-fvm <c>kernel/blocks.rs</c>.</summary>
internal sealed class BlockRegistry
{
    /// <summary>The handle of no data.</summary>
    public const uint NoData = 0;

    private readonly List<Block> blocks = [];

    /// <summary>Whether no further block can be had.</summary>
    public bool IsFull => blocks.Count == int.MaxValue;

    /// <summary>Adds a block. Refuses with 3 when full, then with 9 for a foreign codec.</summary>
    public SyscallStatus Put(Block block, out uint handle)
    {
        handle = NoData;
        if (IsFull)
            return SyscallStatus.Refuse(ErrorNumber.LimitExceeded, "too many blocks have been written");
        if (!Block.IsAllowed(block.Codec))
            return SyscallStatus.Refuse(ErrorNumber.IllegalCodec, "invalid or forbidden ipld codec");
        blocks.Add(block);
        handle = (uint)blocks.Count;
        return SyscallStatus.Ok;
    }

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
