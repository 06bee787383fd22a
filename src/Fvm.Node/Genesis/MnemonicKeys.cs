using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Fvm.Crypto;

namespace Fvm.Node.Genesis;

/// <summary>
/// The private keys of a mnemonic: the seed by BIP-39, the tree of secp256k1 keys by BIP-32. The words are taken as they are, without the list or the checksum of
/// BIP-39, so that any phrase makes a devnet.
/// </summary>
public sealed class MnemonicKeys
{
    private const int SeedRounds = 2048;
    private const int SeedLength = 64;
    private const int KeyLength = 32;
    private const uint Hardened = 1U << 31;

    private static readonly BigInteger Order = BigInteger.Parse("0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly byte[] masterKey;
    private readonly byte[] masterChain;

    /// <summary>Makes the tree.</summary>
    /// <param name="mnemonic">The words, a space between two.</param>
    public MnemonicKeys(string mnemonic)
    {
        ArgumentNullException.ThrowIfNull(mnemonic);
        byte[] seed = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(mnemonic), "mnemonic"u8, SeedRounds, HashAlgorithmName.SHA512, SeedLength);
        byte[] master = HMACSHA512.HashData("Bitcoin seed"u8, seed);
        masterKey = master[..KeyLength];
        masterChain = master[KeyLength..];
    }

    /// <summary>The private key at a path; 32 bytes, big-endian.</summary>
    /// <param name="path">Such as <c>m/44'/60'/0'/0/0</c>.</param>
    /// <exception cref="FormatException">It is no path.</exception>
    public byte[] Derive(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] steps = path.Split('/');
        if (steps[0] != "m")
            throw new FormatException($"'{path}' is no path of keys: it begins with m");
        byte[] key = masterKey;
        byte[] chain = masterChain;
        foreach (string step in steps.AsSpan(1))
        {
            bool isHardened = step.EndsWith('\'');
            if (!uint.TryParse(isHardened ? step[..^1] : step, NumberStyles.None, CultureInfo.InvariantCulture, out uint index) || index >= Hardened)
                throw new FormatException($"'{path}' is no path of keys: '{step}' is no number below 2^31");
            (key, chain) = Child(key, chain, isHardened ? index | Hardened : index);
        }

        return key;
    }

    private static (byte[] Key, byte[] Chain) Child(byte[] key, byte[] chain, uint index)
    {
        byte[] data = new byte[1 + KeyLength + sizeof(uint)];
        if (index >= Hardened)
            key.CopyTo(data, 1);
        else
            Compress(key, data);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(1 + KeyLength), index);
        byte[] hash = HMACSHA512.HashData(chain, data);
        BigInteger sum = (Number(hash.AsSpan(0, KeyLength)) + Number(key)) % Order;
        byte[] child = new byte[KeyLength];
        byte[] digits = sum.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(child, KeyLength - digits.Length);
        return (child, hash[KeyLength..]);
    }

    private static void Compress(byte[] key, Span<byte> compressed)
    {
        Span<byte> point = stackalloc byte[Secp256k1.PublicKeyLength];
        Secp256k1.TryGetPublicKey(key, point);
        compressed[0] = (byte)(2 + (point[^1] & 1));
        point.Slice(1, KeyLength).CopyTo(compressed[1..]);
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
