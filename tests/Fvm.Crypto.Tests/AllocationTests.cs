using Fvm.Crypto.Bls12381;
using Fvm.Crypto.Curves;
using Fvm.Crypto.Fields;
using Xunit;
using Bn = Fvm.Crypto.Bn254Curve;
using BnFp = Fvm.Crypto.Fields.Residue<Fvm.Crypto.Bn254Curve.BaseModulus>;
using R1 = Fvm.Crypto.Secp256r1Curve;
using Sec = Fvm.Crypto.Secp256k1Curve;

namespace Fvm.Crypto.Tests;

/// <summary>The span forms run once per block, message and syscall: none of them may allocate.</summary>
public sealed class AllocationTests
{
    private static readonly byte[] Data = new byte[1000];
    private static readonly byte[] Digest = new byte[64];
    private static readonly byte[] Hash = new byte[32];
    private static readonly byte[] PublicKey = new byte[65];
    private static readonly byte[] Signature = Signed(Hash, PublicKey);

    public static TheoryData<string, Action> Operations => new()
    {
        { "BLAKE2b", () => Blake2b.Hash(Data, Digest) },
        { "BLAKE2b in pieces", HashInPieces },
        { "Keccak-256", () => Keccak256.Hash(Data, Digest.AsSpan(0, 32)) },
        { "RIPEMD-160", () => Ripemd160.Hash(Data, Digest.AsSpan(0, 20)) },
        { "SHA-256", () => Sha256.Hash(Data.AsSpan(0, 100), Digest.AsSpan(0, 32)) },
        { "secp256k1 verify", () => Assert.True(Secp256k1.Verify(PublicKey, Hash, Signature.AsSpan(0, 64))) },
        { "Poseidon", () => Elements(Poseidon8) },
        { "BLAKE2b F", () => Assert.True(Blake2bF.TryCompress(CompressionInput, Digest)) },
        { "Fp of BLS12-381", () => Field(Fp.One.Double()) },
        { "Fp2 of BLS12-381", () => Field(new Fp2(Fp.One, Fp.One.Double())) },
        { "Fr of BLS12-381", () => ResidueField<ScalarModulus>() },
        { "Fp of BN254", () => ResidueField<Bn.BaseModulus>() },
        { "Fp2 of BN254", () => Field(new Bn.Fp2(BnFp.One, BnFp.One.Double())) },
        { "Fp of P-256", () => ResidueField<R1.BaseModulus>() },
        { "order of P-256", () => ResidueField<R1.OrderModulus>() },
        { "field and order of secp256k1", Secp },
        { "Fp12 of BLS12-381", Tower },
        { "points of BLS12-381", Points },
        { "secp256k1 recover", () => Assert.True(Secp256k1.TryRecover(Hash, Signature, PublicKey)) },
    };

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public void SpanFormsAllocateNothing(string name, Action operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        operation();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) operation();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated == 0, $"{name} allocated {allocated} bytes in 20 runs");
    }

    private static readonly byte[] CompressionInput = [0, 0, 0, 12, .. new byte[209]];
    private static readonly Poseidon Poseidon8 = Poseidon.ForTree(8);
    private static readonly Fp12 Element = Pairing.Product([new PairingTerm(G1.Generator, G2.Generator)]);

    private static void Elements(Poseidon hash)
    {
        Span<Fr> inputs = stackalloc Fr[8];
        inputs.Fill(Fr.One);
        Assert.False(hash.Hash(inputs).IsZero);
    }

    /// <summary>Every operation of a field. Results are used, so that none is optimised away.</summary>
    private static void Field<T>(T value)
        where T : unmanaged, IField<T>
    {
        T sum = value + T.One, result = (((sum * value) - T.One).Square().Double() + (-value)).Invert();
        Assert.False(result.IsZero);
    }

    private static void ResidueField<T>()
        where T : unmanaged, IModulus<T>
    {
        Span<byte> bytes = stackalloc byte[32];
        ResidueEncoding.WriteBigEndian(Residue<T>.One.Double(), bytes);
        Assert.True(ResidueEncoding.TryReadBigEndian(bytes, out Residue<T> value));
        Field(value);
    }

    private static void Secp()
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        bytes[31] = 9;
        Assert.True(Sec.FieldElement.TryRead(bytes, out Sec.FieldElement x));
        Assert.True(Sec.FieldPowers.TrySquareRoot(x * x.Square() * x, out Sec.FieldElement root));
        Sec.PublicInverse.Of(Sec.FieldPowers.Invert(root + x) - x).Write(bytes);
        Sec.Scalar scalar = Sec.Scalar.ReadReduced(bytes);
        Assert.False((Sec.PublicInverse.Of((scalar * scalar) + scalar) * scalar.Invert()).IsZero);
    }

    private static void Tower()
    {
        Fp12 value = (Element * Element.Square()).Frobenius().CyclotomicSquare() * Element.Conjugate().Invert();
        Assert.False(value.C0.C0.IsZero);
    }

    private static void Points()
    {
        var point = new JacobianPoint<Fp>(G1.Generator);
        Assert.False((point.Double() + point + G1.Generator).Multiply(977).ToAffine().IsInfinity);
        Span<byte> bytes = stackalloc byte[48];
        PointEncoding.WriteCompressed(G1.Generator, bytes);
        Assert.True(PointEncoding.TryReadG1Compressed(bytes, out _));
    }

    private static void HashInPieces()
    {
        Blake2bHasher hasher = new(32, Hash);
        hasher.Update(Data);
        hasher.Update(Data);
        hasher.Finish(Digest.AsSpan(0, 32));
    }

    private static byte[] Signed(byte[] hash, byte[] publicKey)
    {
        byte[] privateKey = new byte[32], signature = new byte[65];
        privateKey[31] = 7;
        Assert.True(Secp256k1.TryGetPublicKey(privateKey, publicKey));
        Secp256k1.Sign(privateKey, hash, signature);
        return signature;
    }
}
