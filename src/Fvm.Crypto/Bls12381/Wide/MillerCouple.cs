namespace Fvm.Crypto.Bls12381.Wide;

/// <summary>
/// Two running points of the Miller loop. A coordinate's two values stand in neighbouring slots: (x, x', y, y') and (z, z', z, z'). The formulas are
/// those of <see cref="MillerLoop"/>, the doubled point scaled by 4, which saves the halves.
/// </summary>
internal struct MillerCouple
{
    // Slots (0, 1) or (2, 3) of the first operand, then the like of the second.
    private const byte LowLow = 0b01_00_01_00, LowHigh = 0b11_10_01_00, HighLow = 0b01_00_11_10, HighHigh = 0b11_10_11_10;

    private readonly Fp2x4 _q;
    private readonly Fp2x4 _p;
    private readonly bool _hasSecond;
    private Fp2x4 _xy;
    private Fp2x4 _z;

    internal MillerCouple(in PairingTerm first, in PairingTerm second, bool hasSecond)
    {
        _hasSecond = hasSecond;
        _q = SlotTransfer.Gather(first.Right.X, second.Right.X, first.Right.Y, second.Right.Y).Reduce();
        _xy = _q;
        _z = SlotTransfer.Gather(Fp2.One, Fp2.One, Fp2.One, Fp2.One).Reduce();

        // (px, px', -py, -py') in both lanes of a slot: for products lane by lane.
        _p = SlotTransfer.Gather(
            new Fp2(first.Left.X, first.Left.X),
            new Fp2(second.Left.X, second.Left.X),
            new Fp2(-first.Left.Y, -first.Left.Y),
            new Fp2(-second.Left.Y, -second.Left.Y)).Reduce();
    }

    /// <summary>Doubles the running points and multiplies the product by the tangents' values at P.</summary>
    internal Fp12Wide DoubleStep(in Fp12Wide product)
    {
        // (xy, yz), (x^2, b = y^2) and c = z^2, each for both points.
        Fp2x4 products = Fp2x4Product.Multiply(_xy, Fp2x4.Combine(_xy, _z, HighLow));
        Fp2x4 squares = Fp2x4Product.Square(_xy);
        Fp2x4 c = Fp2x4Product.Square(_z);
        Fp2x4 doubled = products + products;
        Fp2x4 b = Fp2x4.Permute(squares, HighHigh);

        // e = 3 b' c = 12 xi c, f = 3e.
        Fp2x4 c3 = c + c + c;
        Fp2x4 xiC3 = c3.MultiplyByNonResidue(3);
        Fp2x4 e = (xiC3 + xiC3 + xiC3 + xiC3).Reduce();
        Fp2x4 f = e + e + e;

        // x = 2xy (b - f) and z = 4b 2yz; y = (b + f)^2 - 12 e^2.
        Fp2x4 fourfold = doubled + doubled + doubled + doubled;
        Fp2x4 xz = Fp2x4Product.Multiply(Fp2x4.Combine(doubled, b, LowHigh), Fp2x4.Combine(Fp2x4.Subtract(b, f, 3), fourfold, LowHigh));
        Fp2x4 ge = Fp2x4Product.Square(Fp2x4.Combine(b + f, e, LowLow));
        Fp2x4 e2 = Fp2x4.Permute(ge, HighHigh);
        Fp2x4 e2Thrice = e2 + e2 + e2;
        Fp2x4 y = Fp2x4.Subtract(ge, e2Thrice + e2Thrice + e2Thrice + e2Thrice, 4).Reduce();

        // l0 = e - b, l1 = 3x^2 px, l4 = -2yz py.
        Fp2x4 l0 = Fp2x4.Subtract(e, b, 2).Reduce();
        Fp2x4 l14 = Fp2x4Product.MultiplyLanes(Fp2x4.Combine(squares + squares + squares, doubled, LowHigh), _p);
        _xy = Fp2x4.Combine(xz, y, LowLow);
        _z = Fp2x4.Permute(xz, HighHigh);
        return MultiplyByLines(product, l0, l14);
    }

    /// <summary>Adds Q to the running points and multiplies the product by the (negated) chords' values at P.</summary>
    internal Fp12Wide AddStep(in Fp12Wide product)
    {
        // (lambda, theta) = (x - qx z, y - qy z).
        Fp2x4 lambdaTheta = Fp2x4.Subtract(_xy, Fp2x4Product.Multiply(_q, _z), 2);
        Fp2x4 thetaLambda = Fp2x4.Permute(lambdaTheta, HighLow);
        Fp2x4 dc = Fp2x4Product.Square(lambdaTheta);
        Fp2x4 ef = Fp2x4Product.Multiply(Fp2x4.Combine(lambdaTheta, _z, LowLow), dc);
        Fp2x4 gEy = Fp2x4Product.Multiply(_xy, Fp2x4.Combine(dc, ef, LowLow));
        Fp2x4 h = Fp2x4.Subtract(ef + Fp2x4.Permute(ef, HighLow), gEy + gEy, 2);

        // x = lambda h, y = theta (g - h) - ey, z = z e.
        Fp2x4 xt = Fp2x4Product.Multiply(lambdaTheta, Fp2x4.Combine(h, Fp2x4.Subtract(gEy, h, 3), LowLow));
        Fp2x4 y = Fp2x4.Subtract(xt, gEy, 2).Reduce();

        // -l0 = lambda qy - theta qx, -l1 = theta px, -l4 = -lambda py.
        Fp2x4 cross = Fp2x4Product.Multiply(thetaLambda, _q);
        Fp2x4 l0 = Fp2x4.Subtract(Fp2x4.Permute(cross, HighHigh), cross, 2).Reduce();
        Fp2x4 l14 = Fp2x4Product.MultiplyLanes(thetaLambda, _p);
        _z = Fp2x4Product.Multiply(_z, Fp2x4.Permute(ef, LowLow));
        _xy = Fp2x4.Combine(xt, y, LowHigh);
        return MultiplyByLines(product, l0, l14);
    }

    private readonly Fp12Wide MultiplyByLines(in Fp12Wide product, in Fp2x4 l0, in Fp2x4 l14)
    {
        Fp12Wide once = product.MultiplyByLine(
            Fp2x4.Permute(l0, 0b00_00_00_00), Fp2x4.Permute(l14, 0b00_00_00_00), Fp2x4.Permute(l14, 0b10_10_10_10));
        return !_hasSecond
            ? once
            : once.MultiplyByLine(Fp2x4.Permute(l0, 0b01_01_01_01), Fp2x4.Permute(l14, 0b01_01_01_01), Fp2x4.Permute(l14, 0b11_11_11_11));
    }
}
