using System.Numerics;
using System.Runtime.InteropServices;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// Buffers for linear memories, zero beyond what their user wrote and cleared when they come back. Where the operating system gives zero
/// pages as they are touched, a buffer reserves addresses for all that its memory may grow to, so that growing costs nothing for pages
/// that nobody touches and moves nothing; elsewhere its capacity is the next power of two. Only buffers of which little was used are kept, and
/// few, so that a module that once grew does not hold on to its memory. Thread safe.
/// </summary>
internal sealed unsafe class MemoryPool
{
    /// <summary>How many buffers are kept.</summary>
    private const int Kept = 32;

    /// <summary>The most that is cleared to keep a buffer: 4 MiB. Beyond, fresh zero pages of the operating system cost less than clearing.</summary>
    private const ulong MostCleared = 4UL << 20;

    /// <summary>
    /// The most that is reserved ahead, the network's greatest memory; what grows beyond doubles and moves. A memory's addresses come one
    /// mapping each, and a bounded share of the 128 TiB that a process has, even in a chain of calls a thousand instances deep.
    /// </summary>
    private const ulong MostReserved = 512UL << 20;

    /// <summary>
    /// The least that is reserved ahead. The C library takes blocks from the operating system one by one, and thus does not clear them, from
    /// 32 MiB on at the latest (glibc's <c>DEFAULT_MMAP_THRESHOLD_MAX</c>).
    /// </summary>
    private const ulong LeastReserved = 64UL << 20;

    /// <summary>A memory that cannot grow beyond this is not worth a reservation.</summary>
    private const ulong SmallMemory = 256UL << 10;

    /// <summary>
    /// How many buffers at once may be of large pages, which take 2 MiB where less is used: those of a long chain of calls are not.
    /// </summary>
    private const int OfLargePages = 16;

    private readonly Lock _lock = new();
    private readonly List<(nint Address, ulong Capacity)> _free = [];

    // Of buffers that begin inside what was allocated for them.
    private readonly Dictionary<nint, nint> _blocks = [];

    /// <summary>Frees what is kept.</summary>
    ~MemoryPool()
    {
        foreach (var (address, _) in _free) Free(address);
    }

    /// <summary>
    /// Whether addresses are reserved ahead. Not on Windows, where an allocation counts as used memory whether it is touched or not, nor where
    /// addresses are few.
    /// </summary>
    internal bool ReservesAhead { get; set; } = !OperatingSystem.IsWindows() && nint.Size == 8;

    /// <summary>The capacity of a buffer that reserves nothing: the next power of two, from 64 KiB on.</summary>
    public static ulong CapacityFor(ulong bytes) =>
        bytes <= MemoryType.PageSize ? MemoryType.PageSize : BitOperations.RoundUpToPowerOf2(bytes);

    /// <summary>A buffer of at least so many bytes, all of its capacity zero.</summary>
    /// <param name="bytes">How many bytes are wanted now.</param>
    /// <param name="most">How many the memory may grow to.</param>
    /// <param name="capacity">How many there are.</param>
    public nint Rent(ulong bytes, ulong most, out ulong capacity)
    {
        lock (_lock)
        {
            for (var i = _free.Count - 1; i >= 0; i--)
            {
                if (_free[i].Capacity < bytes) continue;
                (var found, capacity) = _free[i];
                _free.RemoveAt(i);
                return found;
            }
        }

        capacity = Math.Clamp(most, LeastReserved, MostReserved);
        if (ReservesAhead && most > SmallMemory && bytes <= capacity && TryAllocate(capacity, out var reserved)) return reserved;
        capacity = CapacityFor(bytes);

        // SAFETY: owned by the caller until Return, which is the only other place that frees it. AllocZeroed throws when there is no memory.
        return (nint)NativeMemory.AllocZeroed((nuint)capacity);
    }

    /// <summary>Takes a buffer back.</summary>
    /// <param name="address">The buffer.</param>
    /// <param name="capacity">Its capacity.</param>
    /// <param name="used">How many bytes from its start may be other than zero.</param>
    public void Return(nint address, ulong capacity, ulong used)
    {
        if (used <= MostCleared)
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

        Free(address);
    }

    private void Free(nint address)
    {
        var block = address;
        lock (_lock)
        {
            if (_blocks.Remove(address, out var outer)) block = outer;
        }

        NativeMemory.Free((void*)block);
    }

    // A machine that promises no more memory than it has, or a process with few addresses, refuses: then the buffer is as small as it can be.
    private bool TryAllocate(ulong capacity, out nint address)
    {
        try
        {
            bool large;
            lock (_lock) large = HugePages.IsSupported && _blocks.Count < OfLargePages;

            // SAFETY: as in Rent. With large pages the buffer begins at the first of them, of which one more is allocated.
            address = (nint)NativeMemory.AllocZeroed((nuint)(capacity + (large ? HugePages.Size : 0)));
            if (!large) return true;
            var block = address;
            address = (nint)(((ulong)block + HugePages.Size - 1) & ~(HugePages.Size - 1));
            lock (_lock) _blocks.Add(address, block);
            HugePages.Advise(address, capacity & ~(HugePages.Size - 1));
            return true;
        }
        catch (OutOfMemoryException)
        {
            address = 0;
            return false;
        }
    }
}
