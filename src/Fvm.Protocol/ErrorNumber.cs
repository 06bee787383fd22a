namespace Fvm.Protocol;

/// <summary>What a failing syscall answers. Source: fvm_shared <c>error/mod.rs</c>. 0 is success and has no name here.</summary>
public enum ErrorNumber : uint
{
    /// <summary>A parameter is invalid.</summary>
    IllegalArgument = 1,

    /// <summary>The actor is not in a state for this.</summary>
    IllegalOperation = 2,

    /// <summary>Some limit would be exceeded: memory, look-back, call depth.</summary>
    LimitExceeded = 3,

    /// <summary>The system found itself broken. Actors never see it.</summary>
    AssertionFailed = 4,

    /// <summary>Not enough funds.</summary>
    InsufficientFunds = 5,

    /// <summary>Not found.</summary>
    NotFound = 6,

    /// <summary>No block has this handle.</summary>
    InvalidHandle = 7,

    /// <summary>The shape of CID (hash function, length) is not supported.</summary>
    IllegalCid = 8,

    /// <summary>The codec is not supported.</summary>
    IllegalCodec = 9,

    /// <summary>The block does not have the form of its codec.</summary>
    Serialization = 10,

    /// <summary>Forbidden.</summary>
    Forbidden = 11,

    /// <summary>The buffer is too small.</summary>
    BufferTooSmall = 12,

    /// <summary>Not possible in read-only mode (FVM v3 and later).</summary>
    ReadOnly = 13,
}
