namespace Fvm.Protocol;

/// <summary>How an address names its actor; the first byte of the binary form, the second character of the text.</summary>
public enum AddressProtocol : byte
{
    /// <summary>f0: the actor's id.</summary>
    Id = 0,

    /// <summary>f1: blake2b-160 of an uncompressed secp256k1 public key.</summary>
    Secp256k1 = 1,

    /// <summary>f2: blake2b-160 of data that the VM derives when it creates an actor.</summary>
    Actor = 2,

    /// <summary>f3: a BLS public key.</summary>
    Bls = 3,

    /// <summary>f4: the id of an address-managing actor and a name that this actor gave (FIP-0048).</summary>
    Delegated = 4,
}
