using Fvm.Wasm.Model;

namespace Fvm.Wasm.Linking;

/// <summary>A function of an instance or of the host, callable from every instance of its store.</summary>
public sealed class WasmFunction : WasmExtern
{
    internal WasmFunction(WasmStore store, FunctionType type, HostFunction host)
        : base(store) => (Type, Host, AsImport) = (type, host, host);

    internal WasmFunction(WasmStore store, WasmInstance instance, int index)
        : base(store)
    {
        (Type, Instance, Index) = (instance.Module.TypeOf(index), instance, index);
        AsImport = (caller, args) => LinkedCalls.CallInstance(this, caller, args);
    }

    /// <inheritdoc/>
    public override ExternKind Kind => ExternKind.Function;

    /// <summary>Its type.</summary>
    public FunctionType Type { get; }

    /// <summary>The value of a <c>funcref</c> to it, within its store: never 0, which is null.</summary>
    public long Reference { get; internal set; }

    /// <summary>The function of the host, or null.</summary>
    internal HostFunction? Host { get; }

    /// <summary>The instance that defines it, unless it is the host's.</summary>
    internal WasmInstance? Instance { get; }

    /// <summary>Its index there.</summary>
    internal int Index { get; }

    /// <summary>How an importing instance calls it.</summary>
    internal HostFunction AsImport { get; }
}
