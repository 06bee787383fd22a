using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Fvm.Crypto;

namespace Fvm.Ipld;

/// <summary>
/// A content identifier (multiformats/cid), immutable: version 0 (implied dag-pb, sha2-256), or version 1 with any codec and any
/// multihash of at most 64 digest bytes, the identity hash included. Binary reading follows the Rust crates <c>cid</c> 0.11 and
/// <c>multihash</c> 0.19 (<c>Cid::read_bytes</c>), which the network's nodes use.
/// </summary>
public sealed class Cid : IEquatable<Cid>, IComparable<Cid>
{
    /// <summary>The longest digest that a CID may carry, in bytes (ref-fvm's <c>Cid</c> is <c>CidGeneric&lt;64&gt;</c>).</summary>
    public const int MaxDigestLength = 64;

    private const int V0Length = 34;

    /// <summary>Bytes of a version 1 CID of a whole blake2b-256 hash under a codec of one byte: nearly all that the chain has.</summary>
    private const int BlockLength = BlockHead + 32;

    private const int BlockHead = 6;

    // Of a chain CID: the multihash code 0xb220 as a varint, and the digest's length.
    private static ReadOnlySpan<byte> Blake2bHead => [0xa0, 0xe4, 0x02, 0x20];

    // Hash codes are a product with secret odd numbers: digests are uniform already, but whoever grinds them must not know which collide.
    private static readonly ulong HashFactor1 = RandomFactor();
    private static readonly ulong HashFactor2 = RandomFactor();

    private readonly byte[] _bytes;
    private readonly int _digestOffset;
    private readonly int _hash;

    private Cid(int version, ulong codec, ulong hashCode, byte[] bytes, int digestOffset)
    {
        Version = version;
        Codec = codec;
        MultihashCode = hashCode;
        _bytes = bytes;
        _digestOffset = digestOffset;
        _hash = HashOf(bytes.AsSpan(digestOffset), codec);
    }

    /// <summary>0 or 1.</summary>
    public int Version { get; }

    /// <summary>The multicodec of the content; dag-pb for version 0.</summary>
    public ulong Codec { get; }

    /// <summary>The multihash function's code.</summary>
    public ulong MultihashCode { get; }

    /// <summary>The digest, without the multihash's code and length.</summary>
    public ReadOnlySpan<byte> Digest => _bytes.AsSpan(_digestOffset);

    /// <summary>The binary form.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The binary form.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Whether the digest is the content itself.</summary>
    public bool IsIdentity => MultihashCode == Multicodec.Identity;

    /// <summary>Whether it is of the kind that nearly all links of the chain are: version 1, DAG-CBOR or raw, blake2b-256 of 32 bytes.</summary>
    internal bool IsChainBlock => MultihashCode == Multicodec.Blake2b256 && Codec is Multicodec.DagCbor or Multicodec.Raw && _bytes.Length == BlockLength && _digestOffset == BlockHead;

    /// <summary>Makes a version 1 CID.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The digest is longer than 64 bytes.</exception>
    public static Cid Create(ulong codec, ulong hashCode, ReadOnlySpan<byte> digest)
    {
        if (hashCode == Multicodec.Blake2b256 && digest.Length == BlockLength - BlockHead && codec < 0x80)
            return CreateBlock((byte)codec, digest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digest.Length, MaxDigestLength);
        int head = 1 + Varint.Length(codec) + Varint.Length(hashCode) + 1;
        byte[] bytes = new byte[head + digest.Length];
        bytes[0] = 1;
        int at = 1;
        at += Varint.Write(bytes.AsSpan(at), codec);
        at += Varint.Write(bytes.AsSpan(at), hashCode);
        bytes[at] = (byte)digest.Length;
        digest.CopyTo(bytes.AsSpan(head));
        return new Cid(1, codec, hashCode, bytes, head);
    }

    /// <summary>Makes a version 0 CID of a 32-byte SHA-256 digest.</summary>
    /// <exception cref="ArgumentException">The digest is not 32 bytes long.</exception>
    public static Cid CreateV0(ReadOnlySpan<byte> sha256Digest)
    {
        if (sha256Digest.Length != 32)
            throw new ArgumentException("a version 0 CID has a digest of 32 bytes", nameof(sha256Digest));

        byte[] bytes = new byte[V0Length];
        bytes[0] = (byte)Multicodec.Sha2_256;
        bytes[1] = 32;
        sha256Digest.CopyTo(bytes.AsSpan(2));
        return new Cid(0, Multicodec.DagPb, Multicodec.Sha2_256, bytes, 2);
    }

    /// <summary>The version 1, blake2b-256 CID of a block: what the VM gives every block that it writes.</summary>
    public static Cid ForBlock(ulong codec, ReadOnlySpan<byte> block)
    {
        Span<byte> digest = stackalloc byte[32];
        Blake2b.Hash(block, digest);
        return Create(codec, Multicodec.Blake2b256, digest);
    }

    /// <summary>
    /// Reads a CID from the start of a span, whatever follows it. Version 0 is recognised by its first two varints 0x12 0x20; an
    /// explicit version other than 1 is refused. A varint whose surplus bits are dropped (see <see cref="Varint"/>) is accepted, so
    /// that <see cref="Bytes"/> can then differ from the bytes read.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out Cid? cid, out int consumed)
    {
        if (IsBlock(source))
        {
            consumed = BlockLength;
            cid = new Cid(1, source[1], Multicodec.Blake2b256, source[..BlockLength].ToArray(), BlockHead);
            return true;
        }

        cid = null;
        if (!TryMeasure(source, out Layout layout, out consumed))
            return false;

        ReadOnlySpan<byte> digest = source[layout.DigestOffset..consumed];
        cid = layout.Version == 0 ? CreateV0(digest) : Create(layout.Codec, layout.HashCode, digest);
        return true;
    }

    /// <summary>Whether a CID stands at the start of a span, and how many bytes it takes, without making an object of it.</summary>
    internal static bool TryMeasure(ReadOnlySpan<byte> source, out int consumed)
    {
        consumed = BlockLength;
        return IsBlock(source) || TryMeasure(source, out _, out consumed);
    }

    /// <summary>Takes the binary form of a CID from the start of a span if it has the shape that nearly all of the chain have: version 1, a codec of one byte, blake2b-256.</summary>
    internal static bool TryTakeBlock(ReadOnlySpan<byte> source, out ReadOnlySpan<byte> block)
    {
        bool isBlock = IsBlock(source);
        block = isBlock ? source[..BlockLength] : default;
        return isBlock;
    }

    /// <summary>The hash code of the CID whose binary form <see cref="TryTakeBlock"/> took.</summary>
    internal static int BlockHashCode(ReadOnlySpan<byte> block) => HashOf(block[BlockHead..], block[1]);

    /// <summary>
    /// The hash code of the CID whose whole binary form is given, for tables that find CIDs without making them: only for the form that nearly all CIDs of the
    /// chain have, version 1 with a codec of one byte and blake2b-256.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="hash">The hash code.</param>
    public static bool TryHashBinary(ReadOnlySpan<byte> bytes, out int hash)
    {
        bool isBlock = bytes.Length == BlockLength && IsBlock(bytes);
        hash = isBlock ? BlockHashCode(bytes) : 0;
        return isBlock;
    }

    private static bool IsBlock(ReadOnlySpan<byte> source) =>
        source.Length >= BlockLength && source[0] == 1 && source[1] < 0x80 && source.Slice(2, Blake2bHead.Length).SequenceEqual(Blake2bHead);

    private static Cid CreateBlock(byte codec, ReadOnlySpan<byte> digest)
    {
        byte[] bytes = new byte[BlockLength];
        bytes[0] = 1;
        bytes[1] = codec;
        Blake2bHead.CopyTo(bytes.AsSpan(2));
        digest.CopyTo(bytes.AsSpan(BlockHead));
        return new Cid(1, codec, Multicodec.Blake2b256, bytes, BlockHead);
    }

    private static int HashOf(ReadOnlySpan<byte> digest, ulong codec)
    {
        if (digest.Length < 2 * sizeof(ulong))
        {
            HashCode hash = default;
            hash.AddBytes(digest);
            hash.Add(codec);
            return hash.ToHashCode();
        }

        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(digest) ^ codec;
        ulong second = BinaryPrimitives.ReadUInt64LittleEndian(digest[sizeof(ulong)..]);
        return (int)unchecked(((first * HashFactor1) + (second * HashFactor2)) >> 32);
    }

    private static ulong RandomFactor()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) | 1;
    }

    private static bool TryMeasure(ReadOnlySpan<byte> source, out Layout layout, out int consumed)
    {
        layout = default;
        consumed = 0;
        if (!Varint.TryRead(source, out ulong version, out int at) || !Varint.TryRead(source[at..], out ulong codec, out int n))
            return false;

        at += n;
        ulong hashCode, length = 32;
        if (version == Multicodec.Sha2_256 && codec == 32)
        {
            version = 0;
            codec = Multicodec.DagPb;
            hashCode = Multicodec.Sha2_256;
        }
        else
        {
            if (version != 1 || !Varint.TryRead(source[at..], out hashCode, out n))
                return false;

            at += n;
            if (!Varint.TryRead(source[at..], out length, out n) || length > MaxDigestLength)
                return false;

            at += n;
        }

        if ((int)length > source.Length - at)
            return false;

        layout = new Layout((int)version, codec, hashCode, at);
        consumed = at + (int)length;
        return true;
    }

    /// <summary>Reads a CID that is exactly the given bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Cid? cid)
    {
        if (TryRead(bytes, out cid, out int consumed) && consumed == bytes.Length)
            return true;

        cid = null;
        return false;
    }

    /// <summary>Reads a CID's text form: see <see cref="TryParse(string?, out Cid?)"/>.</summary>
    /// <exception cref="FormatException">The text is no CID.</exception>
    public static Cid Parse(string text) =>
        TryParse(text, out Cid? cid) ? cid : throw new FormatException($"'{text}' is not a CID");

    /// <summary>
    /// Reads a CID's text form: 46 characters of base58btc that begin with 'Qm' for version 0, any base of <see cref="Multibase"/> with
    /// its prefix for version 1.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Cid? cid) => CidText.TryParse(text, out cid);

    /// <summary>The text form: base58btc for version 0, base32 (lower case, prefix 'b') for version 1.</summary>
    public override string ToString() => CidText.Format(this, MultibaseEncoding.Base32Lower);

    /// <summary>The text form in a base; version 0 has base58btc only.</summary>
    /// <exception cref="ArgumentException">Another base is asked for a version 0 CID.</exception>
    public string ToString(MultibaseEncoding encoding)
    {
        if (Version == 0 && encoding != MultibaseEncoding.Base58Btc)
            throw new ArgumentException("a version 0 CID has only a base58btc form", nameof(encoding));

        return CidText.Format(this, encoding);
    }

    /// <inheritdoc/>
    public bool Equals(Cid? other) => other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _bytes.AsSpan().SequenceEqual(other._bytes)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Cid);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Orders by the binary form, byte by byte.</summary>
    public int CompareTo(Cid? other) => other is null ? 1 : _bytes.AsSpan().SequenceCompareTo(other._bytes);

    /// <summary>Whether two CIDs have the same binary form.</summary>
    public static bool operator ==(Cid? left, Cid? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two CIDs have different binary forms.</summary>
    public static bool operator !=(Cid? left, Cid? right) => !(left == right);

    private readonly record struct Layout(int Version, ulong Codec, ulong HashCode, int DigestOffset);
}
