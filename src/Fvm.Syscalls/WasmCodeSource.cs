using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;

namespace Fvm.Syscalls;

/// <summary>Finds the wasm of actors in the blockstore, and compiles it when it is first wanted. Thread safe.</summary>
/// <param name="modules">The cache; may be shared by sources of any prices and syscalls.</param>
/// <param name="metering">The prices of instructions, which are compiled into the code.</param>
/// <param name="syscalls">The syscalls to link to.</param>
/// <param name="profiled">Whether code tells its execution gas by function, which makes it slower; traces then carry it.</param>
public sealed class WasmCodeSource(ModuleCache modules, InstructionPrices metering, SyscallTable syscalls, bool profiled = false) : IActorCodeSource
{
    /// <inheritdoc/>
    /// <exception cref="FatalException">The bytes behind the CID are no module that the network admits.</exception>
    public IActorCode? Find(Cid code, IBlockstore blocks)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(blocks);
        if (modules.TryGet(code, metering, profiled, out LoadedModule? module)) return module.LinkTo(syscalls);
        if (!blocks.TryGet(code, out ReadOnlyMemory<byte> wasm)) return null;
        return modules.GetOrLoad(code, metering, profiled, () => LoadedModule.Load(code, wasm, metering, profiled)).LinkTo(syscalls);
    }
}
