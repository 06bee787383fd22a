using Fvm.Crypto;

namespace Fvm.Bench.Crypto;

/// <summary>Hashes by length of their data, and a power modulo a big number.</summary>
internal static class HashRows
{
    private const string Native = "OpenSSL";

    private delegate void Hash(ReadOnlySpan<byte> data, Span<byte> digest);

    internal static IEnumerable<Row> All =>
    [
        .. new[] { 32, 128, 1024, 65536 }.Select(length => Digest("blake2b", "BLAKE2B-512", length, 64, Blake2b.Hash)),
        .. new[] { 32, 1024 }.Select(length => Digest("keccak", "KECCAK-256", length, 32, Keccak256.Hash)),
        .. new[] { 32, 1024 }.Select(length => Digest("sha256", "SHA2-256", length, 32, Sha256.Hash)),
        .. new[] { 32, 1024 }.Select(length => Digest("ripemd160", "RIPEMD160", length, 20, Ripemd160.Hash)),
        ModularPower(),
    ];

    private static Row Digest(string name, string nativeName, int length, int digestLength, Hash hash)
    {
        byte[] data = Inputs.Bytes(length, length), digest = new byte[digestLength];
        return new Row(
            $"{name}.{length}", Inputs.Bytes(() => hash(data, digest), digest), Inputs.Hexes(data), Native, OpenSsl.Digest(nativeName, data, digestLength));
    }

    private static Row ModularPower()
    {
        byte[] value = Inputs.Bytes(256, 50), exponent = Inputs.Bytes(256, 51), modulus = Inputs.Bytes(256, 52), output = new byte[256];
        modulus[^1] |= 1;
        modulus[0] |= 0x80;
        return new Row(
            "modexp256",
            Inputs.Bytes(() => ModularExponentiation.Compute(value, exponent, modulus, output), output),
            Inputs.Hexes(value, exponent, modulus),
            Native,
            OpenSsl.ModularPower(value, exponent, modulus));
    }
}
