namespace Fvm.Evm.Tracing;

/// <summary>One call or creation of a trace, as debug_traceTransaction's callTracer gives it.</summary>
public sealed class CallFrame
{
    private readonly List<CallFrame> _calls = [];

    internal CallFrame(in EvmMessage message)
    {
        Kind = message.Kind;
        IsStatic = message.IsStatic;
        From = message.Kind == EvmMessageKind.DelegateCall ? message.Self : message.Caller;
        To = message.CodeAddress;
        Value = message.Value;
        Gas = message.Gas;
        Input = message.Input.ToArray();
    }

    /// <summary>What started it.</summary>
    public EvmMessageKind Kind { get; }

    /// <summary>Whether nothing could change.</summary>
    public bool IsStatic { get; }

    /// <summary>Who called; of DELEGATECALL, the account on whose state the code ran.</summary>
    public EvmAddress From { get; }

    /// <summary>Whose code ran; of a creation, the account that was made.</summary>
    public EvmAddress To { get; }

    /// <summary>What CALLVALUE answered.</summary>
    public UInt256 Value { get; }

    /// <summary>The gas that it got.</summary>
    public long Gas { get; }

    /// <summary>The gas that it and all below it took.</summary>
    public long GasUsed { get; internal set; }

    /// <summary>Call data; of a creation, none.</summary>
    public IReadOnlyList<byte> Input { get; }

    /// <summary>What it gave back.</summary>
    public IReadOnlyList<byte> Output { get; internal set; } = [];

    /// <summary>How it ended.</summary>
    public EvmOutcome Outcome { get; internal set; }

    /// <summary>The calls that it made and whose code ran, in order. Calls of accounts without code, of precompiled contracts, and refused ones run no code.</summary>
    public IReadOnlyList<CallFrame> Calls => _calls;

    internal void Add(CallFrame call) => _calls.Add(call);
}
