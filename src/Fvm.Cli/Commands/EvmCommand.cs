using System.CommandLine;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm evm</c>: the EVM by itself.</summary>
internal static class EvmCommand
{
    public static Command Create() => new("evm", "Prove the EVM interpreter.") { EvmFuzzCommand.Create() };
}
