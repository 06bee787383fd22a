using System.CommandLine;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm wasm</c>: the WebAssembly engine by itself.</summary>
internal static class WasmCommand
{
    public static Command Create() => new("wasm", "Look into WebAssembly modules, and prove the engine.")
    {
        WasmInspectCommand.Create(), WasmValidateCommand.Create(), WasmSpecCommand.Create(), WasmFuzzCommand.Create(),
    };
}
