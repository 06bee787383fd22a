using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>
/// A Filecoin address, f0 to f4. Immutable. Binary form: protocol byte, payload. Source: the Filecoin specification "Addresses",
/// FIP-0048 (f4) and fvm_shared <c>address/</c>.
/// </summary>
public sealed class Address : IEquatable<Address>, IChainValue<Address>
{
    /// <summary>Bytes of the hash in f1 and f2 payloads.</summary>
    public const int HashLength = 20;

    /// <summary>Bytes of an uncompressed secp256k1 public key.</summary>
    public const int Secp256k1KeyLength = 65;

    /// <summary>Bytes of a BLS public key, the f3 payload.</summary>
    public const int BlsKeyLength = 48;

    /// <summary>The most bytes that follow the namespace of an f4 address (FIP-0048).</summary>
    public const int MaxSubaddressLength = 54;

    /// <summary>The most bytes of a binary address: protocol, ten bytes of namespace, subaddress.</summary>
    public const int MaxLength = 1 + Varint.MaxLength + MaxSubaddressLength;

    /// <summary>The namespace of Ethereum addresses, f410: the id of the Ethereum address manager.</summary>
    public const ulong EthereumNamespace = 10;

    private readonly byte[] bytes;

    // The id (f0) or namespace (f4), and where the payload goes on behind it.
    private readonly ulong number;
    private readonly int tail;

    private Address(byte[] bytes, ulong number = 0, int tail = 1)
    {
        this.bytes = bytes;
        this.number = number;
        this.tail = tail;
    }

    /// <summary>The f3 address whose key is the point at infinity. Signature checks must never accept it.</summary>
    public static Address BlsZero { get; } = FromBls([0xc0, .. new byte[BlsKeyLength - 1]]);

    /// <summary>The protocol.</summary>
    public AddressProtocol Protocol => (AddressProtocol)bytes[0];

    /// <summary>The binary form: protocol byte and payload; 2 to <see cref="MaxLength"/> bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The binary form without its first byte.</summary>
    public ReadOnlySpan<byte> Payload => bytes.AsSpan(1);

    /// <summary>Whether this is <see cref="BlsZero"/>.</summary>
    public bool IsBlsZero => Equals(BlsZero);

    /// <summary>A copy of <see cref="Bytes"/>.</summary>
    public byte[] ToBytes() => bytes.AsSpan().ToArray();

    /// <summary>The f0 address of an actor id.</summary>
    public static Address FromId(ulong id) => Numbered(AddressProtocol.Id, id, []);

    /// <summary>The f0 address of an actor id.</summary>
    public static Address FromId(ActorId id) => FromId(id.Value);

    /// <summary>The f1 address of an uncompressed public key, 65 bytes that begin with 4 (not checked, as in the reference).</summary>
    public static Address FromSecp256k1PublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != Secp256k1KeyLength)
            Throw.WrongLength("an uncompressed secp256k1 public key", Secp256k1KeyLength, publicKey.Length);
        return Plain(AddressProtocol.Secp256k1, Blake2b.Hash160(publicKey));
    }

    /// <summary>The f2 address of what an actor was made from: its blake2b-160 hash.</summary>
    public static Address FromActorBytes(ReadOnlySpan<byte> data) => Plain(AddressProtocol.Actor, Blake2b.Hash160(data));

    /// <summary>The f2 address with this payload, 20 bytes.</summary>
    public static Address FromActorHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != HashLength)
            Throw.WrongLength("the payload of an f2 address", HashLength, hash.Length);
        return Plain(AddressProtocol.Actor, hash);
    }

    /// <summary>The f3 address of a compressed BLS public key, 48 bytes. Whether it is a point of the curve is not checked.</summary>
    public static Address FromBls(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != BlsKeyLength)
            Throw.WrongLength("a BLS public key", BlsKeyLength, publicKey.Length);
        return Plain(AddressProtocol.Bls, publicKey);
    }

    /// <summary>The f4 address in the namespace of an actor, with at most <see cref="MaxSubaddressLength"/> bytes (none is fine).</summary>
    public static Address FromDelegated(ulong actorNamespace, ReadOnlySpan<byte> subaddress)
    {
        if (subaddress.Length > MaxSubaddressLength)
            Throw.SubaddressTooLong(subaddress.Length);
        return Numbered(AddressProtocol.Delegated, actorNamespace, subaddress);
    }

    /// <summary>The address that 20 bytes of Ethereum stand for: f0 for a masked id, else f410. See <see cref="EthereumForm"/>.</summary>
    public static Address FromEthereum(ReadOnlySpan<byte> ethereumAddress) => EthereumForm.ToAddress(ethereumAddress);

    /// <summary>The 20 bytes of Ethereum for an f0 (masked id) or f410 address; false for all others. See <see cref="EthereumForm"/>.</summary>
    public bool TryToEthereum([NotNullWhen(true)] out byte[]? ethereumAddress) => EthereumForm.TryFromAddress(this, out ethereumAddress);

    /// <summary>
    /// Reads exactly the binary form. Ids and namespaces are <see cref="Varint"/>s: minimal, up to ten bytes, a tenth byte's surplus bits
    /// lost as in the reference; the address is kept by value and then written back shorter.
    /// </summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Address? address)
        => TryFromBytes(bytes, out address, out _);

    /// <summary>Reads exactly the binary form, and says what is wrong with it.</summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Address? address, out AddressError error)
    {
        address = null;
        error = AddressError.InvalidLength;
        if (bytes.Length < 2)
            return false;
        ReadOnlySpan<byte> payload = bytes[1..];
        error = (AddressProtocol)bytes[0] switch
        {
            AddressProtocol.Id => ReadNumbered(AddressProtocol.Id, payload, maxTail: 0, out address),
            AddressProtocol.Secp256k1 or AddressProtocol.Actor => ReadPlain(bytes, HashLength, out address),
            AddressProtocol.Bls => ReadPlain(bytes, BlsKeyLength, out address),
            AddressProtocol.Delegated => ReadNumbered(AddressProtocol.Delegated, payload, MaxSubaddressLength, out address),
            _ => AddressError.UnknownProtocol,
        };
        return address is not null;
    }

    /// <summary>Reads the text form with either network's prefix.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Address? address)
    {
        AddressText.TryParse(text, out address, out _);
        return text is not null && address is not null;
    }

    /// <summary>Reads the text form with the prefix of <paramref name="network"/> only.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, AddressNetwork network, [NotNullWhen(true)] out Address? address)
    {
        AddressText.TryParse(text, out address, out AddressNetwork found);
        if (found != network)
            address = null;
        return text is not null && address is not null;
    }

    /// <summary>Reads the text form with either network's prefix; throws <see cref="FormatException"/>.</summary>
    public static Address Parse(string text)
    {
        AddressError error = AddressText.TryParse(text, out Address? address, out _);
        if (address is null)
            Throw.NotAnAddress(text, error);
        return address;
    }

    /// <summary>The id of an f0 address.</summary>
    public bool TryGetId(out ulong id)
    {
        id = number;
        return Protocol == AddressProtocol.Id;
    }

    /// <summary>The parts of an f4 address.</summary>
    public bool TryGetDelegated(out ulong actorNamespace, out ReadOnlySpan<byte> subaddress)
    {
        bool delegated = Protocol == AddressProtocol.Delegated;
        actorNamespace = delegated ? number : 0;
        subaddress = delegated ? bytes.AsSpan(tail) : [];
        return delegated;
    }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBytes(bytes);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static Address? Read(ref CborReader reader)
    {
        ReadOnlySpan<byte> data = reader.ReadBytes();
        if (reader.Failed)
            return null;
        if (!TryFromBytes(data, out Address? address))
            reader.Fail(CborErrorKind.InvalidValue);
        return address;
    }

    /// <inheritdoc/>
    public bool Equals(Address? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>The text form on a network.</summary>
    public string ToString(AddressNetwork network) => AddressText.Format(this, network);

    /// <summary>The text form on mainnet.</summary>
    public override string ToString() => ToString(AddressNetwork.Mainnet);

    /// <summary>Equality by value.</summary>
    public static bool operator ==(Address? left, Address? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(Address? left, Address? right) => !(left == right);

    private static Address Plain(AddressProtocol protocol, ReadOnlySpan<byte> payload) => new([(byte)protocol, .. payload]);

    private static Address Numbered(AddressProtocol protocol, ulong number, ReadOnlySpan<byte> tail)
    {
        Span<byte> varint = stackalloc byte[Varint.MaxLength];
        int length = Varint.Write(varint, number);
        return new Address([(byte)protocol, .. varint[..length], .. tail], number, 1 + length);
    }

    private static AddressError ReadPlain(ReadOnlySpan<byte> bytes, int payloadLength, out Address? address)
    {
        address = bytes.Length == 1 + payloadLength ? new Address(bytes.ToArray()) : null;
        return address is null ? AddressError.InvalidPayloadLength : AddressError.None;
    }

    private static AddressError ReadNumbered(AddressProtocol protocol, ReadOnlySpan<byte> payload, int maxTail, out Address? address)
    {
        address = null;
        if (!Varint.TryRead(payload, out ulong value, out int consumed))
            return AddressError.InvalidPayload;
        ReadOnlySpan<byte> rest = payload[consumed..];
        if (rest.Length > maxTail)
            return protocol == AddressProtocol.Id ? AddressError.InvalidPayload : AddressError.InvalidPayloadLength;
        address = Numbered(protocol, value, rest);
        return AddressError.None;
    }
}
