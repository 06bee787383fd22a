namespace Fvm.Ipld.Cbor;

/// <summary>What the next value is, by its first bytes.</summary>
public enum CborKind
{
    /// <summary>Nothing is left, or reading has failed.</summary>
    End,

    /// <summary>Major type 0.</summary>
    Unsigned,

    /// <summary>Major type 1.</summary>
    Negative,

    /// <summary>Major type 2.</summary>
    Bytes,

    /// <summary>Major type 3.</summary>
    Text,

    /// <summary>Major type 4.</summary>
    Array,

    /// <summary>Major type 5.</summary>
    Map,

    /// <summary>Tag 42.</summary>
    Cid,

    /// <summary>False or true.</summary>
    Bool,

    /// <summary>Null.</summary>
    Null,

    /// <summary>A float of 32 or 64 bits.</summary>
    Float,

    /// <summary>Anything that is no DAG-CBOR: another tag or simple value, a half float, a stray break.</summary>
    Other,
}
