using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm wasm validate FILE...</c>: whether modules would load.</summary>
internal static class WasmValidateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Modules in the binary format.", Arity = ArgumentArity.OneOrMore };
        Option<string> profile = WasmFile.Profile();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "validate",
            "Say of each module whether it is well formed, valid and loadable, else what is wrong and at which byte.\n\nExample:\n  fvm wasm validate actor.wasm")
        {
            files, profile, json,
        };
        command.SetAction(parsed =>
        {
            (string File, string? Refusal)[] verdicts =
                [.. parsed.GetRequiredValue(files).Select(file => (file, Judge(file, parsed.GetRequiredValue(profile))))];
            int refused = verdicts.Count(verdict => verdict.Refusal is not null);
            if (parsed.GetValue(json))
            {
                Output.Json(new JsonArray([.. verdicts.Select(verdict =>
                    (JsonNode)new JsonObject { ["file"] = verdict.File, ["valid"] = verdict.Refusal is null, ["refusal"] = verdict.Refusal })]));
            }
            else
            {
                foreach ((string file, string? refusal) in verdicts)
                    Console.WriteLine($"{file}: {refusal ?? "valid"}");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdicts.Length - refused} passed, {refused} failed, 0 skipped"));
            }

            return refused == 0 ? ExitStatus.Done : ExitStatus.FoundFailures;
        });
        return command;
    }

    private static string? Judge(string file, string profile)
    {
        try
        {
            WasmFile.Load(file, profile);
            return null;
        }
        catch (Exception error) when (WasmFile.IsRefusal(error, out string stage))
        {
            return $"{stage}: {error.Message}";
        }
    }
}
