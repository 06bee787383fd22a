namespace Fvm.Ipld;

/// <summary>The bases that text forms may use; the value is the multibase prefix (multiformats/multibase, multibase.csv).</summary>
public enum MultibaseEncoding
{
    /// <summary>No base.</summary>
    None = 0,

    /// <summary>Binary digits.</summary>
    Base2 = '0',

    /// <summary>Octal digits.</summary>
    Base8 = '7',

    /// <summary>Decimal digits.</summary>
    Base10 = '9',

    /// <summary>Hexadecimal, lower case.</summary>
    Base16Lower = 'f',

    /// <summary>Hexadecimal, upper case.</summary>
    Base16Upper = 'F',

    /// <summary>RFC 4648 base32, lower case, no padding: the usual text form of CIDs.</summary>
    Base32Lower = 'b',

    /// <summary>RFC 4648 base32, upper case, no padding.</summary>
    Base32Upper = 'B',

    /// <summary>RFC 4648 base32, lower case, padded.</summary>
    Base32PadLower = 'c',

    /// <summary>RFC 4648 base32, upper case, padded.</summary>
    Base32PadUpper = 'C',

    /// <summary>RFC 4648 base32hex, lower case, no padding.</summary>
    Base32HexLower = 'v',

    /// <summary>RFC 4648 base32hex, upper case, no padding.</summary>
    Base32HexUpper = 'V',

    /// <summary>RFC 4648 base32hex, lower case, padded.</summary>
    Base32HexPadLower = 't',

    /// <summary>RFC 4648 base32hex, upper case, padded.</summary>
    Base32HexPadUpper = 'T',

    /// <summary>z-base-32.</summary>
    Base32Z = 'h',

    /// <summary>Base 36, lower case.</summary>
    Base36Lower = 'k',

    /// <summary>Base 36, upper case.</summary>
    Base36Upper = 'K',

    /// <summary>Base 58, Bitcoin's alphabet.</summary>
    Base58Btc = 'z',

    /// <summary>Base 58, Flickr's alphabet.</summary>
    Base58Flickr = 'Z',

    /// <summary>RFC 4648 base64, no padding.</summary>
    Base64 = 'm',

    /// <summary>RFC 4648 base64, padded.</summary>
    Base64Pad = 'M',

    /// <summary>RFC 4648 base64url, no padding.</summary>
    Base64Url = 'u',

    /// <summary>RFC 4648 base64url, padded.</summary>
    Base64UrlPad = 'U',
}
