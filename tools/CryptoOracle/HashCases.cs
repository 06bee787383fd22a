using System.Numerics;
using Fvm.Crypto;
using Fvm.Crypto.Bls12381;

namespace Fvm.CryptoOracle;

/// <summary>Hashes of up to some blocks, and powers modulo big numbers.</summary>
internal static class HashCases
{
    internal static IEnumerable<CaseKind> All =>
    [
        Digest("hash.blake2b160", 20, Blake2b.Hash),
        Digest("hash.blake2b256", 32, Blake2b.Hash),
        Digest("hash.blake2b512", 64, Blake2b.Hash),
        Digest("hash.keccak256", 32, Keccak256.Hash),
        Digest("hash.sha256", 32, Sha256.Hash),
        Digest("hash.ripemd160", 20, Ripemd160.Hash),
        .. new[] { 2, 4, 8, 11 }.Select(arity => new CaseKind($"hash.poseidon{arity}", false, inputs => PoseidonDigest(inputs, arity))),
        new("blake2f", false, Blake2F),
        new("modexp", false, ModularPower),
    ];

    private delegate void Hash(ReadOnlySpan<byte> data, Span<byte> digest);

    private static CaseKind Digest(string name, int length, Hash hash) => new(name, false, inputs =>
    {
        byte[] data = inputs.Bytes(inputs.Below(inputs.Below(4) == 0 ? 700 : 200)), digest = new byte[length];
        hash(data, digest);
        return new OracleCase($"{name} {Inputs.Hex(data)}", Inputs.Hex(digest));
    });

    private static OracleCase PoseidonDigest(Inputs inputs, int arity)
    {
        var order = new BigInteger(ScalarModulus.Prime, isUnsigned: true, isBigEndian: true);
        string[] elements = [.. Enumerable.Range(0, arity + 1).Select(_ => Inputs.Hex(inputs.Number(order, Fr.EncodedLength)))];
        Fr[] values = [.. elements.Select(element => Fr.ReadReduced(Convert.FromHexString(element)))];
        byte[] digest = new byte[Fr.EncodedLength];
        new Poseidon(arity, values[0]).Hash(values.AsSpan(1)).WriteBigEndian(digest);
        return new OracleCase($"hash.poseidon {string.Join(' ', elements)}", Inputs.Hex(digest));
    }

    private static OracleCase Blake2F(Inputs inputs)
    {
        byte[] input = [0, 0, 0, (byte)inputs.Below(30), .. inputs.Bytes(208), (byte)inputs.Below(2)];
        byte[] output = new byte[64];
        _ = Blake2bF.TryCompress(input, output);
        return new OracleCase($"blake2f {Inputs.Hex(input)}", Inputs.Hex(output));
    }

    /// <summary>Lengths up to 96 bytes, with even moduli, powers of two, leading zeros, empty operands.</summary>
    private static OracleCase ModularPower(Inputs inputs)
    {
        byte[] value = inputs.Bytes(inputs.Below(96)), exponent = inputs.Bytes(inputs.Below(40)), modulus = inputs.Bytes(1 + inputs.Below(96));
        switch (inputs.Below(6))
        {
            case 0: modulus.AsSpan(inputs.Below(modulus.Length)).Clear(); break;
            case 1: modulus.AsSpan(0, inputs.Below(modulus.Length)).Clear(); break;
            case 2: modulus = Inputs.ToBytes(BigInteger.One << inputs.Below(modulus.Length * 8), modulus.Length); break;
            case 3: value.AsSpan(inputs.Below(value.Length + 1)).Clear(); break;
            default: break;
        }

        byte[] output = new byte[modulus.Length];
        ModularExponentiation.Compute(value, exponent, modulus, output);
        return new OracleCase($"modexp {Inputs.Hex(value)} {Inputs.Hex(exponent)} {Inputs.Hex(modulus)}", Inputs.Hex(output));
    }
}
