namespace Fvm.Crypto.Bls12381;

/// <summary>Powers of xi = 1 + u that the p-th power map needs. A test derives each from its formula.</summary>
internal static class FrobeniusConstants
{
    /// <summary>xi^(1(p-1)/6): what the p-th power multiplies the coefficient of w^1 by.</summary>
    public static readonly Fp2 W1 = Fp2.FromHex(
        "1904d3bf02bb0667c231beb4202c0d1f0fd603fd3cbd5f4f7b2443d784bab9c4f67ea53d63e7813d8d0775ed92235fb8",
        "00fc3e2b36c4e03288e9e902231f9fb854a14787b6c7b36fec0c8ec971f63c5f282d5ac14d6c7ec22cf78a126ddc4af3");

    /// <summary>xi^(2(p-1)/6): what the p-th power multiplies the coefficient of w^2 by.</summary>
    public static readonly Fp2 W2 = Fp2.FromHex(
        "0",
        "1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaac");

    /// <summary>xi^(3(p-1)/6): what the p-th power multiplies the coefficient of w^3 by.</summary>
    public static readonly Fp2 W3 = Fp2.FromHex(
        "06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5ee67992f72ec05f4c81084fbede3cc09",
        "06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5ee67992f72ec05f4c81084fbede3cc09");

    /// <summary>xi^(4(p-1)/6): what the p-th power multiplies the coefficient of w^4 by.</summary>
    public static readonly Fp2 W4 = Fp2.FromHex(
        "1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaad",
        "0");

    /// <summary>xi^(5(p-1)/6): what the p-th power multiplies the coefficient of w^5 by.</summary>
    public static readonly Fp2 W5 = Fp2.FromHex(
        "05b2cfd9013a5fd8df47fa6b48b1e045f39816240c0b8fee8beadf4d8e9c0566c63a3e6e257f87329b18fae980078116",
        "144e4211384586c16bd3ad4afa99cc9170df3560e77982d0db45f3536814f0bd5871c1908bd478cd1ee605167ff82995");

    /// <summary>1/xi^((p-1)/3), for the x coordinate of the endomorphism of G2 (RFC 9380 appendix G.3, c1).</summary>
    public static readonly Fp2 PsiX = Fp2.FromHex(
        "0",
        "1a0111ea397fe699ec02408663d4de85aa0d857d89759ad4897d29650fb85f9b409427eb4f49fffd8bfd00000000aaad");

    /// <summary>1/xi^((p-1)/2), for the y coordinate of the endomorphism of G2 (RFC 9380 appendix G.3, c2).</summary>
    public static readonly Fp2 PsiY = Fp2.FromHex(
        "135203e60180a68ee2e9c448d77a2cd91c3dedd930b1cf60ef396489f61eb45e304466cf3e67fa0af1ee7b04121bdea2",
        "06af0e0437ff400b6831e36d6bd17ffe48395dabc2d3435e77f76e17009241c5ee67992f72ec05f4c81084fbede3cc09");
}
