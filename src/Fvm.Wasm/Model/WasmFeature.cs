namespace Fvm.Wasm.Model;

/// <summary>The version or proposal that an instruction came with.</summary>
internal enum WasmFeature : byte
{
    /// <summary>WebAssembly 1.0.</summary>
    Mvp,

    /// <summary>Sign-extension operators.</summary>
    SignExtension,

    /// <summary>Non-trapping float-to-int conversions.</summary>
    SaturatingTruncation,

    /// <summary>Bulk memory operations.</summary>
    BulkMemory,

    /// <summary>Reference types.</summary>
    ReferenceTypes,
}
