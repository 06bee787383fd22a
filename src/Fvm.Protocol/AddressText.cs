using System.Globalization;
using Fvm.Crypto;
using Fvm.Ipld;

namespace Fvm.Protocol;

/// <summary>
/// The text form: network character, protocol digit, then the decimal id (f0), base32 of payload and checksum (f1 to f3), or decimal
/// namespace, 'f', base32 of subaddress and checksum (f4). The checksum is blake2b-32 of protocol byte and payload.
/// Source: fvm_shared <c>address/mod.rs</c>, whose liberties are kept: numbers may have leading zeros and one plus sign.
/// </summary>
internal static class AddressText
{
    private const int ChecksumLength = 4;
    private const int MaxTextLength = 138;
    private const int MaxNumberLength = 20;

    internal static string Format(Address address, AddressNetwork network)
    {
        char prefix = network == AddressNetwork.Mainnet ? 'f' : 't';
        if (address.TryGetId(out ulong id))
            return string.Create(CultureInfo.InvariantCulture, $"{prefix}0{id}");

        Span<byte> checksum = stackalloc byte[ChecksumLength];
        Blake2b.Hash(address.Bytes, checksum);
        if (address.TryGetDelegated(out ulong actorNamespace, out ReadOnlySpan<byte> subaddress))
            return string.Create(CultureInfo.InvariantCulture, $"{prefix}4{actorNamespace}f{Base32Lower.Encode([.. subaddress, .. checksum])}");
        return $"{prefix}{(char)('0' + address.Bytes[0])}{Base32Lower.Encode([.. address.Payload, .. checksum])}";
    }

    internal static AddressError TryParse(string? text, out Address? address, out AddressNetwork network)
    {
        address = null;
        network = AddressNetwork.Mainnet;
        if (text is null || text.Length is < 3 or > MaxTextLength)
            return AddressError.InvalidLength;
        if (text[0] is not ('f' or 't'))
            return AddressError.UnknownNetwork;
        network = text[0] == 'f' ? AddressNetwork.Mainnet : AddressNetwork.Testnet;
        ReadOnlySpan<char> raw = text.AsSpan(2);
        return text[1] switch
        {
            '0' => ParseId(raw, out address),
            '1' or '2' or '3' => ParseHashed((AddressProtocol)(text[1] - '0'), raw, out address),
            '4' => ParseDelegated(raw, out address),
            _ => AddressError.UnknownProtocol,
        };
    }

    private static AddressError ParseId(ReadOnlySpan<char> raw, out Address? address)
    {
        address = null;
        AddressError error = ParseNumber(raw, out ulong id);
        if (error == AddressError.None)
            address = Address.FromId(id);
        return error;
    }

    private static AddressError ParseHashed(AddressProtocol protocol, ReadOnlySpan<char> raw, out Address? address)
    {
        address = null;
        AddressError error = DecodeChecked([(byte)protocol], raw, out byte[] binary);
        return error != AddressError.None ? error
            : Address.TryFromBytes(binary, out address) ? AddressError.None
            : AddressError.InvalidPayload;
    }

    private static AddressError ParseDelegated(ReadOnlySpan<char> raw, out Address? address)
    {
        address = null;
        int separator = raw.IndexOf('f');
        if (separator < 0)
            return AddressError.InvalidPayload;
        AddressError error = ParseNumber(raw[..separator], out ulong actorNamespace);
        if (error != AddressError.None)
            return error;

        Span<byte> prefix = stackalloc byte[1 + Varint.MaxLength];
        prefix[0] = (byte)AddressProtocol.Delegated;
        prefix = prefix[..(1 + Varint.Write(prefix[1..], actorNamespace))];
        error = DecodeChecked(prefix, raw[(separator + 1)..], out byte[] binary);
        if (error != AddressError.None)
            return error;
        Address.TryFromBytes(binary, out address, out error);
        return error;
    }

    /// <summary>Rust's <c>str::parse::&lt;u64&gt;</c>, after its callers' length check: an optional plus, then one or more digits.</summary>
    private static AddressError ParseNumber(ReadOnlySpan<char> raw, out ulong value)
    {
        value = 0;
        if (raw.Length > MaxNumberLength)
            return AddressError.InvalidLength;
        ReadOnlySpan<char> digits = raw.StartsWith("+") ? raw[1..] : raw;
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) ? AddressError.None : AddressError.InvalidPayload;
    }

    /// <summary>Splits base32 into payload and checksum, checks the latter, and gives <paramref name="prefix"/> and payload.</summary>
    private static AddressError DecodeChecked(ReadOnlySpan<byte> prefix, ReadOnlySpan<char> raw, out byte[] binary)
    {
        binary = [];
        byte[]? decoded = Base32Lower.Decode(raw);
        if (decoded is null)
            return AddressError.Base32Decoding;
        if (decoded.Length < ChecksumLength)
            return AddressError.InvalidLength;
        binary = [.. prefix, .. decoded.AsSpan(..^ChecksumLength)];
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        Blake2b.Hash(binary, checksum);
        return checksum.SequenceEqual(decoded.AsSpan(decoded.Length - ChecksumLength)) ? AddressError.None : AddressError.InvalidChecksum;
    }
}
