namespace Fvm.Ipld.Cbor;

/// <summary>The first thing that went wrong, and the byte offset at which it was noticed.</summary>
/// <param name="Kind">What was wrong; <see cref="CborErrorKind.None"/> when nothing was.</param>
/// <param name="Offset">The byte offset of the value that was being read.</param>
public readonly record struct CborError(CborErrorKind Kind, int Offset)
{
    /// <summary>One line for a person.</summary>
    public override string ToString() => $"{Describe()} at byte {Offset}";

    private string Describe() => Kind switch
    {
        CborErrorKind.None => "no error",
        CborErrorKind.EndOfData => "the data ends inside a value",
        CborErrorKind.TrailingBytes => "bytes follow the value",
        CborErrorKind.UnexpectedType => "a value of an unexpected type",
        CborErrorKind.InvalidHead => "an invalid or too wide head",
        CborErrorKind.IndefiniteLength => "a value of indefinite length",
        CborErrorKind.ForeignTag => "a tag other than 42",
        CborErrorKind.UnsupportedSimple => "an unsupported simple value",
        CborErrorKind.InvalidCid => "an invalid CID",
        CborErrorKind.InvalidUtf8 => "text that is not UTF-8",
        CborErrorKind.IntegerOverflow => "an integer out of range",
        CborErrorKind.DepthExceeded => "too much nesting",
        CborErrorKind.CountExceedsData => "more elements announced than bytes left",
        CborErrorKind.ShapeMismatch => "an array of the wrong length",
        CborErrorKind.DuplicateKey => "a map key that occurs twice",
        CborErrorKind.UnsortedKeys => "map keys out of order",
        CborErrorKind.NonCanonicalHead => "a head longer than needed",
        CborErrorKind.NonCanonicalFloat => "a float that is not canonical",
        _ => "an invalid value",
    };
}
