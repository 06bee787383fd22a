using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Interpretation;

/// <summary>
/// The slow and simple engine, kept to prove the fast one: runs a metered module instruction by instruction, with the charges and checks where
/// <see cref="MeteredModule"/> says. It shares decoding, validation and metering with the compiler, and nothing else. Only functions can be
/// imported. References are numbered as the compiler does (<see cref="Runtime.TableOperations"/>), so that tables can be compared.
/// </summary>
internal sealed class ReferenceInterpreter
{
    private readonly InterpretedInstruction[]?[] _bodies;
    private readonly Func<int, ulong[], ulong[]> _host;
    private uint _height;
    private long _realStack;

    /// <summary>Instantiates a module.</summary>
    /// <param name="metered">The module.</param>
    /// <param name="host">Any imported function: its index and arguments; the results.</param>
    /// <param name="gas">The gas counter.</param>
    /// <param name="limits">What the instance may take.</param>
    public ReferenceInterpreter(MeteredModule metered, Func<int, ulong[], ulong[]> host, long gas, InstanceLimits limits)
    {
        (Metered, Gas, Limits, _host) = (metered, gas, limits, host);
        _bodies = new InterpretedInstruction[Module.Bodies.Length][];
        Memory = new ReferenceMemory(Module, limits);
        Globals = [.. Module.GlobalInitializers.Select(Evaluate)];
        Tables = [.. Module.Tables.Select(type => new ReferenceTable(type, limits))];
        DroppedElements = new bool[Module.ElementSegments.Length];
        DroppedData = new bool[Module.DataSegments.Length];
    }

    /// <summary>The module.</summary>
    public MeteredModule Metered { get; }

    /// <summary>The decoded module.</summary>
    public WasmModule Module => Metered.Module;

    /// <summary>The gas counter.</summary>
    public long Gas { get; set; }

    /// <summary>How many more instructions may run before <see cref="StepLimitException"/>.</summary>
    public long StepsLeft { get; set; } = long.MaxValue;

    /// <summary>The memory; of length 0 without one.</summary>
    public ReferenceMemory Memory { get; }

    /// <summary>The globals: i32 and f32 zero-extended.</summary>
    public ulong[] Globals { get; }

    /// <summary>The tables.</summary>
    public ReferenceTable[] Tables { get; }

    /// <summary>Which element segments are dropped.</summary>
    public bool[] DroppedElements { get; }

    /// <summary>Which data segments are dropped.</summary>
    public bool[] DroppedData { get; }

    private InstanceLimits Limits { get; }

    /// <summary>Applies the active segments, in order.</summary>
    public WasmTrap ApplySegments()
    {
        try
        {
            for (var i = 0; i < DroppedElements.Length; i++)
            {
                var segment = Module.ElementSegments[i];
                if (segment.Mode == SegmentMode.Active)
                    Tables[segment.TableIndex].Write((uint)Evaluate(segment.Offset), Elements(i), 0, (uint)segment.Count);
                DroppedElements[i] = segment.Mode != SegmentMode.Passive;
            }

            for (var i = 0; i < DroppedData.Length; i++)
            {
                var segment = Module.DataSegments[i];
                if (segment.Mode != SegmentMode.Active) continue;
                Memory.Write((uint)Evaluate(segment.Offset), segment.Bytes.Span, 0, (uint)segment.Bytes.Length);
                DroppedData[i] = true;
            }

            return WasmTrap.None;
        }
        catch (GuestTrapException trap)
        {
            return trap.Trap;
        }
    }

    /// <summary>Calls a function as an export is called: by its thunk, if it has one.</summary>
    public WasmTrap Invoke(int function, ulong[] args, out ulong[] results)
    {
        results = [];
        (_height, _realStack) = (0, 0);
        try
        {
            ChargeThunk(function);
            results = Call(function, args, countsHeight: true);
            return WasmTrap.None;
        }
        catch (GuestTrapException trap)
        {
            return trap.Trap;
        }
    }

    /// <summary>Calls a function whose arguments fit.</summary>
    public ulong[] Call(int function, ulong[] args, bool countsHeight)
    {
        var defined = function - Module.ImportedFunctionCount;
        if (defined < 0) return _host(function, args);
        ref readonly var metered = ref Metered.Functions.ItemRef(defined);
        var height = countsHeight && Metered.StackLimit != uint.MaxValue ? metered.StackCost : 0;
        _height += height;
        _realStack += metered.RealStackWeight;
        if (_height > Metered.StackLimit || _realStack > Limits.MaxRealStackBytes) throw new GuestTrapException(WasmTrap.StackOverflow);
        var locals = new ulong[args.Length + Module.Bodies[defined].LocalCount];
        args.CopyTo(locals, 0);
        var results = new InterpretedCall(this, Body(defined), locals, Module.TypeOf(function).Results.Length).Run();
        _height -= height;
        _realStack -= metered.RealStackWeight;
        return results;
    }

    /// <summary>Calls through a table element.</summary>
    public ulong[] CallReference(long reference, FunctionType type, Func<int, ulong[]> pop)
    {
        if (reference == 0) throw new GuestTrapException(WasmTrap.UndefinedElement);
        var code = (int)(reference - 1);
        var bypassesThunk = code >= Module.Functions.Length;
        var function = bypassesThunk ? code - Module.Functions.Length : code;
        if (!Module.TypeOf(function).Equals(type)) throw new GuestTrapException(WasmTrap.IndirectCallTypeMismatch);
        if (!bypassesThunk) ChargeThunk(function);
        return Call(function, pop(type.Parameters.Length), countsHeight: !bypassesThunk);
    }

    /// <summary>Takes gas.</summary>
    public void Charge(long cost)
    {
        Gas = unchecked(Gas - cost);
        if (Gas < 0) throw new GuestTrapException(WasmTrap.OutOfGas);
    }

    /// <summary>What ref.func makes of a function: in a metered module a reference that bypasses the thunk.</summary>
    public long ReferenceTo(int function) =>
        1L + function + (Metered.IsMetered && function >= Module.ImportedFunctionCount ? Module.Functions.Length : 0);

    /// <summary>The references of an element segment.</summary>
    public long[] Elements(int segment)
    {
        var source = Module.ElementSegments[segment];
        return source.UsesExpressions
            ? [.. source.Expressions.Select(expression => (long)Evaluate(expression))]
            : [.. source.FunctionIndices.Select(function => 1L + function)];
    }

    private ulong Evaluate(ConstantExpression expression) => expression.Kind switch
    {
        ConstantKind.RefNull => 0,
        ConstantKind.RefFunc => (ulong)ReferenceTo((int)expression.Bits),
        _ => expression.Bits,
    };

    private void ChargeThunk(int function)
    {
        var defined = function - Module.ImportedFunctionCount;
        if (defined >= 0 && Metered.Functions[defined].HasThunk) Charge(Metered.Functions[defined].ThunkCost);
    }

    private InterpretedInstruction[] Body(int defined) =>
        _bodies[defined] ??= InterpretedBody.Read(Module, Module.Bodies[defined].Code.Span, Metered.Functions[defined]);
}
