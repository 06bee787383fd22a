namespace Fvm.Ipld;

/// <summary>The multicodec codes that Filecoin uses (multiformats/multicodec, table.csv).</summary>
public static class Multicodec
{
    /// <summary>Multihash <c>identity</c>: the digest is the content itself.</summary>
    public const ulong Identity = 0x00;

    /// <summary>Multihash <c>sha2-256</c>.</summary>
    public const ulong Sha2_256 = 0x12;

    /// <summary>Multihash <c>keccak-256</c>.</summary>
    public const ulong Keccak256 = 0x1b;

    /// <summary>Multihash <c>ripemd-160</c>.</summary>
    public const ulong Ripemd160 = 0x1053;

    /// <summary>Multihash <c>sha2-256-trunc254-padded</c>: piece commitments.</summary>
    public const ulong Sha2_256Trunc254Padded = 0x1012;

    /// <summary>Multihash <c>blake2b-256</c>: every block of the state.</summary>
    public const ulong Blake2b256 = 0xb220;

    /// <summary>Multihash <c>blake2b-512</c>.</summary>
    public const ulong Blake2b512 = 0xb240;

    /// <summary>Multihash <c>poseidon-bls12_381-a2-fc1</c>: sealed sector commitments.</summary>
    public const ulong PoseidonBls12_381A2Fc1 = 0xb401;

    /// <summary>Codec <c>cbor</c>: CBOR without links.</summary>
    public const ulong Cbor = 0x51;

    /// <summary>Codec <c>raw</c>: bytes.</summary>
    public const ulong Raw = 0x55;

    /// <summary>Codec <c>dag-pb</c>: the implied codec of version 0 CIDs.</summary>
    public const ulong DagPb = 0x70;

    /// <summary>Codec <c>dag-cbor</c>: CBOR with links (tag 42).</summary>
    public const ulong DagCbor = 0x71;

    /// <summary>Codec <c>fil-commitment-unsealed</c>.</summary>
    public const ulong FilCommitmentUnsealed = 0xf101;

    /// <summary>Codec <c>fil-commitment-sealed</c>.</summary>
    public const ulong FilCommitmentSealed = 0xf102;
}
