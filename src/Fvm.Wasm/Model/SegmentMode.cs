namespace Fvm.Wasm.Model;

/// <summary>When a segment is applied (WebAssembly 2.0, 2.5.7 and 2.5.8).</summary>
public enum SegmentMode : byte
{
    /// <summary>Copied to its table or memory at instantiation, then dropped.</summary>
    Active,

    /// <summary>Kept for <c>table.init</c> or <c>memory.init</c>.</summary>
    Passive,

    /// <summary>Element segments only: merely declares functions for <c>ref.func</c>; dropped at instantiation.</summary>
    Declarative,
}
