using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Bls12381;

/// <summary>r, the order of G1, G2 and the target group of BLS12-381 (draft-irtf-cfrg-pairing-friendly-curves-11 section 4.2.1).</summary>
internal readonly struct ScalarModulus : IModulus<ScalarModulus>
{
    public static ulong P0 => 0xfffff00000001;

    public static ulong P1 => 0x02fffe5bfefff;

    public static ulong P2 => 0x9a1d80553bda4;

    public static ulong P3 => 0x7d483339d8080;

    public static ulong P4 => 0x073eda753299d;

    public static ulong NegativeInverse => 0xffffeffffffff;

    public static Residue<ScalarModulus> One => new(0x00022ffffffdd, 0x9700396c23000, 0xedf77458d1293, 0xdf20ff1776e6a, 0x026821fa14f77);

    public static Residue<ScalarModulus> RSquared => new(0x99103f29c6cf0, 0x57927663d999e, 0xa1c0ed631138b, 0x3c829f7715f1b, 0x009ff646cc027);

    public static ReadOnlySpan<byte> Prime =>
    [
        0x73, 0xed, 0xa7, 0x53, 0x29, 0x9d, 0x7d, 0x48, 0x33, 0x39, 0xd8, 0x08, 0x09, 0xa1, 0xd8, 0x05,
        0x53, 0xbd, 0xa4, 0x02, 0xff, 0xfe, 0x5b, 0xfe, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01,
    ];
}
