using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Hosting.Bundles;
using Fvm.Ipld;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm bundle import|list</c>: keeps actor bundles by manifest CID.</summary>
internal static class BundleCommand
{
    public static Command Create() => new("bundle", "Keep bundles of built-in actors, by the CID of their manifest.") { Import(), List() };

    private static Command Import()
    {
        var files = new Argument<string[]>("FILE.car") { Description = "Bundles as CAR files.", Arity = ArgumentArity.OneOrMore };
        Option<string?> bundles = SharedOptions.Bundles();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "import",
            "Check bundles, every block's hash included, and keep a copy of each.\n\nExample:\n  fvm bundle import builtin-actors-mainnet.car --bundles ~/bundles")
        {
            files, bundles, json,
        };
        command.SetAction(parsed =>
        {
            BundleStore store = SharedOptions.OpenBundles(parsed, bundles);
            // A bad file among good ones is reported; the good ones are kept.
            var imported = new List<ActorBundle>();
            bool failed = false;
            foreach (string file in parsed.GetRequiredValue(files))
            {
                try
                {
                    imported.Add(store.Import(file));
                }
                catch (BundleException bad)
                {
                    failed = true;
                    Console.Error.WriteLine($"fvm: {bad.Message}");
                }
            }

            Print(imported, parsed.GetValue(json));
            return failed ? ExitStatus.CannotBeDone : ExitStatus.Done;
        });
        return command;
    }

    private static Command List()
    {
        Option<string?> bundles = SharedOptions.Bundles();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("list", "List the imported bundles and their actors.\n\nExample:\n  fvm bundle list --json") { bundles, json };
        command.SetAction(parsed =>
        {
            BundleStore store = SharedOptions.OpenBundles(parsed, bundles);
            var found = new List<ActorBundle>();
            foreach (Cid manifest in store.Manifests())
            {
                if (store.TryOpen(manifest, out ActorBundle? bundle))
                    found.Add(bundle);
            }

            Print(found, parsed.GetValue(json));
            if (found.Count == 0)
                Console.Error.WriteLine($"fvm: no bundles in {store.Directory}");
            return ExitStatus.Done;
        });
        return command;
    }

    private static void Print(List<ActorBundle> bundles, bool json)
    {
        if (json)
        {
            Output.Json(new JsonArray([.. bundles.Select(Describe)]));
            return;
        }

        foreach (ActorBundle bundle in bundles)
        {
            Console.WriteLine($"{bundle.Manifest}  {(bundle.Release is null ? "not a mainnet release" : $"mainnet {bundle.Release}")}");
            foreach (Protocol.State.ManifestEntry actor in bundle.Actors.Entries)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {actor.Name,-18} {bundle.SizeOf(actor.Code),9} bytes  {actor.Code}"));
        }
    }

    private static JsonNode Describe(ActorBundle bundle) => new JsonObject
    {
        ["manifest"] = bundle.Manifest.ToString(),
        ["release"] = bundle.Release,
        ["actors"] = new JsonArray([.. bundle.Actors.Entries.Select(actor => (JsonNode)new JsonObject
        {
            ["name"] = actor.Name,
            ["code"] = actor.Code.ToString(),
            ["bytes"] = bundle.SizeOf(actor.Code),
        })]),
    };
}
