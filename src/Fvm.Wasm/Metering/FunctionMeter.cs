using Fvm.Wasm.Model;

namespace Fvm.Wasm.Metering;

/// <summary>Meters functions of one module, one after another, as the network's instrumentation would.</summary>
internal sealed class FunctionMeter(ValidatedModule validated, OperatorPrices prices, MeteringVersion version)
{
    private readonly WasmModule _module = validated.Module;
    private readonly StackHeightMeter _heights = new(validated.Module);
    private readonly BlockMeter _blocks = new(validated.Module, prices, version);

    /// <summary>Meters a function.</summary>
    /// <param name="index">The function, counted from the first defined one.</param>
    /// <param name="hasThunk">Whether the limiter makes a thunk for it.</param>
    /// <exception cref="WasmMeteringException">The instrumentation refuses it.</exception>
    public MeteredFunction Meter(int index, bool hasThunk)
    {
        var body = _module.Bodies[index];
        var type = _module.TypeOf(_module.ImportedFunctionCount + index);
        _blocks.Begin();
        _heights.Begin(type);
        var instruction = new InstructionReader(body.Code.Span, body.Offset);
        while (instruction.Read())
        {
            InstrumentationRules.CheckOperator(in instruction, version);
            _heights.Next(in instruction);
            _blocks.Next(in instruction);
        }

        var (charges, linear) = _blocks.Finish();
        InstrumentationRules.CheckLocals(type, body, !linear.IsEmpty);
        return new MeteredFunction(
            StackCost: LocalsOf(in body) + _heights.Maximum,
            charges,
            linear,
            HasThunk: hasThunk,
            ThunkCost: hasThunk ? prices.Thunk(type.Parameters.Length) : 0,
            validated.MaxOperandHeights[index],
            validated.RealStackWeight(index));
    }

    /// <summary>What the limiter counts of the declared locals: all of them in 0.2.0, their groups since 0.3.0.</summary>
    private uint LocalsOf(in FunctionBody body) => version == MeteringVersion.V0_2 ? (uint)body.LocalCount : (uint)body.LocalGroups.Length;
}
