using Fvm.Abi.Kernel;

namespace Fvm.Execution.Calls;

/// <summary>The memory of a message's call stack; a frame's share is given back when the frame ends. ref-fvm <c>machine/limiter.rs</c>.</summary>
internal sealed class MemoryBudget(ulong limit) : IMemoryBudget
{
    /// <inheritdoc/>
    public ulong Used { get; private set; }

    /// <inheritdoc/>
    public bool TryGrow(ulong bytes)
    {
        if (bytes > limit - Used)
            return false;
        Used += bytes;
        return true;
    }

    /// <summary>Goes back to what was used before a frame.</summary>
    public void Restore(ulong used) => Used = used;
}
