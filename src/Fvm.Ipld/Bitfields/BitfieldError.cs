namespace Fvm.Ipld.Bitfields;

/// <summary>Why bytes are no RLE+ bitfield (ref-fvm, ipld/bitfield, rleplus/error.rs).</summary>
public enum BitfieldError
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>A shorter encoding of the same bits exists: a block too wide, a trailing run of zeros, or a trailing zero byte.</summary>
    NotMinimal,

    /// <summary>The two version bits are not 00.</summary>
    UnsupportedVersion,

    /// <summary>The runs add up to more than 2^64 - 1 bits.</summary>
    RleOverflow,

    /// <summary>A long block's varint is not minimal or exceeds 64 bits.</summary>
    InvalidVarint,

    /// <summary>More than <see cref="Bitfield.MaxEncodedLength"/> bytes.</summary>
    TooLong,
}
