namespace Fvm.Ipld.Cbor;

/// <summary>Encoded data that had to be readable and is not.</summary>
public sealed class CborException : IpldException
{
    /// <summary>Creates the exception for an error.</summary>
    public CborException(CborError error)
        : base($"CBOR: {error}") => Error = error;

    /// <summary>What was wrong and where.</summary>
    public CborError Error { get; }
}
