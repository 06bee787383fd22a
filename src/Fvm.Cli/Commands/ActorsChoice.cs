using System.CommandLine;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;

namespace Fvm.Cli.Commands;

/// <summary>The option <c>--actors</c>: which actors' code runs.</summary>
internal static class ActorsChoice
{
    private const string Native = "native";

    public static Option<string> Option(string fallback = Native) => new("--actors")
    {
        Description = $"Whose code runs: '{Native}' (C#), the CID of an imported bundle's manifest, or a bundle as FILE.car. Default: {fallback}.",
        HelpName = "native|CID|FILE.car",
        DefaultValueFactory = _ => Native,
    };

    /// <summary>The bundle that was chosen, or null for the actors in C#.</summary>
    public static ActorBundle? Open(string chosen, BundleStore bundles)
    {
        if (chosen == Native)
            return null;
        if (Cid.TryParse(chosen, out Cid? manifest))
            return bundles.TryOpen(manifest, out ActorBundle? imported) ? imported : throw new CommandFailure($"--actors: bundle {manifest} is not in {bundles.Directory}");
        if (!File.Exists(chosen))
            throw new CommandFailure($"--actors {chosen}: is neither '{Native}' nor a manifest's CID, and there is no such file");
        using FileStream car = File.OpenRead(chosen);
        return ActorBundle.Read(car, chosen);
    }
}
