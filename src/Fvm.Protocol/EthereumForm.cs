using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Fvm.Protocol;

/// <summary>
/// Addresses as Ethereum's tools see them, 20 bytes or <c>0x</c> and 40 hex digits (FIP-0055, FRC-0069): an actor id is masked as
/// <c>ff</c>, eleven zero bytes and the id big-endian; an f410 address is its subaddress. Other addresses have no such form.
/// </summary>
public static class EthereumForm
{
    /// <summary>Bytes of an Ethereum address.</summary>
    public const int Length = 20;

    private const int IdOffset = 12;

    /// <summary>Whether the 20 bytes are a masked actor id.</summary>
    public static bool IsMaskedId(ReadOnlySpan<byte> ethereumAddress)
        => ethereumAddress.Length == Length && ethereumAddress[0] == 0xff && !ethereumAddress[1..IdOffset].ContainsAnyExcept((byte)0);

    /// <summary>f0 for a masked id, else f410. Throws <see cref="ArgumentException"/> unless there are 20 bytes.</summary>
    public static Address ToAddress(ReadOnlySpan<byte> ethereumAddress)
    {
        if (ethereumAddress.Length != Length)
            Throw.WrongLength("an Ethereum address", Length, ethereumAddress.Length);
        return IsMaskedId(ethereumAddress)
            ? Address.FromId(BinaryPrimitives.ReadUInt64BigEndian(ethereumAddress[IdOffset..]))
            : Address.FromDelegated(Address.EthereumNamespace, ethereumAddress);
    }

    /// <summary>The 20 bytes of an f0 or f410 address. An f410 address that would read back as a masked id has none.</summary>
    public static bool TryFromAddress(Address address, [NotNullWhen(true)] out byte[]? ethereumAddress)
    {
        ArgumentNullException.ThrowIfNull(address);
        ethereumAddress = null;
        if (address.TryGetId(out ulong id))
        {
            ethereumAddress = new byte[Length];
            ethereumAddress[0] = 0xff;
            BinaryPrimitives.WriteUInt64BigEndian(ethereumAddress.AsSpan(IdOffset), id);
            return true;
        }

        if (!address.TryGetDelegated(out ulong actorNamespace, out ReadOnlySpan<byte> subaddress)
            || actorNamespace != Address.EthereumNamespace || subaddress.Length != Length || IsMaskedId(subaddress))
        {
            return false;
        }

        ethereumAddress = subaddress.ToArray();
        return true;
    }

    /// <summary>Reads <c>0x</c> (or <c>0X</c>) and exactly 40 hex digits of any case; the checksum of EIP-55 is not looked at.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Address? address)
    {
        address = null;
        if (text is null || text.Length != 2 + (2 * Length) || text[0] != '0' || text[1] is not ('x' or 'X'))
            return false;
        Span<byte> bytes = stackalloc byte[Length];
        if (Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        address = ToAddress(bytes);
        return true;
    }

    /// <summary>The lower-case <c>0x</c> text of an f0 or f410 address.</summary>
    public static bool TryFormat(Address address, [NotNullWhen(true)] out string? text)
    {
        text = TryFromAddress(address, out byte[]? bytes) ? "0x" + Convert.ToHexStringLower(bytes) : null;
        return text is not null;
    }
}
