using System.CommandLine;
using Fvm.Wasm;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm wasm inspect FILE</c>: what is in a module, and what the network's metering makes of it.</summary>
internal static class WasmInspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A module in the binary format." };
        Option<string> profile = WasmFile.Profile();
        var blocks = new Option<bool>("--blocks") { Description = "Also list every metered block: the byte of the code where it is paid, and its price in milligas." };
        Option<bool> json = SharedOptions.Json();
        var command = new Command(
            "inspect",
            "Show a module's sections, imports, exports, features and sizes; per function the stack limiter's cost of a frame, our bound of its real stack and the "
                + "metered blocks.\n\nExample:\n  fvm wasm inspect actor.wasm --blocks")
        {
            file, profile, blocks, json,
        };
        command.SetAction(parsed =>
        {
            MeteredModule module;
            try
            {
                module = WasmFile.Load(parsed.GetRequiredValue(file), parsed.GetRequiredValue(profile));
            }
            catch (Exception error) when (WasmFile.IsRefusal(error, out string stage))
            {
                throw new CommandFailure($"{parsed.GetRequiredValue(file)}: {stage}: {error.Message}");
            }

            if (parsed.GetValue(json))
                Output.Json(WasmInspection.ToJson(module));
            else
                WasmInspection.Print(module, parsed.GetValue(blocks));
            return ExitStatus.Done;
        });
        return command;
    }
}
