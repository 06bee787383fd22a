namespace Fvm.Wasm.Model;

/// <summary>A value type, numbered as the binary format encodes it (WebAssembly 2.0, 5.3.1 to 5.3.4).</summary>
public enum ValueType : byte
{
    /// <summary>A 32-bit integer.</summary>
    I32 = 0x7F,

    /// <summary>A 64-bit integer.</summary>
    I64 = 0x7E,

    /// <summary>A 32-bit IEEE 754 number.</summary>
    F32 = 0x7D,

    /// <summary>A 64-bit IEEE 754 number.</summary>
    F64 = 0x7C,

    /// <summary>A reference to a function, or null.</summary>
    FuncRef = 0x70,

    /// <summary>An opaque reference of the host, or null.</summary>
    ExternRef = 0x6F,
}
