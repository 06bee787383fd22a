using System.Buffers.Binary;
using Fvm.Crypto;

namespace Fvm.Evm;

/// <summary>An account's address: 20 bytes, kept as a number so that it compares and converts without touching memory.</summary>
public readonly struct EvmAddress : IEquatable<EvmAddress>, IComparable<EvmAddress>
{
    /// <summary>Length in bytes.</summary>
    public const int ByteLength = 20;

    private readonly ulong _low;
    private readonly ulong _middle;
    private readonly uint _high;

    private EvmAddress(ulong low, ulong middle, uint high)
    {
        _low = low;
        _middle = middle;
        _high = high;
    }

    /// <summary>The low 160 bits of a word, which is how the EVM reads addresses from its stack.</summary>
    public static EvmAddress FromWord(in UInt256 word) => new(word.U0, word.U1, (uint)word.U2);

    /// <summary>Reads exactly 20 bytes.</summary>
    public static EvmAddress Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength) Throw.AddressLength(bytes.Length);
        return new EvmAddress(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    /// <summary>The address as a word.</summary>
    public UInt256 ToWord() => new(_low, _middle, _high, 0);

    /// <summary>Whether all bytes are 0.</summary>
    public bool IsZero => (_low | _middle | _high) == 0;

    /// <summary>Writes 20 bytes to the start of <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[12..], _low);
        BinaryPrimitives.WriteUInt64BigEndian(destination[4..], _middle);
        BinaryPrimitives.WriteUInt32BigEndian(destination, _high);
    }

    /// <summary>The 20 bytes, in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[ByteLength];
        Write(bytes);
        return bytes;
    }

    /// <summary>0x and 40 lower-case digits.</summary>
    public override string ToString() => "0x" + Convert.ToHexStringLower(ToArray());

    /// <summary>Its 40 digits with 0x, upper and lower case by their hash, so that a mistyped one is noticed (EIP-55).</summary>
    public string ToChecksumString()
    {
        string digits = Convert.ToHexStringLower(ToArray());
        byte[] hash = Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(digits));
        return string.Create(2 + digits.Length, (digits, hash), static (text, state) =>
        {
            "0x".CopyTo(text);
            for (int i = 0; i < state.digits.Length; i++)
            {
                int nibble = (i & 1) == 0 ? state.hash[i / 2] >> 4 : state.hash[i / 2] & 0xf;
                text[2 + i] = nibble >= 8 ? char.ToUpperInvariant(state.digits[i]) : state.digits[i];
            }
        });
    }

    /// <inheritdoc/>
    public bool Equals(EvmAddress other) => _low == other._low && _middle == other._middle && _high == other._high;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EvmAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_low, _middle, _high);

    /// <inheritdoc/>
    public int CompareTo(EvmAddress other)
    {
        int order = _high.CompareTo(other._high);
        if (order == 0) order = _middle.CompareTo(other._middle);
        return order == 0 ? _low.CompareTo(other._low) : order;
    }

    /// <summary>Equality.</summary>
    public static bool operator ==(EvmAddress left, EvmAddress right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(EvmAddress left, EvmAddress right) => !left.Equals(right);
}
