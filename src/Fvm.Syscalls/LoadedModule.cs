using System.Collections.Concurrent;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Wasm;
using Fvm.Wasm.Decoding;
using Fvm.Wasm.Metering;
using Fvm.Wasm.Model;

namespace Fvm.Syscalls;

/// <summary>A compiled module of an actor, and its links to syscall tables. The links are few: one a major version of the FVM.</summary>
/// <param name="code">The code's CID.</param>
/// <param name="module">The decoded module.</param>
/// <param name="compiled">The compiled module.</param>
internal sealed class LoadedModule(Cid code, WasmModule module, CompiledModule compiled)
{
    private readonly IReadOnlyList<string>? names = compiled.IsProfiled ? FunctionNames.Of(module) : null;
    private readonly ConcurrentDictionary<SyscallTable, WasmCode> linked = new();

    /// <summary>The code, linked to a syscall table.</summary>
    public WasmCode LinkTo(SyscallTable syscalls) => linked.GetOrAdd(syscalls, static (table, self) => self.Link(table), this);

    /// <summary>
    /// Decodes, validates, meters and compiles a module (ref-fvm <c>engine/mod.rs</c>, <c>load_raw</c>). A module that does not load is fatal.
    /// </summary>
    /// <param name="code">The code's CID.</param>
    /// <param name="wasm">The module.</param>
    /// <param name="metering">The prices of instructions.</param>
    /// <param name="profiled">Whether to compile it so that execution gas can be told by function.</param>
    public static LoadedModule Load(Cid code, ReadOnlyMemory<byte> wasm, InstructionPrices metering, bool profiled)
    {
        try
        {
            WasmModule module = WasmModule.Decode(wasm);
            ValidatedModule validated = ValidatedModule.Validate(module, WasmProfile.Filecoin);
            MeteredModule metered = MeteredModule.Meter(validated, SettingsOf(metering));
            RequireLimits(module, metering.Release == InstrumentRelease.V0_2 ? BindingRules.V2.Limits : InstanceLimits.Filecoin);
            return new LoadedModule(code, module, CompiledModule.Compile(metered, canonicalNaNs: true, profiled));
        }
        catch (Exception e) when (e is WasmFormatException or WasmValidationException or WasmMeteringException or NotLoadableException)
        {
            throw new FatalException($"actor code {code} does not load: {e.Message}", e);
        }
    }

    /// <summary>The prices as the engine wants them. The prices of linear instructions stay below 2^31 (fvm-wasm-instrument's own bound).</summary>
    private static MeteringSettings SettingsOf(InstructionPrices prices) => new()
    {
        OperatorCost = checked((uint)prices.Instruction),
        PageCost = checked((uint)prices.MemoryPage),
        ByteCost = checked((uint)prices.MemoryByte),
        TableElementCost = checked((uint)prices.TableElement),
        StackLimit = prices.StackLimit,
        Version = prices.Release == InstrumentRelease.V0_2 ? MeteringVersion.V0_2 : MeteringVersion.V0_4,
    };

    /// <summary>
    /// A module that wants more from the start than an instance may have is refused when it is loaded, not when it is instantiated (wasmtime's
    /// pooling allocator).
    /// </summary>
    private static void RequireLimits(WasmModule module, InstanceLimits limits)
    {
        foreach (MemoryType memory in module.Memories)
        {
            if ((ulong)memory.Limits.Minimum * MemoryType.PageSize > limits.MaxMemoryBytes)
                throw new NotLoadableException($"memory of {memory.Limits.Minimum} pages");
        }

        foreach (TableType table in module.Tables)
        {
            if (table.Limits.Minimum > limits.MaxTableElements) throw new NotLoadableException($"table of {table.Limits.Minimum} elements");
        }
    }

    private WasmCode Link(SyscallTable syscalls) => new(compiled, ModuleShape.Of(module), ModuleLinks.Of(code, module, syscalls), syscalls.Rules, names);

    private sealed class NotLoadableException(string message) : Exception(message);
}
