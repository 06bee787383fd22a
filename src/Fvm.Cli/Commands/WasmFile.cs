using System.CommandLine;
using Fvm.Wasm;
using Fvm.Wasm.Metering;

namespace Fvm.Cli.Commands;

/// <summary>A module given as a file, through the engine's stages.</summary>
internal static class WasmFile
{
    public const string Filecoin = "filecoin";
    private const string Core = "core";

    /// <summary>The option that chooses what a module is held against.</summary>
    public static Option<string> Profile()
    {
        var option = new Option<string>("--profile")
        {
            Description = "filecoin: what the network admits, its metering included (network version 18 on); core: WebAssembly 2.0 without SIMD.",
            HelpName = "NAME",
            DefaultValueFactory = _ => Filecoin,
        };
        option.AcceptOnlyFromAmong(Filecoin, Core);
        return option;
    }

    /// <summary>Reads, validates and meters; the engine's refusals are thrown.</summary>
    public static MeteredModule Load(string file, string profile)
    {
        WasmModule module = WasmModule.Decode(File.ReadAllBytes(file));
        return profile == Filecoin
            ? MeteredModule.Meter(ValidatedModule.Validate(module, WasmProfile.Filecoin), MeteringSettings.Filecoin)
            : MeteredModule.Unmetered(ValidatedModule.Validate(module, WasmProfile.Core));
    }

    /// <summary>Whether an exception is the engine's refusal of a module, and what it says.</summary>
    public static bool IsRefusal(Exception error, out string stage)
    {
        stage = error switch
        {
            WasmFormatException => "malformed",
            WasmValidationException => "invalid",
            WasmMeteringException => "refused by the metering",
            _ => "",
        };
        return stage.Length != 0;
    }
}
