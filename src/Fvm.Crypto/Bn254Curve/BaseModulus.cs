using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bn254Curve;

/// <summary>p of BN254, also called alt_bn128 (EIP-196): the field of the coordinates.</summary>
internal readonly struct BaseModulus : IModulus<BaseModulus>
{
    public static ulong P0 => 0x08c16d87cfd47;

    public static ulong P1 => 0x916871ca8d3c2;

    public static ulong P2 => 0x181585d97816a;

    public static ulong P3 => 0xa029b85045b68;

    public static ulong P4 => 0x030644e72e131;

    public static ulong NegativeInverse => 0x20782e4866389;

    public static Residue<BaseModulus> One => new(0x20880f6fce4b4, 0x49baa989a8455, 0x18f014a498908, 0x724f85a9201d8, 0x01f16424e1bb7);

    public static Residue<BaseModulus> RSquared => new(0x8a81d1966eb04, 0x6195018016b86, 0xb4f898c98e615, 0x9969bfd531600, 0x00a8469a30d3a);

    public static ReadOnlySpan<byte> Prime =>
    [
        0x30, 0x64, 0x4e, 0x72, 0xe1, 0x31, 0xa0, 0x29, 0xb8, 0x50, 0x45, 0xb6, 0x81, 0x81, 0x58, 0x5d,
        0x97, 0x81, 0x6a, 0x91, 0x68, 0x71, 0xca, 0x8d, 0x3c, 0x20, 0x8c, 0x16, 0xd8, 0x7c, 0xfd, 0x47,
    ];
}
