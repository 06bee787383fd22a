namespace Fvm.Crypto.Tests.Precompiles;

public sealed class PrecompileTests
{
    private delegate bool Writer(Span<byte> output);

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < PrecompileVectors.All.Length; i++)
                data.Add(i, $"{PrecompileVectors.All[i].Operation} {PrecompileVectors.All[i].Name}");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GivesThePublishedResult(int index, string name)
    {
        (string operation, _, string input, string expected) = PrecompileVectors.All[index];
        byte[] bytes = Convert.FromHexString(input);
        string? actual = operation switch
        {
            "Blake2F" => Output(64, o => Blake2bF.TryCompress(bytes, o)),
            "Bn254Add" => Output(64, o => Bn254.TryAdd(bytes, o)),
            "Bn254Multiply" => Output(64, o => Bn254.TryMultiply(bytes, o)),
            "Bn254Pairing" => Bn254.TryPairingCheck(bytes, out bool isOne) ? Word(isOne) : null,
            "ModularPower" => ModularPower(bytes),
            "P256" => Secp256r1.Verify(bytes) ? Word(true) : "",
            "G1Add" => Output(128, o => Eip2537.TryG1Add(bytes, o)),
            "G2Add" => Output(256, o => Eip2537.TryG2Add(bytes, o)),
            "G1MultiScalar" => Output(128, o => Eip2537.TryG1MultiScalar(bytes, o)),
            "G2MultiScalar" => Output(256, o => Eip2537.TryG2MultiScalar(bytes, o)),
            "Bls12381Pairing" => Eip2537.TryPairingCheck(bytes, out bool isOne) ? Word(isOne) : null,
            "MapToG1" => Output(128, o => Eip2537.TryMapFpToG1(bytes, o)),
            "MapToG2" => Output(256, o => Eip2537.TryMapFp2ToG2(bytes, o)),
            _ => throw new InvalidOperationException($"no operation for {name}"),
        };
        Assert.Equal(expected, actual ?? PrecompileVectors.Error);
    }

    /// <summary>EIP-198: no modulus, a modulus of zero, of one, and 0^0.</summary>
    [Theory]
    [InlineData("02", "03", "", "")]
    [InlineData("02", "03", "0000", "0000")]
    [InlineData("02", "03", "01", "00")]
    [InlineData("00", "00", "07", "01")]
    [InlineData("", "", "07", "01")]
    [InlineData("00", "05", "07", "00")]
    [InlineData("03", "05", "0100", "00f3")]
    [InlineData("0a", "02", "0018", "0004")]
    public void PowersAtTheEdges(string value, string exponent, string modulus, string expected)
    {
        byte[] output = new byte[modulus.Length / 2];
        ModularExponentiation.Compute(Convert.FromHexString(value), Convert.FromHexString(exponent), Convert.FromHexString(modulus), output);
        Assert.Equal(expected, Convert.ToHexStringLower(output));
    }

    /// <summary>Infinity is zeros, alone or with its negative; input that is cut short reads as if zeros followed (EIP-196).</summary>
    [Fact]
    public void Bn254KnowsInfinityAndShortInput()
    {
        byte[] output = new byte[64], generator = new byte[64];
        (generator[31], generator[63]) = (1, 2);
        Assert.True(Bn254.TryAdd([], output));
        Assert.False(output.AsSpan().ContainsAnyExcept((byte)0));
        Assert.True(Bn254.TryAdd(generator, output));
        Assert.Equal(generator, output);
        Assert.True(Bn254.TryMultiply(generator, output));
        Assert.False(output.AsSpan().ContainsAnyExcept((byte)0));
        Assert.True(Bn254.TryPairingCheck([], out bool isOne) && isOne);
        Assert.False(Bn254.TryPairingCheck(new byte[191], out _));
        generator[63] = 3;
        Assert.False(Bn254.TryAdd(generator, output));
    }

    private static string? Output(int length, Writer write)
    {
        byte[] output = new byte[length];
        return write(output) ? Convert.ToHexStringLower(output) : null;
    }

    private static string Word(bool value) => new string('0', 63) + (value ? "1" : "0");

    /// <summary>Three lengths of 32 bytes, then base, exponent and modulus; what is missing is zero.</summary>
    private static string ModularPower(byte[] input)
    {
        int[] lengths = [.. Enumerable.Range(0, 3).Select(i => (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan((32 * i) + 28)))];
        byte[] padded = [.. input, .. new byte[lengths.Sum()]];
        byte[] output = new byte[lengths[2]];
        ModularExponentiation.Compute(
            padded.AsSpan(96, lengths[0]), padded.AsSpan(96 + lengths[0], lengths[1]), padded.AsSpan(96 + lengths[0] + lengths[1], lengths[2]), output);
        return Convert.ToHexStringLower(output);
    }
}
