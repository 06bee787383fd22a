using System.Globalization;

namespace Fvm.Evm.Tracing;

/// <summary>Collects steps.</summary>
public sealed class StructLogTracer : IEvmTracer
{
    private readonly StructLogOptions _options;
    private readonly List<StructLog> _logs = [];

    // The last step of each frame that runs, innermost last; its cost is not known yet.
    private readonly Stack<StructLog?> _open = [];

    /// <summary>A tracer for one transaction.</summary>
    public StructLogTracer(StructLogOptions? options = null) => _options = options ?? new StructLogOptions();

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<StructLog> Logs => _logs;

    /// <summary>All steps, also those that were not kept.</summary>
    public long StepCount { get; private set; }

    /// <inheritdoc/>
    public void OnEnter(in EvmMessage message, EvmProgram program) => _open.Push(null);

    /// <inheritdoc/>
    public void OnStep(in EvmStep step)
    {
        StepCount++;
        Close(step.Gas, step.Stack);
        var log = _logs.Count < _options.MaxSteps ? Record(step) : null;
        _open.Push(log);
        if (log is not null) _logs.Add(log);
    }

    /// <inheritdoc/>
    public void OnExit(in EvmResult result) => Close(result.GasLeft, default);

    /// <summary>Ends the frame's last step.</summary>
    private void Close(long gas, ReadOnlySpan<UInt256> stack)
    {
        if (_open.Pop() is not { } last) return;
        last.GasCost = last.Gas - gas;
        bool hasLoaded = last.Opcode == (byte)Opcode.SLoad && last.Storage is not null && stack.Length > 0;
        if (hasLoaded) last.Storage = new(last.Storage!.Value.Key, stack[^1]);
    }

    private StructLog Record(in EvmStep step) => new()
    {
        Pc = step.Pc,
        Opcode = step.Opcode,
        Op = Enum.IsDefined((Opcode)step.Opcode)
            ? ((Opcode)step.Opcode).ToString().ToUpperInvariant()
            : string.Create(CultureInfo.InvariantCulture, $"opcode 0x{step.Opcode:x2} not defined"),
        Gas = step.Gas,
        Depth = step.Depth + 1,
        Self = step.Self,
        Stack = _options.Stack ? step.Stack.ToArray() : null,
        Memory = _options.Memory ? step.Memory.ToArray() : null,
        Storage = _options.Storage ? Slot(step) : null,
        Refund = step.Refund,
    };

    private static KeyValuePair<UInt256, UInt256>? Slot(in EvmStep step) => (Opcode)step.Opcode switch
    {
        Opcode.SStore when step.Stack.Length >= 2 => new(step.Stack[^1], step.Stack[^2]),
        Opcode.SLoad when step.Stack.Length >= 1 => new(step.Stack[^1], default),
        _ => null,
    };
}
