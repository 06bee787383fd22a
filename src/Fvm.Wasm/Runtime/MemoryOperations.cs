using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// The memory instructions beyond loads and stores (WebAssembly 2.0, 4.4.7), called by emitted code, which tests for a raised trap after
/// each. Bounds are checked before anything is written, and for lengths of zero as well.
/// </summary>
internal static unsafe class MemoryOperations
{
    /// <summary>The greatest memory: 2 GiB less a page, so that it fits a span.</summary>
    private const ulong AbsoluteMaximum = (2UL << 30) - MemoryType.PageSize;

    /// <summary>The most that the instance's memory may have.</summary>
    public static ulong MaxBytes(WasmInstance instance) => Math.Min(instance.Limits.MaxMemoryBytes, AbsoluteMaximum);

    /// <summary>The most that a memory may have by its type.</summary>
    /// <param name="maximum">The type's maximum in pages, or null.</param>
    public static ulong MaxBytesOf(uint? maximum) => (ulong)(maximum ?? 65_536) * MemoryType.PageSize;

    /// <summary>The buffer of an instance's own memory.</summary>
    public static nint Rent(WasmInstance instance, ulong bytes, out ulong capacity) =>
        instance.Module.MemoryPool.Rent(bytes, Math.Min(MaxBytesOf(instance.Module.MemoryType?.Limits.Maximum), MaxBytes(instance)), out capacity);

    /// <summary>
    /// memory.grow: the old size in pages, or -1. Growing by nothing asks nobody. The type's own maximum comes first, since the reference's
    /// limiter tests it before it counts (ref-fvm <c>fvm/src/engine/mod.rs</c>, <c>memory_growing</c>); the instance's limit comes last.
    /// </summary>
    public static int MemoryGrow(WasmInstance instance, int pages)
    {
        var current = (ulong)instance.MemoryLength;
        var desired = current + ((ulong)(uint)pages * MemoryType.PageSize);
        var old = (int)(current / MemoryType.PageSize);
        if (pages == 0) return old;
        if (desired > MaxBytesOf(instance.SharedMemory is { } memory ? memory.Maximum : instance.Module.MemoryType?.Limits.Maximum)) return -1;
        if (instance.Limiter is { } limiter && !limiter.AllowMemory(current, desired)) return -1;
        if (desired > MaxBytes(instance)) return -1;
        if (instance.SharedMemory is { } shared)
        {
            shared.Grow(desired);
            return old;
        }

        if (desired > instance.MemoryCapacity) Move(instance, desired);
        instance.MemoryLength = (long)desired;
        return old;
    }

    /// <summary>memory.copy; the ranges may overlap.</summary>
    public static void MemoryCopy(WasmInstance instance, int destination, int source, int length)
    {
        var memory = instance.Memory;
        if (!Fits(destination, length, memory.Length) || !Fits(source, length, memory.Length)) Raise(instance);
        else memory.Slice(source, length).CopyTo(memory[destination..]);
    }

    /// <summary>memory.fill.</summary>
    public static void MemoryFill(WasmInstance instance, int destination, int value, int length)
    {
        var memory = instance.Memory;
        if (!Fits(destination, length, memory.Length)) Raise(instance);
        else Fill(ref MemoryMarshal.GetReference(memory.Slice(destination, length)), (byte)value, length);
    }

    /// <summary>memory.init; a dropped segment is empty.</summary>
    public static void MemoryInit(WasmInstance instance, int destination, int source, int length, int segment)
    {
        var memory = instance.Memory;
        var bytes = instance.DroppedData[segment] ? default : instance.Module.Metered.Module.DataSegments[segment].Bytes.Span;
        if (!Fits(destination, length, memory.Length) || !Fits(source, length, bytes.Length)) Raise(instance);
        else bytes.Slice(source, length).CopyTo(memory[destination..]);
    }

    /// <summary>data.drop.</summary>
    public static void DataDrop(WasmInstance instance, int segment) => instance.DroppedData[segment] = true;

    /// <summary>Whether a range of unsigned numbers lies within a size.</summary>
    internal static bool Fits(int start, int length, int size) => (ulong)(uint)start + (uint)length <= (uint)size;

    // The runtime's own fill runs unoptimised at first, and stayed so for seconds on a busy machine: 25 ms where this takes 2.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(ref byte start, byte value, int length)
    {
        const int Step = 4 * 32;
        var values = Vector256.Create(value);
        nint at = 0;
        if (length >= Step)
        {
            // SAFETY: each store ends within the length; the last one overlaps what is filled already.
            for (; at <= length - Step; at += Step)
            {
                values.StoreUnsafe(ref Unsafe.Add(ref start, at));
                values.StoreUnsafe(ref Unsafe.Add(ref start, at + 32));
                values.StoreUnsafe(ref Unsafe.Add(ref start, at + 64));
                values.StoreUnsafe(ref Unsafe.Add(ref start, at + 96));
            }
        }

        for (; at <= length - 32; at += 32) values.StoreUnsafe(ref Unsafe.Add(ref start, at));
        if (length >= 32)
        {
            values.StoreUnsafe(ref Unsafe.Add(ref start, (nint)length - 32));
            return;
        }

        for (; at < length; at++) Unsafe.Add(ref start, at) = value;
    }

    private static void Move(WasmInstance instance, ulong desired)
    {
        var old = instance.MemoryAddress;
        var address = Rent(instance, desired, out var capacity);

        // SAFETY: the new buffer is larger, both are ours; emitted code reloads the address after each call.
        NativeMemory.Copy((void*)old, (void*)address, (nuint)instance.MemoryLength);
        instance.Module.MemoryPool.Return((nint)old, instance.MemoryCapacity, (ulong)instance.MemoryLength);
        instance.MemoryAddress = address;
        instance.MemoryCapacity = capacity;
    }

    private static void Raise(WasmInstance instance) => WasmInstance.Raise(instance, WasmTrap.MemoryOutOfBounds);
}
