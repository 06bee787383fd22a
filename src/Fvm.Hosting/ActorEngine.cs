using Fvm.Abi;
using Fvm.Execution;
using Fvm.Protocol;
using Fvm.Syscalls;

namespace Fvm.Hosting;

/// <summary>Actor code for any number of machines and threads: compiled wasm modules, cached by code CID and prices.</summary>
public sealed class ActorEngine
{
    private readonly ModuleCache modules = new();

    /// <summary>Where machines of a network version find code.</summary>
    internal IActorCodeSource CodesFor(NetworkVersion version) =>
        new WasmCodeSource(modules, Machine.MeteringOf(version), SyscallTable.V3);
}
