using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Secp256r1Curve;

/// <summary>n of P-256 (SEC 2, section 2.4.2): the field of the scalars.</summary>
internal readonly struct OrderModulus : IModulus<OrderModulus>
{
    public static ulong P0 => 0x9cac2fc632551;

    public static ulong P1 => 0xada7179e84f3b;

    public static ulong P2 => 0xfffffffbce6fa;

    public static ulong P3 => 0x0000fffffffff;

    public static ulong P4 => 0x0ffffffff0000;

    public static ulong NegativeInverse => 0x1c8aaee00bc4f;

    public static Residue<OrderModulus> One => new(0x353d039cdaaf0, 0x258e8617b0c46, 0x0000004319055, 0xfff0000000000, 0x00000000fffff);

    public static Residue<OrderModulus> RSquared => new(0x5cc0dea6dc3ba, 0x192a067d8a084, 0xbec59615571bb, 0x1fc245b2392b6, 0x0e12d9559d956);

    public static ReadOnlySpan<byte> Prime =>
    [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
}
