namespace Fvm.Wasm.Decoding;

/// <summary>Decodes a module.</summary>
internal static class ModuleDecoder
{
    /// <summary>See <see cref="WasmModule.Decode"/>.</summary>
    public static WasmModule Decode(ReadOnlyMemory<byte> bytes) => throw new NotImplementedException();
}
