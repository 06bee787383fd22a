namespace Fvm.Protocol;

/// <summary>The kinds of signature; the first byte of an encoded one.</summary>
public enum SignatureType : byte
{
    /// <summary>secp256k1 over the blake2b-256 hash of the data, 65 bytes r, s, v.</summary>
    Secp256k1 = 1,

    /// <summary>BLS12-381 over the data itself, 96 bytes.</summary>
    Bls = 2,

    /// <summary>What an address manager understands; for f410 senders an Ethereum transaction's r, s, v. Known to nodes, not to the VM.</summary>
    Delegated = 3,
}
