using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// An integer modulo r, the order of the groups of BLS12-381: public inputs of proofs, scalars of points, Poseidon's elements.
/// 32 bytes little-endian in proofs (the reference's <c>Fr::to_repr</c>), big-endian in Ethereum's precompiles. No operation allocates. Addition
/// and multiplication run in time that does not depend on the values; comparisons and inversion do not.
/// </summary>
public readonly struct Fr : IEquatable<Fr>
{
    /// <summary>Length in bytes of an encoding.</summary>
    public const int EncodedLength = 32;

    private readonly Residue<ScalarModulus> residue;

    internal Fr(in Residue<ScalarModulus> residue) => this.residue = residue;

    /// <summary>The additive identity, also <c>default</c>.</summary>
    public static Fr Zero => default;

    /// <summary>The multiplicative identity.</summary>
    public static Fr One => new(Residue<ScalarModulus>.One);

    /// <summary>Whether this is zero.</summary>
    public bool IsZero => residue.IsZero;

    internal Residue<ScalarModulus> Residue => residue;

    /// <summary>The sum.</summary>
    public static Fr operator +(in Fr left, in Fr right) => new(left.residue + right.residue);

    /// <summary>The difference.</summary>
    public static Fr operator -(in Fr left, in Fr right) => new(left.residue - right.residue);

    /// <summary>The additive inverse.</summary>
    public static Fr operator -(in Fr value) => new(-value.residue);

    /// <summary>The product.</summary>
    public static Fr operator *(in Fr left, in Fr right) => new(left.residue * right.residue);

    /// <summary>Whether both are the same residue.</summary>
    public static bool operator ==(in Fr left, in Fr right) => left.residue == right.residue;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(in Fr left, in Fr right) => left.residue != right.residue;

    /// <summary>A small integer.</summary>
    public static Fr FromUInt64(ulong value) => new(ResidueEncoding.FromUInt64<ScalarModulus>(value));

    /// <summary>Reads 32 little-endian bytes; false when the length is another or the integer is r or more.</summary>
    public static bool TryReadLittleEndian(ReadOnlySpan<byte> bytes32, out Fr value)
    {
        bool isRead = ResidueEncoding.TryReadLittleEndian(Padded(bytes32), out Residue<ScalarModulus> residue);
        value = isRead ? new Fr(residue) : default;
        return isRead;
    }

    /// <summary>Reads 32 big-endian bytes; false when the length is another or the integer is r or more.</summary>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> bytes32, out Fr value)
    {
        bool isRead = ResidueEncoding.TryReadBigEndian(Padded(bytes32), out Residue<ScalarModulus> residue);
        value = isRead ? new Fr(residue) : default;
        return isRead;
    }

    /// <summary>Reads 32 big-endian bytes modulo r (EIP-2537: scalars need not be below r).</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static Fr ReadReduced(ReadOnlySpan<byte> bigEndian32)
    {
        if (bigEndian32.Length != EncodedLength)
            Throw.Length(nameof(bigEndian32), EncodedLength, bigEndian32.Length);
        return new Fr(ResidueEncoding.ReadReduced<ScalarModulus>(bigEndian32));
    }

    /// <summary>Writes 32 little-endian bytes.</summary>
    public void WriteLittleEndian(Span<byte> bytes32) => ResidueEncoding.WriteLittleEndian(residue, bytes32);

    /// <summary>Writes 32 big-endian bytes.</summary>
    public void WriteBigEndian(Span<byte> bytes32) => ResidueEncoding.WriteBigEndian(residue, bytes32);

    /// <summary>The square.</summary>
    public Fr Square() => new(residue.Square());

    /// <summary>The multiplicative inverse; zero for zero.</summary>
    public Fr Invert() => new(residue.Invert());

    /// <summary>The power by a small exponent.</summary>
    public Fr Power(ulong exponent)
    {
        Fr result = One;
        for (Fr square = this; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
                result *= square;
            square = square.Square();
        }

        return result;
    }

    /// <inheritdoc/>
    public bool Equals(Fr other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fr other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => residue.GetHashCode();

    /// <summary>0x and 64 hexadecimal digits.</summary>
    public override string ToString() => residue.ToString();

    /// <summary>The bytes, or ones that every reader refuses where the length is wrong.</summary>
    private static ReadOnlySpan<byte> Padded(ReadOnlySpan<byte> bytes) =>
        bytes.Length == EncodedLength ? bytes : ScalarModulus.Prime;
}
