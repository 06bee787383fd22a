using Fvm.Abi;
using Fvm.Syscalls;

namespace Fvm.Hosting;

/// <summary>Actor code for any number of machines and threads: compiled wasm modules, cached by code CID.</summary>
public sealed class ActorEngine
{
    /// <summary>Where machines find code.</summary>
    internal IActorCodeSource Codes { get; } = new WasmCodeSource();
}
