using System.Collections.Immutable;
using Fvm.Wasm;
using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Interpretation;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Conformance.WasmFuzzing;

/// <summary>What came of running a module on both engines.</summary>
/// <param name="Difference">Where they differ, or null.</param>
/// <param name="Calls">How many calls were compared.</param>
/// <param name="Refusal">Why the module could not be run at all, or null.</param>
internal readonly record struct Comparison(string? Difference, int Calls, string? Refusal)
{
    /// <summary>How the compared calls ended, by trap.</summary>
    public ImmutableArray<int> Traps { get; init; } = [];
}

/// <summary>One module on the compiler and on the reference interpreter: traps, results, gas, memory, globals and tables must be equal.</summary>
internal sealed class EnginePair : IDisposable
{
    /// <summary>How long the interpreter may run a call that no gas ends.</summary>
    private const long StepLimit = 300_000;

    private const int Fuel = 60;
    private readonly MeteredModule metered;
    private readonly ReferenceInterpreter slow;
    private readonly WasmInstance? fast;
    private readonly int[] traps = new int[(int)WasmTrap.LimitRefused + 1];
    private int calls;

    private EnginePair(MeteredModule metered, TierPolicy tiers)
    {
        this.metered = metered;
        slow = new ReferenceInterpreter(metered, Host, gas: 0, InstanceLimits.Filecoin);
        WasmTrap expected = slow.ApplySegments();
        HostFunction[] hosts = [.. Enumerable.Range(0, metered.Module.ImportedFunctionCount)
            .Select(index => (HostFunction)((_, args) => Host(index, [.. args]) is [var result] ? result : 0))];
        WasmTrap actual = CompiledModule.Compile(metered, canonicalNaNs: true, profiled: false, tiers).TryInstantiate(hosts, null, null, 0, InstanceLimits.Filecoin, out fast);
        if (expected != actual)
            Difference = $"instantiation: the interpreter says {expected}, the compiler {actual}";
    }

    private string? Difference { get; set; }

    // Whatever the profile: never compiled, as soon as a function has run one instruction a byte, at once, or at the first loop's head.
    private static TierPolicy PolicyOf(int seed) => ((seed >> 2) & 3) switch
    {
        0 => new TierPolicy(TierPolicy.Never, InBackground: false),
        1 => new TierPolicy(1, InBackground: false),
        2 => TierPolicy.CompileFirst,
        _ => new TierPolicy(1, InBackground: false, LoopsAtOnce: true),
    };

    /// <summary>Runs a module whose global 0 is fuel.</summary>
    /// <param name="bytes">The module.</param>
    /// <param name="profile">Its profile: Filecoin programs are metered, those of Core are not.</param>
    /// <param name="seed">Chooses arguments and gas.</param>
    public static Comparison Compare(byte[] bytes, WasmProfile profile, int seed)
    {
        MeteredModule metered;
        try
        {
            ValidatedModule valid = ValidatedModule.Validate(WasmModule.Decode(bytes), profile);
            metered = profile == WasmProfile.Filecoin
                ? MeteredModule.Meter(valid, MeteringSettings.Filecoin)
                : MeteredModule.Unmetered(valid, MeteringSettings.Filecoin.StackLimit);
        }
        catch (Exception refusal) when (refusal is WasmFormatException or WasmValidationException or WasmMeteringException)
        {
            return new Comparison(null, 0, $"{refusal.GetType().Name}: {refusal.Message}");
        }

        using var pair = new EnginePair(metered, PolicyOf(seed));
        try
        {
            if (pair.fast is not null && pair.Difference is null)
                pair.CallAll(new Random(seed));
        }
        catch (StepLimitException)
        {
            // Neither engine is wrong; the compiler has not been asked.
        }

        return new Comparison(pair.Difference, pair.calls, null) { Traps = [.. pair.traps] };
    }

    public void Dispose() => fast?.Dispose();

    private void CallAll(Random random)
    {
        foreach (ModuleExport export in metered.Module.Exports.Where(export => export.Kind == ExternKind.Function))
        {
            for (int round = 0; round < 2 && Difference is null; round++)
                Call(export.Index, random);
        }
    }

    private void Call(int function, Random random)
    {
        FunctionType type = metered.Module.TypeOf(function);
        ulong[] args = [.. type.Parameters.Select(parameter => Argument(random, parameter))];

        // From a handful of instructions to plenty: wherever the gas ends, both must stop there.
        long gas = metered.IsMetered ? random.Next(3) == 0 ? random.Next(2_000_000) : random.Next(200_000_000) : long.MaxValue;
        (slow.Gas, fast!.Gas) = (gas, gas);
        if (metered.Module.Globals is [{ Type: ValueType.I32 }, ..])
            (slow.Globals[0], fast.Global(0)) = (Fuel, Fuel);
        slow.StepsLeft = metered.IsMetered ? long.MaxValue : StepLimit;
        WasmTrap expected = slow.Invoke(function, args, out ulong[] expectedResults);
        ulong[] results = new ulong[type.Results.Length];
        WasmTrap actual = fast.Invoke(function, args, results);
        for (int i = 0; i < results.Length; i++)
            results[i] = Comparable(type.Results[i], results[i]);
        calls++;
        traps[(int)expected]++;
        string? difference = Differ(expected, actual, expectedResults, results);
        if (difference is not null)
            Difference = $"function {function}({string.Join(", ", args.Select(arg => $"0x{arg:x}"))}), gas {gas}: {difference}";
    }

    private string? Differ(WasmTrap expected, WasmTrap actual, ulong[] expectedResults, ulong[] results)
    {
        if (expected != actual)
            return $"the interpreter says {expected}, the compiler {actual}";
        if (expected == WasmTrap.None && !expectedResults.AsSpan().SequenceEqual(results))
            return $"results {Hex(expectedResults)} and {Hex(results)}";
        if (slow.Gas != fast!.Gas)
            return $"gas {slow.Gas} and {fast.Gas} ({actual})";
        if (!slow.Memory.Bytes.SequenceEqual(fast.Memory))
            return $"memory, from byte {slow.Memory.Bytes.CommonPrefixLength(fast.Memory)} on ({actual})";
        for (int i = 0; i < slow.Globals.Length; i++)
        {
            ulong global = Comparable(metered.Module.Globals[i].Type, fast.Global(i));
            if (slow.Globals[i] != global)
                return $"global {i}: 0x{slow.Globals[i]:x} and 0x{global:x} ({actual})";
        }

        return DifferInTables(actual);
    }

    private string? DifferInTables(WasmTrap trap)
    {
        for (int table = 0; table < slow.Tables.Length; table++)
        {
            if (slow.Tables[table].Length != (uint)TableOperations.TableSize(fast!, table))
                return $"table {table}: {slow.Tables[table].Length} and {TableOperations.TableSize(fast!, table)} elements ({trap})";
            for (uint i = 0; i < slow.Tables[table].Length; i++)
            {
                ulong element = Comparable(metered.Module.Tables[table].Element, (ulong)TableOperations.TableGet(fast!, (int)i, table));
                if ((ulong)slow.Tables[table].Get(i) != element)
                    return $"table {table}, element {i}: {slow.Tables[table].Get(i)} and {element} ({trap})";
            }
        }

        return null;
    }

    /// <summary>A value of the compiler's as the interpreter has it: 32 bits are zero-extended, and references count functions of the module.</summary>
    private ulong Comparable(ValueType type, ulong bits) => type switch
    {
        ValueType.I32 or ValueType.F32 => (uint)bits,
        ValueType.FuncRef when bits != 0 && fast!.Module.Facts.LinksReferences =>
            1 + (ulong)Array.IndexOf(fast.LinkedFunctions, fast.Store!.Function((long)bits)),
        _ => bits,
    };

    /// <summary>The host of both engines: 1 plus the arguments.</summary>
    private ulong[] Host(int import, ulong[] args)
    {
        FunctionType type = metered.Module.TypeOf(import);
        ulong sum = args.Aggregate(1UL, (a, b) => a + b);
        return type.Results is [var result] ? [result is ValueType.I32 or ValueType.F32 ? (uint)sum : sum] : [];
    }

    private static ulong Argument(Random random, ValueType type) => type switch
    {
        ValueType.FuncRef => 0,
        ValueType.ExternRef => (ulong)random.Next(4),

        // Often an address, so that what a function does with its parameters stays in the memory.
        ValueType.I32 when random.Next(2) == 0 => (ulong)random.Next(60_000),
        _ => CodeNodes.RandomBits(random, type),
    };

    private static string Hex(ulong[] values) => $"[{string.Join(", ", values.Select(value => $"0x{value:x}"))}]";
}
