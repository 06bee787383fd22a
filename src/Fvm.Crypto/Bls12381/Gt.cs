using System.Diagnostics.CodeAnalysis;

namespace Fvm.Crypto.Bls12381;

/// <summary>
/// An element of the group of order r in F(p^12) that the pairing of BLS12-381 takes its values in, written multiplicatively. Its values here are the
/// pairing's third powers, as in the reference (blst and its users agree on them): equations hold or fail alike, and encodings agree.
/// </summary>
public readonly struct Gt : IEquatable<Gt>
{
    /// <summary>Length in bytes of the full encoding.</summary>
    public const int EncodedLength = 576;

    /// <summary>Length in bytes of the encoding by a torus.</summary>
    public const int CompressedLength = 288;

    private readonly Fp12 value;

    internal Gt(in Fp12 value) => this.value = value;

    /// <summary>The neutral element. (<c>default</c> is not an element.)</summary>
    public static Gt One => new(Fp12.One);

    internal Fp12 Value => value;

    /// <summary>The product.</summary>
    public static Gt operator *(in Gt left, in Gt right) => new(left.value * right.value);

    /// <summary>Whether both are the same element.</summary>
    public static bool operator ==(in Gt left, in Gt right) => left.value == right.value;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(in Gt left, in Gt right) => left.value != right.value;

    /// <summary>
    /// The product of the pairings of all terms, one final exponentiation for all; one for no terms. Terms with infinity count as one. All points must lie
    /// in their subgroups.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static Gt Pair(ReadOnlySpan<G1Point> left, ReadOnlySpan<G2Point> right) => new(Pairing.Product(PairingTerms.From(left, right)));

    /// <summary>Whether the product of the pairings of all terms is one; cheaper than to compare <see cref="Pair(ReadOnlySpan{G1Point}, ReadOnlySpan{G2Point})"/>.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static bool IsPairingProductOne(ReadOnlySpan<G1Point> left, ReadOnlySpan<G2Point> right) =>
        Pairing.IsProductOne(PairingTerms.From(left, right));

    /// <summary>
    /// As <see cref="Pair(ReadOnlySpan{G1Point}, ReadOnlySpan{G2Point})"/>, with further terms whose right sides are prepared; one final exponentiation for all.
    /// </summary>
    /// <exception cref="ArgumentException">Spans that belong together differ in length.</exception>
    public static Gt Pair(
        ReadOnlySpan<G1Point> left, ReadOnlySpan<G2Point> right, ReadOnlySpan<G1Point> preparedLeft, ReadOnlySpan<PreparedG2> preparedRight) =>
        new(Pairing.Product(PairingTerms.From(left, right), PairingTerms.From(preparedLeft, preparedRight)));

    /// <summary>Whether the product of the pairings of all terms, prepared ones among them, is one.</summary>
    /// <exception cref="ArgumentException">Spans that belong together differ in length.</exception>
    public static bool IsPairingProductOne(
        ReadOnlySpan<G1Point> left, ReadOnlySpan<G2Point> right, ReadOnlySpan<G1Point> preparedLeft, ReadOnlySpan<PreparedG2> preparedRight) =>
        Pairing.IsProductOne(PairingTerms.From(left, right), PairingTerms.From(preparedLeft, preparedRight));

    /// <summary>
    /// Reads 288 bytes: (c0 + 1)/c1 in F(p^6) for the element c0 + c1 w, as six base field elements of 48 bytes, <b>little-endian</b>, in the order
    /// c0.c0, c0.c1, c1.c0 ... (blstrs, <c>gt.rs</c>). False for another length, elements not below p, and elements outside the group.
    /// </summary>
    public static bool TryReadCompressed(ReadOnlySpan<byte> bytes288, out Gt value)
    {
        bool isRead = GtEncoding.TryReadCompressed(bytes288, out Fp12 element);
        value = isRead ? new Gt(element) : default;
        return isRead;
    }

    /// <summary>Writes the 288 bytes that <see cref="TryReadCompressed"/> reads. False for one (and minus one), which has no such form.</summary>
    public bool TryWriteCompressed(Span<byte> bytes288) => GtEncoding.TryWriteCompressed(value, bytes288);

    /// <summary>Writes 576 bytes: the twelve base field elements in the order c0.c0.c0, c0.c0.c1, c0.c1.c0 ... c1.c2.c1, little-endian each.</summary>
    public void Write(Span<byte> bytes576) => GtEncoding.Write(value, bytes576);

    /// <summary>The inverse; costs next to nothing.</summary>
    public Gt Invert() => new(value.Conjugate());

    /// <summary>The power.</summary>
    public Gt Power(in Fr exponent) => new(CyclotomicPower.Power(value, exponent));

    /// <summary>The product of <c>bases[i]</c> to the power <c>exponents[i]</c>; one for none. Cheaper than single powers (<see cref="CyclotomicProduct"/>).</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static Gt ProductOfPowers(ReadOnlySpan<Gt> bases, ReadOnlySpan<Fr> exponents)
    {
        if (bases.Length != exponents.Length)
            Throw.Length(nameof(exponents), bases.Length, exponents.Length);
        return new Gt(CyclotomicProduct.Compute(bases, exponents));
    }

    /// <inheritdoc/>
    public bool Equals(Gt other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Gt other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();
}
