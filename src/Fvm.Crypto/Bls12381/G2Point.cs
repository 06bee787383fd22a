using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// A point of the twist E': y^2 = x^3 + 4(1 + u) over F(p^2) of BLS12-381, usually one of its subgroup G2 of order r, and infinity.
/// Encodings are those of draft-irtf-cfrg-pairing-friendly-curves-11 appendix C ("zcash"): 96 bytes compressed, 192 bytes uncompressed. Nothing here runs
/// in constant time.
/// </summary>
public readonly struct G2Point : IEquatable<G2Point>
{
    /// <summary>Length in bytes of the compressed encoding.</summary>
    public const int CompressedLength = PointEncoding.G2CompressedLength;

    /// <summary>Length in bytes of the uncompressed encoding.</summary>
    public const int EncodedLength = PointEncoding.G2Length;

    private readonly JacobianPoint<Fp2> point;

    internal G2Point(in JacobianPoint<Fp2> point) => this.point = point;

    internal G2Point(in AffinePoint<Fp2> point)
        : this(new JacobianPoint<Fp2>(point))
    {
    }

    /// <summary>The neutral element, also <c>default</c>.</summary>
    public static G2Point Infinity => default;

    /// <summary>The agreed generator of G2.</summary>
    public static G2Point Generator => new(G2.Generator);

    /// <summary>Whether this is the neutral element.</summary>
    public bool IsInfinity => point.IsInfinity;

    internal JacobianPoint<Fp2> Point => point;

    /// <summary>The sum, for any two points.</summary>
    public static G2Point operator +(in G2Point left, in G2Point right) => new(left.point + right.point);

    /// <summary>The difference, for any two points.</summary>
    public static G2Point operator -(in G2Point left, in G2Point right) => new(left.point - right.point);

    /// <summary>The negative.</summary>
    public static G2Point operator -(in G2Point value) => new(-value.point);

    /// <summary>The multiple.</summary>
    public static G2Point operator *(in G2Point value, in Fr factor) => new(PointMultiplication.Multiply(value.point, factor));

    /// <summary>Whether both are the same point.</summary>
    public static bool operator ==(in G2Point left, in G2Point right) => left.point == right.point;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(in G2Point left, in G2Point right) => left.point != right.point;

    /// <summary>
    /// Reads 96 bytes; false for another length, flags that do not fit, x not below p, or no such point on the curve, and, unless
    /// <paramref name="checkSubgroup"/> is false, for a point outside G2. Infinity is read.
    /// </summary>
    public static bool TryReadCompressed(ReadOnlySpan<byte> bytes96, out G2Point value, bool checkSubgroup = true)
    {
        bool isRead = PointEncoding.TryReadG2Compressed(bytes96, checkSubgroup, out AffinePoint<Fp2> affine);
        value = isRead ? new G2Point(affine) : default;
        return isRead;
    }

    /// <summary>Reads 192 bytes; as <see cref="TryReadCompressed"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes192, out G2Point value, bool checkSubgroup = true)
    {
        bool isRead = PointEncoding.TryReadG2(bytes192, checkSubgroup, out AffinePoint<Fp2> affine);
        value = isRead ? new G2Point(affine) : default;
        return isRead;
    }

    /// <summary>
    /// The sum of <c>points[i] * factors[i]</c> (<see cref="MultiScalar"/>). Infinity for none.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static G2Point MultiplySum(ReadOnlySpan<G2Point> points, ReadOnlySpan<Fr> factors)
    {
        if (points.Length != factors.Length)
            Throw.Count(nameof(factors), points.Length, factors.Length);
        var bare = new JacobianPoint<Fp2>[points.Length];
        for (int i = 0; i < bare.Length; i++)
            bare[i] = points[i].point;
        return new G2Point(MultiScalar.Sum(Normalization.ToAffine<Fp2>(bare), factors));
    }

    /// <summary>Whether the point lies in G2.</summary>
    public bool IsInSubgroup() => G2.IsInSubgroup(point.ToAffine());

    /// <summary>Writes 96 bytes. To write many, each costs an inversion in the base field.</summary>
    public void WriteCompressed(Span<byte> bytes96) => PointEncoding.WriteCompressed(point.ToAffine(), bytes96);

    /// <summary>Writes 192 bytes.</summary>
    public void Write(Span<byte> bytes192) => PointEncoding.Write(point.ToAffine(), bytes192);

    /// <inheritdoc/>
    public bool Equals(G2Point other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is G2Point other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => point.GetHashCode();
}
