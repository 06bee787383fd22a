using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fvm.Evm.Tracing;

namespace Fvm.Evm.Interpretation;

/// <summary>
/// All that a running frame owns. Frames are pooled by depth, with their stack and memory: a call allocates nothing once its depth
/// was reached before.
/// </summary>
internal sealed unsafe class EvmFrame
{
    // SAFETY: both buffers are pinned for their life and referenced by fields for as long as the pointers are used. StackBase
    // has room for 1024 words behind it (each block proves its height before it runs); MemoryBase for MemorySize bytes.
    private readonly UInt256[] _stack;
    private byte[] _memory = [];
    private readonly int _keptMemory;

    /// <param name="level">Its place in the pool: how many frames run outside it.</param>
    internal EvmFrame(int level)
    {
        _keptMemory = EvmFrameLimits.KeptMemory(level);
        _stack = GC.AllocateUninitializedArray<UInt256>(EvmFrameLimits.StackWords + 1, pinned: true);
        // Aligned, so that no word lies on two cache lines.
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_stack));
        StackBase = (UInt256*)((address + UInt256.ByteLength - 1) & ~(nuint)(UInt256.ByteLength - 1));
    }

    internal readonly UInt256* StackBase;
    internal byte* MemoryBase;
    internal uint MemorySize;
    internal long Gas;
    internal long Refund;
    internal EvmMessage Message;
    internal byte[] Input = [];
    internal int InputStart, InputLength;
    internal ReadOnlyMemory<byte> ReturnData;
    internal ReadOnlyMemory<byte> Output;
    internal EvmProgram Program = null!;
    internal EvmConfiguration Configuration = null!;
    internal GasSchedule Schedule = null!;
    internal IEvmHost Host = null!;
    internal IEvmTracer? Tracer;

    internal ReadOnlySpan<byte> CallData => new(Input, InputStart, InputLength);

    internal void Enter(IEvmHost host, in EvmMessage message, EvmProgram program, IEvmTracer? tracer)
    {
        Host = host;
        Message = message;
        Program = program;
        Configuration = program.Configuration;
        Schedule = Configuration.Schedule;
        Tracer = tracer;
        Gas = message.Gas;
        Refund = 0;
        MemorySize = 0;
        ReturnData = default;
        Output = default;
        bool isArray = MemoryMarshal.TryGetArray(message.Input, out var segment);
        Input = isArray ? segment.Array! : message.Input.ToArray();
        InputStart = isArray ? segment.Offset : 0;
        InputLength = message.Input.Length;
    }

    /// <summary>Lets go of what others own, and of a memory that is too large to keep.</summary>
    internal void Leave()
    {
        Host = null!;
        Tracer = null;
        Message = default;
        Input = [];
        ReturnData = default;
        Output = default;
        if (_memory.Length > _keptMemory)
        {
            _memory = [];
            MemoryBase = null;
        }
    }

    /// <summary>Takes gas.</summary>
    /// <returns>False if there is not enough; the counter is then of no more use.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryCharge(ulong amount)
    {
        if (amount > (ulong)Gas) return false;
        Gas -= (long)amount;
        return true;
    }

    /// <summary>Makes a region of memory exist, and pays for it. An empty region may lie anywhere.</summary>
    internal EvmOutcome Reserve(in UInt256 offset, in UInt256 size, out uint start, out int length)
    {
        start = 0;
        length = 0;
        if (size.IsZero) return EvmOutcome.None;
        ulong end = offset.U0 + size.U0;
        if (!offset.FitsUInt32 || !size.FitsUInt32 || end > uint.MaxValue)
            return Configuration.BoundsMemory ? EvmOutcome.MemoryBounds : EvmOutcome.OutOfGas;
        if (end > MemorySize)
        {
            var outcome = Expand(end);
            if (outcome != EvmOutcome.None) return outcome;
        }

        start = (uint)offset.U0;
        length = (int)size.U0;
        return EvmOutcome.None;
    }

    private EvmOutcome Expand(ulong end)
    {
        ulong words = (end + UInt256.ByteLength - 1) / UInt256.ByteLength;
        ulong bytes = words * UInt256.ByteLength;
        if (bytes > int.MaxValue && Configuration.BoundsMemory) return EvmOutcome.MemoryCapacity;
        if (!TryCharge(Schedule.Memory(words) - Schedule.Memory(MemorySize / UInt256.ByteLength))) return EvmOutcome.OutOfGas;
        if (bytes > Configuration.MaxMemoryBytes) return Configuration.BoundsMemory ? EvmOutcome.MemoryLimit : EvmOutcome.OutOfGas;
        if (bytes > (ulong)_memory.Length) Grow((int)bytes);
        new Span<byte>(MemoryBase + MemorySize, (int)(bytes - MemorySize)).Clear();
        MemorySize = (uint)bytes;
        return EvmOutcome.None;
    }

    private void Grow(int needed)
    {
        long capacity = Math.Max(Math.Max(needed, EvmFrameLimits.FirstMemory), Math.Min(2L * _memory.Length, Array.MaxLength));
        var grown = GC.AllocateUninitializedArray<byte>((int)capacity, pinned: true);
        _memory.AsSpan(0, (int)MemorySize).CopyTo(grown);
        _memory = grown;
        MemoryBase = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(grown));
    }

    /// <summary>Words that hold so many bytes.</summary>
    internal static ulong Words(int bytes) => ((ulong)bytes + UInt256.ByteLength - 1) / UInt256.ByteLength;

    /// <summary>A region that <see cref="Reserve"/> made.</summary>
    internal Span<byte> Memory(uint start, int length) => new(MemoryBase + start, length);

    /// <summary>A region that <see cref="Reserve"/> made, for those who keep it while others run.</summary>
    internal ReadOnlyMemory<byte> MemoryRegion(uint start, int length) => new(_memory, (int)start, length);

    /// <summary>Hands the counter to a host that meters gas.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Settle()
    {
        if (Configuration.HostMetersGas) Host.SettleGas(Gas);
    }

    /// <summary>Takes the counter back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal EvmOutcome Resume() => !Configuration.HostMetersGas || Host.TryResumeGas(out Gas) ? EvmOutcome.None : EvmOutcome.Host;
}
