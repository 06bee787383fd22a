using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm vectors bench PATH...</c>: how fast messages run.</summary>
internal static class VectorsBenchCommand
{
    private const int LeastPasses = 3;

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Folders or files, as for 'vectors run'.", Arity = ArgumentArity.OneOrMore };
        Option<string?> bundles = SharedOptions.Bundles();
        var list = new Option<string?>("--list") { Description = "Time only the vectors whose file names or ids stand in this file, one a line.", HelpName = "FILE" };
        var filter = new Option<string?>("--filter") { Description = "Time only the vectors whose path contains this text.", HelpName = "TEXT" };
        var passes = new Option<int>("--passes") { Description = "Warm passes; the fastest counts.", HelpName = "N", DefaultValueFactory = _ => 7 };
        var jobs = new Option<int>("--jobs") { Description = "Threads of the warm passes.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "bench",
            "Time message vectors: one cold pass (nothing compiled) on one thread, then warm passes. Each pass unpacks the blocks and applies the messages; both are told "
                + "apart. Files are read before; traces are off.\n\nExample:\n  fvm vectors bench tests/vectors/nv18.tar.gz --passes 5 --jobs 2")
        {
            paths, bundles, list, filter, passes, jobs, json,
        };
        command.SetAction(parsed =>
        {
            int threads = parsed.GetValue(jobs);
            int rounds = parsed.GetValue(passes);
            if (threads < 1 || rounds < 1)
                throw new CommandFailure("--jobs and --passes are at least 1");
            VectorSelection selection = VectorSelection.Read(parsed.GetValue(list), parsed.GetValue(filter));
            var bench = new VectorBench(
                VectorSources.Find(parsed.GetRequiredValue(paths)).Where(selection.Contains), SharedOptions.OpenBundles(parsed, bundles));
            if (bench.Count == 0)
                throw new CommandFailure("there is no vector under these paths that can be timed");
            Run(bench, threads, rounds, parsed.GetValue(json));
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Run(VectorBench bench, int threads, int rounds, bool json)
    {
        var engine = new ActorEngine();
        BenchPass cold = bench.Pass(engine, 1);
        // Tiered compilation of the machine itself settles in the first passes.
        for (int i = 0; i < LeastPasses; i++)
            bench.Pass(engine, threads);
        BenchPass best = Enumerable.Range(0, rounds).Select(_ => bench.Pass(engine, threads)).MinBy(pass => pass.Wall);
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        if (json)
        {
            Output.Json(new JsonObject
            {
                ["vectors"] = bench.Count,
                ["left_out"] = bench.LeftOut,
                ["messages"] = best.Messages,
                ["gas"] = best.GasUsed,
                ["jobs"] = threads,
                ["cold"] = Times(cold),
                ["warm"] = Times(best),
                ["allocated_per_message"] = best.Allocated / best.Messages,
                ["peak_bytes"] = peak,
            });
            return;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bench.Count} vectors ({bench.LeftOut} left out), {best.Messages} messages, {best.GasUsed / 1e9:0.000} Ggas"));
        Print("cold, 1 thread", cold, 1);
        Print(string.Create(CultureInfo.InvariantCulture, $"warm, {threads} thread(s), fastest of {rounds}"), best, threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"allocated     {best.Allocated / best.Messages:N0} bytes a message"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory   {peak / (1 << 20):N0} MiB"));
    }

    private static void Print(string what, BenchPass pass, int threads)
    {
        Console.WriteLine(what);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  all         {pass.Wall.TotalSeconds:0.000} s, {pass.Messages / pass.Wall.TotalSeconds:N0} messages/s"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  machine     {pass.Apply.TotalSeconds / threads:0.000} s, {pass.Messages * threads / pass.Apply.TotalSeconds:N0} messages/s, {pass.Apply.TotalNanoseconds / pass.GasUsed:0.0000} ns/gas"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  unpacking   {pass.Load.TotalSeconds / threads:0.000} s"));
    }

    private static JsonObject Times(BenchPass pass) => new()
    {
        ["wall_seconds"] = pass.Wall.TotalSeconds,
        ["machine_seconds"] = pass.Apply.TotalSeconds,
        ["unpacking_seconds"] = pass.Load.TotalSeconds,
    };
}
