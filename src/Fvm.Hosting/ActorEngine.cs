using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Execution;
using Fvm.Execution.Calls;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Protocol;
using Fvm.Syscalls;

namespace Fvm.Hosting;

/// <summary>Actor code for any number of machines and threads: compiled wasm modules, cached by code CID and prices.</summary>
public sealed class ActorEngine
{
    private readonly ModuleCache modules = new();

    /// <summary>The room that messages leave to those of other machines.</summary>
    internal ScratchPool Scratches { get; } = new();

    /// <summary>Says what is wrong with a module, or null when the network would load it.</summary>
    /// <param name="wasm">The module.</param>
    /// <param name="version">The network version.</param>
    public string? Check(ReadOnlyMemory<byte> wasm, NetworkVersion version)
    {
        var store = new MemoryBlockstore();
        try
        {
            CodesFor(version).Find(store.Put(Multicodec.Raw, wasm), store);
            return null;
        }
        catch (FatalException defect)
        {
            return defect.Message;
        }
    }

    /// <summary>Where machines of a network version find code.</summary>
    internal IActorCodeSource CodesFor(NetworkVersion version, bool profiled = false, UserCode userCode = UserCode.None) =>
        new WasmCodeSource(modules, Machine.MeteringOf(version), SyscallTable.Of(version, userCode), profiled);
}
