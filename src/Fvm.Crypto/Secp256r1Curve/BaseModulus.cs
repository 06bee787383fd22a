using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Secp256r1Curve;

/// <summary>p of P-256 (SEC 2, section 2.4.2; NIST SP 800-186): the field of the coordinates.</summary>
internal readonly struct BaseModulus : IModulus<BaseModulus>
{
    public static ulong P0 => 0xfffffffffffff;

    public static ulong P1 => 0x00fffffffffff;

    public static ulong P2 => 0x0000000000000;

    public static ulong P3 => 0x0001000000000;

    public static ulong P4 => 0x0ffffffff0000;

    public static ulong NegativeInverse => 0x0000000000001;

    public static Residue<BaseModulus> One => new(0x0000000000010, 0xf000000000000, 0xfffffffffffff, 0xffeffffffffff, 0x00000000fffff);

    public static Residue<BaseModulus> RSquared => new(0x0000000000300, 0xffffffff00000, 0xffffefffffffb, 0xfdfffffffffff, 0x0000004ffffff);

    public static ReadOnlySpan<byte> Prime =>
    [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    ];
}
