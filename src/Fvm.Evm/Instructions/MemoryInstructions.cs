using Fvm.Evm.Interpretation;

namespace Fvm.Evm.Instructions;

/// <summary>Memory, and what is copied into it.</summary>
internal static unsafe class MemoryInstructions
{
    internal static EvmOutcome CallDataLoad(EvmFrame frame, UInt256* sp)
    {
        var data = frame.CallData;
        if (!sp[-1].FitsUInt32 || sp[-1].U0 >= (ulong)data.Length)
        {
            sp[-1] = default;
            return EvmOutcome.None;
        }

        data = data[(int)sp[-1].U0..];
        if (data.Length >= UInt256.ByteLength)
        {
            sp[-1] = UInt256.ReadBigEndian(data[..UInt256.ByteLength]);
            return EvmOutcome.None;
        }

        Span<byte> padded = stackalloc byte[UInt256.ByteLength];
        padded.Clear();
        data.CopyTo(padded);
        sp[-1] = UInt256.ReadBigEndian(padded);
        return EvmOutcome.None;
    }

    /// <summary>CALLDATACOPY and CODECOPY: zeros beyond the source's end.</summary>
    internal static EvmOutcome CopyFrom(EvmFrame frame, UInt256* sp, ReadOnlySpan<byte> source)
    {
        var outcome = Reserve(frame, sp, out uint start, out int length);
        if (outcome == EvmOutcome.None) CopyPadded(source, sp[-2], frame.Memory(start, length));
        return outcome;
    }

    /// <summary>EIP-211: reading beyond the end is an error, even of nothing.</summary>
    internal static EvmOutcome ReturnDataCopy(EvmFrame frame, UInt256* sp)
    {
        ulong end = sp[-2].U0 + sp[-3].U0;
        bool isInside = sp[-2].FitsUInt32 && sp[-3].FitsUInt32 && end <= (ulong)frame.ReturnData.Length;
        // Filecoin's order: memory grows first, so that a region without end ends the frame as memory does.
        if (!isInside && !frame.Configuration.BoundsMemory) return EvmOutcome.ReturnDataBounds;
        var outcome = Reserve(frame, sp, out uint start, out int length);
        if (outcome == EvmOutcome.None && !isInside) return EvmOutcome.ReturnDataBounds;
        if (outcome == EvmOutcome.None) frame.ReturnData.Span.Slice((int)sp[-2].U0, length).CopyTo(frame.Memory(start, length));
        return outcome;
    }

    internal static EvmOutcome MStore8(EvmFrame frame, UInt256* sp)
    {
        var outcome = frame.Reserve(sp[-1], UInt256.One, out uint start, out _);
        if (outcome == EvmOutcome.None) frame.MemoryBase[start] = (byte)sp[-2].U0;
        return outcome;
    }

    /// <summary>EIP-5656: both regions must exist, and they may overlap.</summary>
    internal static EvmOutcome MCopy(EvmFrame frame, UInt256* sp)
    {
        // One expansion to the farther end, so that its price is charged once.
        bool sourceIsFarther = sp[-2] > sp[-1];
        var outcome = frame.Reserve(sourceIsFarther ? sp[-2] : sp[-1], sp[-3], out _, out int length);
        if (outcome != EvmOutcome.None) return outcome;
        if (!frame.TryCharge(EvmFrame.Words(length) * frame.Schedule.CopyWord)) return EvmOutcome.OutOfGas;
        if (length != 0) frame.Memory((uint)sp[-2].U0, length).CopyTo(frame.Memory((uint)sp[-1].U0, length));
        return EvmOutcome.None;
    }

    private static EvmOutcome Reserve(EvmFrame frame, UInt256* sp, out uint start, out int length)
    {
        var outcome = frame.Reserve(sp[-1], sp[-3], out start, out length);
        if (outcome != EvmOutcome.None) return outcome;
        return frame.TryCharge(EvmFrame.Words(length) * frame.Schedule.CopyWord) ? EvmOutcome.None : EvmOutcome.OutOfGas;
    }

    /// <summary>Copies from a place that may lie anywhere, zeros beyond the end.</summary>
    internal static void CopyPadded(ReadOnlySpan<byte> source, in UInt256 offset, Span<byte> destination)
    {
        source = offset.FitsUInt32 && offset.U0 < (ulong)source.Length ? source[(int)offset.U0..] : default;
        if (source.Length > destination.Length) source = source[..destination.Length];
        source.CopyTo(destination);
        destination[source.Length..].Clear();
    }
}
