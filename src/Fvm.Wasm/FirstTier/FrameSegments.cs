using System.Runtime.InteropServices;

namespace Fvm.Wasm.FirstTier;

/// <summary>
/// The memory of an instance's frames in this tier: segments with registers from the bottom and links from the top. The first is small and
/// comes from the module's pool; the others double. Their sum is bounded, since the real stack's limit counts more for each frame than it
/// takes here (<see cref="ValidatedModule.RealStackWeight"/>).
/// </summary>
internal sealed unsafe class FrameSegments(FrameSegmentPool pool)
{
    private readonly List<(nint Address, int Bytes)> _segments = [];
    private int _inUse;

    /// <summary>
    /// Room for a frame and its links, which begins at <see cref="WasmInstance.FrameTop"/> afterwards. The caller puts the instance's two
    /// fields back when the frame is done for.
    /// </summary>
    public static ulong* Reserve(WasmInstance instance, int registers)
    {
        // Room for the frame's own link too.
        if (instance.FrameTop == null || instance.FrameTop + registers > (ulong*)(instance.FrameLinks - 1))
        {
            instance.Frames ??= new FrameSegments(instance.Module.FramePool);
            instance.Frames.Next(instance, registers);
        }

        return instance.FrameTop;
    }

    /// <summary>Gives everything back.</summary>
    public void Free()
    {
        foreach (var (address, bytes) in _segments) pool.Return(address, bytes);
        _segments.Clear();
        _inUse = 0;
    }

    private void Next(WasmInstance instance, int registers)
    {
        // Segments are used in order: those above the one that the top lies in are free.
        while (_inUse > 0 && !Contains(_segments[_inUse - 1], instance.FrameTop)) _inUse--;
        var needed = (registers * sizeof(ulong)) + (2 * sizeof(FrameLink));
        while (_inUse < _segments.Count && _segments[_inUse].Bytes < needed) Drop();
        if (_inUse == _segments.Count)
        {
            var bytes = FrameSegmentPool.SegmentBytes << Math.Min(_inUse, 10);
            _segments.Add(pool.Rent(Math.Max(bytes, needed)));
        }

        var (address, size) = _segments[_inUse++];
        instance.FrameTop = (ulong*)address;
        instance.FrameLinks = (FrameLink*)(address + size);
    }

    private void Drop()
    {
        pool.Return(_segments[_inUse].Address, _segments[_inUse].Bytes);
        _segments.RemoveAt(_inUse);
    }

    private static bool Contains((nint Address, int Bytes) segment, ulong* at) =>
        (nint)at >= segment.Address && (nint)at <= segment.Address + segment.Bytes;
}

/// <summary>Keeps a few first segments, so that a call of a warm module allocates nothing. Thread safe.</summary>
internal sealed unsafe class FrameSegmentPool
{
    /// <summary>A first segment's size.</summary>
    public const int SegmentBytes = 64 << 10;

    private const int Kept = 32;
    private readonly Stack<nint> _free = [];

    /// <summary>Frees what is kept.</summary>
    ~FrameSegmentPool()
    {
        foreach (var address in _free) NativeMemory.Free((void*)address);
    }

    /// <summary>A segment of at least so many bytes, not zeroed.</summary>
    public (nint Address, int Bytes) Rent(int bytes)
    {
        if (bytes == SegmentBytes)
        {
            lock (_free)
            {
                if (_free.TryPop(out var kept)) return (kept, bytes);
            }
        }

        // SAFETY: owned by the renter until Return.
        bytes = (bytes + 31) & ~31;
        return ((nint)NativeMemory.Alloc((nuint)bytes), bytes);
    }

    /// <summary>Takes a segment back.</summary>
    public void Return(nint address, int bytes)
    {
        if (bytes == SegmentBytes)
        {
            lock (_free)
            {
                if (_free.Count < Kept)
                {
                    _free.Push(address);
                    return;
                }
            }
        }

        NativeMemory.Free((void*)address);
    }
}
