using System.CommandLine;
using Fvm.Conformance.Scenarios;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Cli.Commands;

/// <summary>What the commands over scenarios share.</summary>
internal static class ScenarioOptions
{
    private const int NativeRelease = 18;

    public static Option<string?> Filter() => new("--filter") { Description = "Only the scenarios whose name contains this text.", HelpName = "TEXT" };

    public static Scenario[] Select(string? filter)
    {
        Scenario[] scenarios = [.. ScenarioCatalogue.All.Where(scenario => filter is null || scenario.Name.Contains(filter, StringComparison.Ordinal))];
        return scenarios.Length != 0 ? scenarios : throw new CommandFailure($"--filter {filter}: no scenario has a name with this text");
    }

    /// <summary>The bundle of the release that the actors in C# are.</summary>
    public static ActorBundle OpenBundle(BundleStore bundles)
    {
        if (!ActorsReleases.TryGetManifest(NativeRelease, out string? manifest))
            throw new CommandFailure($"the bundle of release v{NativeRelease} is not known");
        return bundles.TryOpen(Cid.Parse(manifest), out ActorBundle? bundle)
            ? bundle
            : throw new CommandFailure(
                $"bundle {manifest} (builtin-actors v{NativeRelease}, mainnet) is not in {bundles.Directory}: import it with 'fvm bundle import', or say where it is with --bundles");
    }
}
