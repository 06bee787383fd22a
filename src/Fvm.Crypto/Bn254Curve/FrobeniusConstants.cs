namespace Fvm.Crypto.Bn254Curve;

/// <summary>Powers of xi = 9 + u that the p-th power map and the twist need. A test derives each from its formula.</summary>
internal static class FrobeniusConstants
{
    /// <summary>xi^(1(p-1)/6): what the p-th power multiplies the coefficient of w^1 by.</summary>
    public static readonly Fp2 W1 = Fp2.FromHex(
        "1284b71c2865a7dfe8b99fdd76e68b605c521e08292f2176d60b35dadcc9e470",
        "246996f3b4fae7e6a6327cfe12150b8e747992778eeec7e5ca5cf05f80f362ac");

    /// <summary>xi^(2(p-1)/6): what the p-th power multiplies the coefficient of w^2 by.</summary>
    public static readonly Fp2 W2 = Fp2.FromHex(
        "2fb347984f7911f74c0bec3cf559b143b78cc310c2c3330c99e39557176f553d",
        "16c9e55061ebae204ba4cc8bd75a079432ae2a1d0b7c9dce1665d51c640fcba2");

    /// <summary>xi^(3(p-1)/6): what the p-th power multiplies the coefficient of w^3 by.</summary>
    public static readonly Fp2 W3 = Fp2.FromHex(
        "063cf305489af5dcdc5ec698b6e2f9b9dbaae0eda9c95998dc54014671a0135a",
        "07c03cbcac41049a0704b5a7ec796f2b21807dc98fa25bd282d37f632623b0e3");

    /// <summary>xi^(4(p-1)/6): what the p-th power multiplies the coefficient of w^4 by.</summary>
    public static readonly Fp2 W4 = Fp2.FromHex(
        "05b54f5e64eea80180f3c0b75a181e84d33365f7be94ec72848a1f55921ea762",
        "2c145edbe7fd8aee9f3a80b03b0b1c923685d2ea1bdec763c13b4711cd2b8126");

    /// <summary>xi^(5(p-1)/6): what the p-th power multiplies the coefficient of w^5 by.</summary>
    public static readonly Fp2 W5 = Fp2.FromHex(
        "0183c1e74f798649e93a3661a4353ff4425c459b55aa1bd32ea2c810eab7692f",
        "12acf2ca76fd0675a27fb246c7729f7db080cb99678e2ac024c6b8ee6e0c2c4b");

    /// <summary>xi^((p^2-1)/3), a number of F(p): what the p^2-th power multiplies x coordinates of the twist by.</summary>
    public static readonly Fp2 SquareX = Fp2.FromHex("30644e72e131a0295e6dd9e7e0acccb0c28f069fbb966e3de4bd44e5607cfd48", "0");
}
