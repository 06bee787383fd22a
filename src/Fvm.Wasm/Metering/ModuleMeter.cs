using System.Collections;
using System.Collections.Immutable;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Metering;

/// <summary>Makes the annotations of <see cref="MeteredModule"/>; linear in the module's size.</summary>
internal static class ModuleMeter
{
    /// <summary>An activation, as the limiter counts it.</summary>
    private const uint ActivationCost = 2;

    /// <summary>See <see cref="MeteredModule.Meter"/>.</summary>
    public static MeteredModule Meter(ValidatedModule validated, MeteringSettings settings)
    {
        var module = validated.Module;
        InstrumentationRules.Check(module, settings.Version);
        var prices = new OperatorPrices(settings);
        var heights = new StackHeightMeter(module);
        var blocks = new BlockMeter(module, prices, settings.Version);
        var thunks = FindThunks(module);
        var functions = ImmutableArray.CreateBuilder<MeteredFunction>(module.Bodies.Length);
        for (var i = 0; i < module.Bodies.Length; i++)
        {
            var body = module.Bodies[i];
            var type = module.TypeOf(module.ImportedFunctionCount + i);
            blocks.Begin();
            heights.Begin(type);
            var instruction = new InstructionReader(body.Code.Span, body.Offset);
            while (instruction.Read())
            {
                InstrumentationRules.CheckOperator(in instruction, settings.Version);
                heights.Next(in instruction);
                blocks.Next(in instruction);
            }

            var (charges, linear) = blocks.Finish();
            InstrumentationRules.CheckLocals(type, body, !linear.IsEmpty);
            functions.Add(new MeteredFunction(
                StackCost: LocalsOf(in body, settings.Version) + heights.Maximum,
                charges,
                linear,
                HasThunk: thunks[i],
                ThunkCost: thunks[i] ? prices.Thunk(type.Parameters.Length) : 0,
                validated.MaxOperandHeights[i],
                validated.RealStackWeight(i)));
        }

        return new MeteredModule(validated, settings, settings.StackLimit, functions.MoveToImmutable());
    }

    /// <summary>See <see cref="MeteredModule.Unmetered"/>.</summary>
    public static MeteredModule Unmetered(ValidatedModule validated, uint stackLimit)
    {
        var module = validated.Module;
        var functions = ImmutableArray.CreateBuilder<MeteredFunction>(module.Bodies.Length);
        for (var i = 0; i < module.Bodies.Length; i++)
        {
            functions.Add(new MeteredFunction(
                StackCost: ActivationCost + (uint)module.Bodies[i].LocalGroups.Length + (uint)validated.MaxOperandHeights[i],
                Charges: [],
                LinearCharges: [],
                HasThunk: false,
                ThunkCost: 0,
                validated.MaxOperandHeights[i],
                validated.RealStackWeight(i)));
        }

        return new MeteredModule(validated, settings: null, stackLimit, functions.MoveToImmutable());
    }

    /// <summary>What the limiter counts of the declared locals: all of them in 0.2.0, their groups since 0.3.0.</summary>
    private static uint LocalsOf(in FunctionBody body, MeteringVersion version) =>
        version == MeteringVersion.V0_2 ? (uint)body.LocalCount : (uint)body.LocalGroups.Length;

    /// <summary>
    /// The defined functions that the limiter makes a thunk for: exported ones, those in element segments of whatever mode, the start
    /// function (<c>stack_limiter/thunk.rs</c>).
    /// </summary>
    private static BitArray FindThunks(WasmModule module)
    {
        var thunks = new BitArray(module.Bodies.Length);
        foreach (var export in module.Exports)
            if (export.Kind == ExternKind.Function) Mark(export.Index);
        foreach (var segment in module.ElementSegments)
            foreach (var function in segment.FunctionIndices) Mark(function);
        if (module.StartFunction is { } start) Mark(start);
        return thunks;

        void Mark(int function)
        {
            if (function >= module.ImportedFunctionCount) thunks[function - module.ImportedFunctionCount] = true;
        }
    }
}
