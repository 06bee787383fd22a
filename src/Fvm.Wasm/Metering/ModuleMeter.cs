using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
        var thunks = FindThunks(module);
        var functions = new MeteredFunction[module.Bodies.Length];
        FunctionLanes<FunctionMeter>.Run(
            functions.Length,
            module.CodeSize,
            () => new FunctionMeter(validated, prices, settings.Version),
            (meter, i) => functions[i] = meter.Meter(i, thunks[i]));
        return new MeteredModule(validated, settings, settings.StackLimit, ImmutableCollectionsMarshal.AsImmutableArray(functions));
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
