namespace Fvm.Ipld.Cbor;

/// <summary>What was wrong with the encoded data.</summary>
public enum CborErrorKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The data ends inside a value.</summary>
    EndOfData,

    /// <summary>Bytes follow the value.</summary>
    TrailingBytes,

    /// <summary>The value is of another type than expected.</summary>
    UnexpectedType,

    /// <summary>A head with the reserved additional information 28 to 30, or wider than the integer type that is read.</summary>
    InvalidHead,

    /// <summary>A value of indefinite length where none may be.</summary>
    IndefiniteLength,

    /// <summary>A tag other than 42.</summary>
    ForeignTag,

    /// <summary>A simple value other than false, true and null, or a half float.</summary>
    UnsupportedSimple,

    /// <summary>Tag 42 without a byte string of 0x00 and a CID.</summary>
    InvalidCid,

    /// <summary>Text that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>An integer outside the range of the type that is read.</summary>
    IntegerOverflow,

    /// <summary>More nesting than the decoder's depth limit allows.</summary>
    DepthExceeded,

    /// <summary>An array or map that announces more elements than bytes are left.</summary>
    CountExceedsData,

    /// <summary>An array of another length than the type has fields.</summary>
    ShapeMismatch,

    /// <summary>A map that has a key twice.</summary>
    DuplicateKey,

    /// <summary>Map keys out of order (Strict).</summary>
    UnsortedKeys,

    /// <summary>A head longer than its value needs (Strict).</summary>
    NonCanonicalHead,

    /// <summary>A float that is not 64 bits wide, or not a number, or infinite (Strict).</summary>
    NonCanonicalFloat,

    /// <summary>The encoding is well-formed, but the value breaks a rule of its type: recorded by the caller.</summary>
    InvalidValue,
}
