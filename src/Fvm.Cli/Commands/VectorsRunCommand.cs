using System.CommandLine;
using Fvm.Abi.Node;
using Fvm.Conformance.Vectors;
using Fvm.Hosting;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm vectors run PATH...</c>: runs message vectors and compares everything that they recorded.</summary>
internal static class VectorsRunCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Folders or files: .json, .json.gz, .zip, .tar, .tar.gz, .tgz.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> bundles = SharedOptions.Bundles();
        Option<string?> proofKeys = SharedOptions.ProofKeysOption();
        proofKeys.Description += " Without it they are accepted where the recording's machine accepted them: nearly everywhere.";
        var list = new Option<string?>("--list") { Description = "Run only the vectors whose file names or ids stand in this file, one a line.", HelpName = "FILE" };
        var filter = new Option<string?>("--filter") { Description = "Run only the vectors whose path contains this text.", HelpName = "TEXT" };
        var requireAll = new Option<bool>("--require-all") { Description = "A vector whose bundle is absent makes the exit code 2." };
        var jobs = new Option<int>("--jobs") { Description = "Vectors at once.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var json = new Option<string?>("--json") { Description = "Also write a report as JSON into this file ('-': standard output, and nothing else there).", HelpName = "FILE" };
        var actors = new Option<string?>("--actors")
        {
            Description = "'native': run on the actors in C# and no bundle; their gas is modelled, so gas and traces are not compared, and fees settle with the recorded gas.",
            HelpName = "native",
        };
        var trace = new Option<bool>("--trace") { Description = "Print the execution trace of every message." };
        var command = new Command(
            "run",
            "Run message vectors in the public format of filecoin-project/test-vectors and fvm-test-vectors; compare exit codes, return data, gas, events, fees, "
                + "traces and state roots with the record.\n\nExample:\n  fvm vectors run fvm-test-vectors/corpus --bundles ~/bundles --filter multisig")
        {
            paths, bundles, actors, proofKeys, list, filter, requireAll, jobs, json, trace,
        };
        command.SetAction(parsed =>
        {
            int threads = SharedOptions.AtLeast(parsed, jobs, 1);
            VectorSelection selection = VectorSelection.Read(parsed.GetValue(list), parsed.GetValue(filter));
            List<VectorSource> sources = [.. VectorSources.Find(parsed.GetRequiredValue(paths)).Where(selection.Contains)];
            if (sources.Count == 0)
                throw new CommandFailure("there is no vector under these paths that the selection lets through");

            string? report = parsed.GetValue(json);
            bool quiet = report == "-";
            var console = new VectorConsole(sources.Count, quiet);
            bool keepTraces = parsed.GetValue(trace);
            Func<NetworkVersion, IProofVerifier>? proofs = SharedOptions.OpenProofKeys(parsed, proofKeys);
            IVectorRunner runner = IsNative(parsed.GetValue(actors))
                ? new NativeVectorRunner(new ActorEngine(), keepTraces, proofs)
                : new VectorRunner(new ActorEngine(), SharedOptions.OpenBundles(parsed, bundles), keepTraces, proofs);
            VectorReport result = VectorSuite.Run(runner, sources, threads, console.Show);
            console.Finish();
            if (report is not null)
                VectorReportJson.Write(result, report);
            if (!quiet)
                VectorConsole.Summarize(result);
            return ExitCode(result, parsed.GetValue(requireAll));
        });
        return command;
    }

    private static bool IsNative(string? actors) => actors switch
    {
        null => false,
        "native" => true,
        _ => throw new CommandFailure($"--actors {actors}: vectors name their bundle themselves; the only other choice is 'native'"),
    };

    private static int ExitCode(VectorReport result, bool requireAll)
    {
        if (result.Count(VectorVerdict.Malformed) != 0 || (requireAll && result.Count(VectorVerdict.BundleAbsent) != 0))
            return ExitStatus.CannotBeDone;
        return result.Count(VectorVerdict.Failed) != 0 ? ExitStatus.FoundFailures : ExitStatus.Done;
    }
}
