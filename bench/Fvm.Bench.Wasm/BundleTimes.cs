using System.Diagnostics;
using System.Runtime.InteropServices;
using Fvm.Hosting.Bundles;
using Fvm.Protocol.State;
using Fvm.Wasm;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Bench.Wasm;

/// <summary>What the stages take for every module of a bundle, first in a warm process with a cold module, then warm.</summary>
internal static class BundleTimes
{
    private const int Warm = 200;

    private const int Times = 9;

    // After these our own code is in its last tier: what is cold is the module alone.
    private const int WarmUpRounds = 12;

    public static int Run(string car)
    {
        ActorBundle bundle;
        using (var stream = File.OpenRead(car)) bundle = ActorBundle.Read(stream, car);

        for (var round = 0; round < WarmUpRounds; round++)
        {
            var watch = Stopwatch.StartNew();
            foreach (var entry in bundle.Actors.Entries) Time(Bytes(bundle, entry));
            if (round is 0 or WarmUpRounds - 1) Console.WriteLine(FormattableString.Invariant($"all modules to their first calls, round {round + 1} of the process: {watch.Elapsed.TotalMilliseconds:F0} ms"));
            Thread.Sleep(100);
        }

        Console.WriteLine(
            $"{"actor",-20}{"bytes",9}{"functions",11}{"decode",9}{"validate",10}{"meter",8}{"compile",9}{"to first call",15}{"instance",10}{"clearing",10}{"ratio",7}   (ms; instance and clearing in us)");
        foreach (var entry in bundle.Actors.Entries) Print(entry.Name, Bytes(bundle, entry));
        return 0;
    }

    private static byte[] Bytes(ActorBundle bundle, ManifestEntry entry) =>
        bundle.Blocks.TryGet(entry.Code, out var wasm) ? wasm.ToArray() : throw new InvalidOperationException($"{entry.Name} has no code");

    // Each time all of it anew; the least total counts, since other processes only ever add.
    private static void Print(string name, byte[] bytes)
    {
        var least = Time(bytes);
        for (var i = 1; i < Times; i++)
        {
            var times = Time(bytes);
            if (times.Total < least.Total) least = times;
        }

        var (instance, clearing) = Instances(least.Module, least.Hosts);
        Console.WriteLine(FormattableString.Invariant(
            $"{name,-20}{bytes.Length,9}{least.Module.Metered.Functions.Length,11}{least.Decode,9:F2}{least.Validate,10:F2}{least.Meter,8:F2}{least.Compile,9:F2}{least.Total,15:F2}{instance,10:F2}{clearing,10:F2}{instance / clearing,7:F2}"));
    }

    private static StageTimes Time(byte[] bytes)
    {
        var watch = Stopwatch.StartNew();
        var decoded = WasmModule.Decode(bytes);
        var decode = Lap();
        var validated = ValidatedModule.Validate(decoded, WasmProfile.Filecoin);
        var validate = Lap();
        var metered = MeteredModule.Meter(validated, MeteringSettings.Filecoin);
        var meter = Lap();
        var module = CompiledModule.Compile(metered);
        var compile = Lap();
        HostFunction[] hosts = [.. Enumerable.Repeat<HostFunction>(static (instance, _) => Leave(instance), metered.Module.ImportedFunctionCount)];

        // Up to the actor's first syscall, which ends it.
        using (var first = Instantiate(module, hosts))
            if (module.TryFindExport("invoke", ExternKind.Function, out var invoke)) first.Invoke(invoke, [0], new ulong[1]);
        return new StageTimes(module, hosts, decode, validate, meter, compile, Lap());

        double Lap()
        {
            var time = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            return time;
        }
    }

    private sealed record StageTimes(CompiledModule Module, HostFunction[] Hosts, double Decode, double Validate, double Meter, double Compile, double Call)
    {
        public double Total => Decode + Validate + Meter + Compile + Call;
    }

    private static ulong Leave(WasmInstance instance)
    {
        instance.Abort();
        return 0;
    }

    private static WasmInstance Instantiate(CompiledModule module, HostFunction[] hosts)
    {
        var trap = module.TryInstantiate(hosts, null, null, 1L << 60, InstanceLimits.Filecoin, out var instance);
        return instance ?? throw new InvalidOperationException($"no instance: {trap}");
    }

    // Microseconds, the least of many: making and disposing an instance, and clearing as much memory as it begins with.
    private static unsafe (double Instance, double Clearing) Instances(CompiledModule module, HostFunction[] hosts)
    {
        var bytes = (nuint)(module.MemoryType?.Limits.Minimum ?? 0) * MemoryType.PageSize;
        var memory = (byte*)NativeMemory.AllocZeroed(bytes);
        double instance = double.MaxValue, clearing = double.MaxValue;
        for (var i = 0; i < Warm; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Instantiate(module, hosts).Dispose();
            var middle = Stopwatch.GetTimestamp();
            NativeMemory.Clear(memory, bytes);
            var end = Stopwatch.GetTimestamp();
            instance = Math.Min(instance, Stopwatch.GetElapsedTime(start, middle).TotalMicroseconds);
            clearing = Math.Min(clearing, Stopwatch.GetElapsedTime(middle, end).TotalMicroseconds);
        }

        NativeMemory.Free(memory);
        return (instance, clearing);
    }
}
