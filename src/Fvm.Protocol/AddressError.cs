namespace Fvm.Protocol;

/// <summary>Why bytes or a text are no address. The names are those of fvm_shared <c>address/errors.rs</c>.</summary>
public enum AddressError
{
    /// <summary>It is an address.</summary>
    None = 0,

    /// <summary>The first character is neither 'f' nor 't', or not the one that was asked for.</summary>
    UnknownNetwork,

    /// <summary>The protocol is not 0 to 4.</summary>
    UnknownProtocol,

    /// <summary>The text or bytes are too short or too long.</summary>
    InvalidLength,

    /// <summary>The payload does not have the length that its protocol asks for.</summary>
    InvalidPayloadLength,

    /// <summary>The payload is malformed: a number, or the separator of an f4 address.</summary>
    InvalidPayload,

    /// <summary>The four checksum bytes do not fit.</summary>
    InvalidChecksum,

    /// <summary>Not lower-case base32 without padding.</summary>
    Base32Decoding,
}
