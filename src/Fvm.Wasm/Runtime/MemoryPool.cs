using System.Runtime.InteropServices;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// Buffers for linear memories, zero beyond what their user wrote and cleared when they come back. Sizes are powers of two of 64 KiB; only
/// small buffers are kept, and few, so that a module that once grew does not hold on to its memory.
/// </summary>
internal sealed unsafe class MemoryPool
{
    /// <summary>How many buffers are kept.</summary>
    private const int Kept = 32;

    /// <summary>The greatest buffer kept: 4 MiB. Beyond, fresh zero pages of the operating system cost less than clearing.</summary>
    private const ulong LargestKept = 4UL << 20;

    private readonly Lock _lock = new();
    private readonly List<(nint Address, ulong Capacity)> _free = [];

    /// <summary>Frees what is kept.</summary>
    ~MemoryPool()
    {
        foreach (var (address, _) in _free) NativeMemory.Free((void*)address);
    }

    /// <summary>The capacity of the buffer that serves a size: the next power of two, from 64 KiB on.</summary>
    public static ulong CapacityFor(ulong bytes) =>
        bytes <= 65_536 ? 65_536 : System.Numerics.BitOperations.RoundUpToPowerOf2(bytes);

    /// <summary>A buffer of at least so many bytes, all of its capacity zero.</summary>
    public nint Rent(ulong bytes, out ulong capacity)
    {
        capacity = CapacityFor(bytes);
        lock (_lock)
        {
            for (var i = _free.Count - 1; i >= 0; i--)
            {
                if (_free[i].Capacity != capacity) continue;
                var found = _free[i].Address;
                _free.RemoveAt(i);
                return found;
            }
        }

        // SAFETY: owned by the caller until Return, which is the only other place that frees it. AllocZeroed throws when there is no memory.
        return (nint)NativeMemory.AllocZeroed((nuint)capacity);
    }

    /// <summary>Takes a buffer back.</summary>
    /// <param name="address">The buffer.</param>
    /// <param name="capacity">Its capacity.</param>
    /// <param name="used">How many bytes from its start may be other than zero.</param>
    public void Return(nint address, ulong capacity, ulong used)
    {
        if (capacity <= LargestKept)
        {
            // SAFETY: used <= capacity, the buffer is the caller's to give.
            NativeMemory.Clear((void*)address, (nuint)used);
            lock (_lock)
            {
                if (_free.Count < Kept)
                {
                    _free.Add((address, capacity));
                    return;
                }
            }
        }

        NativeMemory.Free((void*)address);
    }
}
