namespace Fvm.Evm.Tracing;

/// <summary>Watches frames and their instructions. Tracing runs code by single instructions; without a tracer nothing of it costs anything.</summary>
public interface IEvmTracer
{
    /// <summary>A frame begins to run code.</summary>
    void OnEnter(in EvmMessage message, EvmProgram program);

    /// <summary>An instruction is about to run; its requirements may still fail.</summary>
    void OnStep(in EvmStep step);

    /// <summary>The frame that began last ends.</summary>
    void OnExit(in EvmResult result);
}

/// <summary>A moment before an instruction. The spans are the frame's own and change when the tracer returns.</summary>
public readonly ref struct EvmStep
{
    /// <summary>Its place in the code; the code's length for the STOP that is no byte.</summary>
    public int Pc { get; init; }

    /// <summary>Its byte.</summary>
    public byte Opcode { get; init; }

    /// <summary>The gas before it.</summary>
    public long Gas { get; init; }

    /// <summary>The frame's contribution to the refund counter so far.</summary>
    public long Refund { get; init; }

    /// <summary>The frame's depth; 0 is the transaction's own.</summary>
    public int Depth { get; init; }

    /// <summary>The account whose state the frame uses.</summary>
    public EvmAddress Self { get; init; }

    /// <summary>The stack, its top at the end.</summary>
    public ReadOnlySpan<UInt256> Stack { get; init; }

    /// <summary>The memory.</summary>
    public ReadOnlySpan<byte> Memory { get; init; }

    /// <summary>What the last call returned.</summary>
    public ReadOnlySpan<byte> ReturnData { get; init; }
}
