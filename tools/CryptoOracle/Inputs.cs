using System.Numerics;

namespace Fvm.CryptoOracle;

/// <summary>Random inputs from a seed, with edges among them.</summary>
internal sealed class Inputs(int seed)
{
    private readonly Random _random = new(seed);

    internal int Below(int limit) => _random.Next(limit);

    internal byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A number below the limit: one in eight is near 0, the limit, a power of two, or made of runs of ones.</summary>
    internal BigInteger Number(BigInteger limit)
    {
        int bits = (int)limit.GetBitLength();
        BigInteger value = _random.Next(32) switch
        {
            0 => _random.Next(4),
            1 => limit - 1 - _random.Next(4),
            2 => (BigInteger.One << _random.Next(bits)) - _random.Next(3),
            3 => Runs(bits),
            _ => new BigInteger(Bytes((bits / 8) + 9), isUnsigned: true),
        };
        return ((value % limit) + limit) % limit;
    }

    /// <summary>A big-endian number of some bytes below the limit.</summary>
    internal byte[] Number(BigInteger limit, int length) => ToBytes(Number(limit), length);

    internal static byte[] ToBytes(BigInteger value, int length)
    {
        byte[] bytes = new byte[length];
        byte[] bare = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        bare.CopyTo(bytes, length - bare.Length);
        return bytes;
    }

    internal static string Hex(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "-" : Convert.ToHexStringLower(bytes);

    private BigInteger Runs(int bits)
    {
        BigInteger value = 0;
        for (int i = 0; i < 4; i++)
            value ^= (BigInteger.One << _random.Next(bits)) - 1;
        return value;
    }
}
