using System.Diagnostics;
using Fvm.Wasm;
using Fvm.Wasm.Metering;

namespace Fvm.Bench.Wasm;

/// <summary>Decoding, validation, metering and preparation of modules of several shapes, each twice as large as the one before: per byte nothing may grow.</summary>
internal static class CompilationGrowth
{
    private static readonly (string Name, Func<int, byte[]> Make)[] Shapes =
    [
        ("one giant function", ModuleShapes.GiantFunction),
        ("tiny functions", ModuleShapes.TinyFunctions),
        ("nested blocks", ModuleShapes.NestedBlocks),
        ("labels of br_table", ModuleShapes.BranchTables),
        ("nested ifs that leave", ModuleShapes.NestedIfs),
    ];

    public static int Run()
    {
        Console.WriteLine($"{"shape",-24}{"bytes",10}{"us/byte",10}{"first tier too",16}{"bytes allocated/byte",22}");
        foreach (var (name, make) in Shapes)
        {
            for (var bytes = 64 << 10; bytes <= 1 << 20; bytes *= 4)
            {
                var module = make(bytes);
                Measure(module);
                var (microseconds, withFirst, allocated) = Measure(module);
                Console.WriteLine(FormattableString.Invariant(
                    $"{name,-24}{module.Length,10}{microseconds / module.Length,10:F3}{withFirst / module.Length,16:F3}{(double)allocated / module.Length,22:F1}"));
            }
        }

        return 0;
    }

    private static (double Microseconds, double WithFirstTier, long Allocated) Measure(byte[] module)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var metered = MeteredModule.Meter(ValidatedModule.Validate(WasmModule.Decode(module), WasmProfile.Filecoin), MeteringSettings.Filecoin);
        var compiled = CompiledModule.Compile(metered);
        var end = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        compiled.TryInstantiate([], null, null, 1L << 60, InstanceLimits.Filecoin, out var instance);
        using (instance) instance!.Invoke(metered.Functions.Length - 1, [0], new ulong[1]);
        return (end, Stopwatch.GetElapsedTime(start).TotalMicroseconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
