namespace Fvm.Wasm.Metering;

/// <summary>Which release of fvm-wasm-instrument is followed.</summary>
public enum MeteringVersion
{
    /// <summary>0.4.0, of FVM v3 and v4 (network versions 18 and later).</summary>
    V0_4,

    /// <summary>0.2.0, of FVM v2 (network versions 16 and 17).</summary>
    V0_2,
}
