using System.Globalization;
using Fvm.Bench.Wasm;

const string Usage = """
    usage: Fvm.Bench.Wasm kernels [--rounds N] [--only NAME]   the kernels, metered and unmetered, interleaved with Node's V8
           Fvm.Bench.Wasm bundle BUNDLE.car                    the stages for every module of a bundle of actors
           Fvm.Bench.Wasm hostile [--rounds N]                 ns per gas by class of hostile work, beside V8 unmetered
           Fvm.Bench.Wasm compile                              time and memory of compilation per byte of code, as modules grow
    """;
switch (args)
{
    case ["kernels", ..]: return KernelComparison.Run(int.Parse(Option("--rounds") ?? "20", CultureInfo.InvariantCulture), Option("--only"));
    case ["hostile", ..]: return HostileClasses.Run(int.Parse(Option("--rounds") ?? "5", CultureInfo.InvariantCulture));
    case ["compile"]: return CompilationGrowth.Run();
    case ["bundle", var car]: return BundleTimes.Run(car);
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
