using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto.Curves;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// A point of E: y^2 = x^3 + 4 over the base field of BLS12-381, usually one of its subgroup G1 of order r, and infinity.
/// Encodings are those of draft-irtf-cfrg-pairing-friendly-curves-11 appendix C ("zcash"): 48 bytes compressed, 96 bytes uncompressed. Nothing here runs
/// in constant time.
/// </summary>
public readonly struct G1Point : IEquatable<G1Point>
{
    /// <summary>Length in bytes of the compressed encoding.</summary>
    public const int CompressedLength = PointEncoding.G1CompressedLength;

    /// <summary>Length in bytes of the uncompressed encoding.</summary>
    public const int EncodedLength = PointEncoding.G1Length;

    private readonly JacobianPoint<Fp> point;

    internal G1Point(in JacobianPoint<Fp> point) => this.point = point;

    internal G1Point(in AffinePoint<Fp> point)
        : this(new JacobianPoint<Fp>(point))
    {
    }

    /// <summary>The neutral element, also <c>default</c>.</summary>
    public static G1Point Infinity => default;

    /// <summary>The agreed generator of G1.</summary>
    public static G1Point Generator => new(G1.Generator);

    /// <summary>Whether this is the neutral element.</summary>
    public bool IsInfinity => point.IsInfinity;

    internal JacobianPoint<Fp> Point => point;

    /// <summary>The sum, for any two points.</summary>
    public static G1Point operator +(in G1Point left, in G1Point right) => new(left.point + right.point);

    /// <summary>The difference, for any two points.</summary>
    public static G1Point operator -(in G1Point left, in G1Point right) => new(left.point - right.point);

    /// <summary>The negative.</summary>
    public static G1Point operator -(in G1Point value) => new(-value.point);

    /// <summary>The multiple.</summary>
    public static G1Point operator *(in G1Point value, in Fr factor) => new(PointMultiplication.Multiply(value.point, factor));

    /// <summary>Whether both are the same point.</summary>
    public static bool operator ==(in G1Point left, in G1Point right) => left.point == right.point;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(in G1Point left, in G1Point right) => left.point != right.point;

    /// <summary>
    /// Reads 48 bytes; false for another length, flags that do not fit, x not below p, or no such point on the curve, and, unless
    /// <paramref name="checkSubgroup"/> is false, for a point outside G1. Infinity is read.
    /// </summary>
    public static bool TryReadCompressed(ReadOnlySpan<byte> bytes48, out G1Point value, bool checkSubgroup = true)
    {
        bool isRead = PointEncoding.TryReadG1Compressed(bytes48, checkSubgroup, out AffinePoint<Fp> affine);
        value = isRead ? new G1Point(affine) : default;
        return isRead;
    }

    /// <summary>Reads 96 bytes; as <see cref="TryReadCompressed"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes96, out G1Point value, bool checkSubgroup = true)
    {
        bool isRead = PointEncoding.TryReadG1(bytes96, checkSubgroup, out AffinePoint<Fp> affine);
        value = isRead ? new G1Point(affine) : default;
        return isRead;
    }

    /// <summary>
    /// The sum of <c>points[i] * factors[i]</c> (<see cref="MultiScalar"/>). Infinity for none.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static G1Point MultiplySum(ReadOnlySpan<G1Point> points, ReadOnlySpan<Fr> factors)
    {
        if (points.Length != factors.Length)
            Throw.Count(nameof(factors), points.Length, factors.Length);
        var bare = new JacobianPoint<Fp>[points.Length];
        for (int i = 0; i < bare.Length; i++)
            bare[i] = points[i].point;
        return new G1Point(MultiScalar.Sum(Normalization.ToAffine<Fp>(bare), factors));
    }

    /// <summary>Whether the point lies in G1.</summary>
    public bool IsInSubgroup() => G1.IsInSubgroup(point.ToAffine());

    /// <summary>Writes 48 bytes. To write many, each costs an inversion in the base field.</summary>
    public void WriteCompressed(Span<byte> bytes48) => PointEncoding.WriteCompressed(point.ToAffine(), bytes48);

    /// <summary>Writes 96 bytes.</summary>
    public void Write(Span<byte> bytes96) => PointEncoding.Write(point.ToAffine(), bytes96);

    /// <inheritdoc/>
    public bool Equals(G1Point other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is G1Point other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => point.GetHashCode();
}
