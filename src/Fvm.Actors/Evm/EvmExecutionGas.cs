using Fvm.Abi;
using Fvm.Actors.Runtime;
using Fvm.Evm;

namespace Fvm.Actors;

/// <summary>
/// What running contracts costs: the wasm instructions that the network's interpreter executes for them, in whole gas unless a name says otherwise. A
/// model, fitted to the wasm actor (docs/gas.md); whoever needs exact gas runs the bundle.
/// </summary>
internal static class EvmExecutionGas
{
    /// <summary>What the actor costs around the interpreter.</summary>
    public static ExecutionSchedule Actor { get; } = ExecutionSchedule.Unmeasured;

    /// <summary>A byte of code that is looked through for jump destinations when a frame begins.</summary>
    public static GasAmount CodeByte { get; } = GasAmount.FromGas(40);

    /// <summary>The instructions.</summary>
    public static GasSchedule Instructions { get; } = new(_ => 400)
    {
        MemoryWord = 20,
        CopyWord = 10,
        ExpByte = 2000,
        LogByte = 2,
    };
}
