using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Ipld;

namespace Fvm.Actors;

/// <summary>Precompiled contracts that ask the machine: ecrecover and hashes are syscalls. Source: builtin-actors <c>precompiles/evm.rs</c>.</summary>
internal static class HashPrecompiles
{
    /// <summary>The order of secp256k1 (SEC 2, 2.4.1): r and s lie below it.</summary>
    private static readonly UInt256 Order = UInt256.ReadBigEndian(
        Convert.FromHexString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"));

    /// <summary>01: never fails; whatever is wrong, nothing is returned. High s is accepted.</summary>
    public static bool EcRecover(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = default;
        var reader = new SolidityReader(call.Input.Span);
        Span<byte> hash = stackalloc byte[UInt256.ByteLength];
        reader.Read(hash);
        UInt256 v = reader.ReadWord();
        UInt256 r = reader.ReadWord();
        UInt256 s = reader.ReadWord();
        bool isWhole = (v == 27 || v == 28) && !r.IsZero && r < Order && !s.IsZero && s < Order;
        if (!isWhole)
            return true;
        Span<byte> signature = stackalloc byte[Secp256k1.SignatureLength];
        r.WriteBigEndian(signature[..UInt256.ByteLength]);
        s.WriteBigEndian(signature[UInt256.ByteLength..^1]);
        signature[^1] = (byte)(v.U0 - 27);
        Span<byte> key = stackalloc byte[Secp256k1.PublicKeyLength];
        if (!call.Runtime.Crypto.TryRecoverSecp256k1(hash, signature, key))
            return true;
        byte[] address = call.Runtime.Crypto.Hash(Multicodec.Keccak256, key[1..]);
        address.AsSpan(0, UInt256.ByteLength - EvmAddress.ByteLength).Clear();
        output = address;
        return true;
    }

    /// <summary>02.</summary>
    public static bool Sha256(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = call.Runtime.Crypto.Hash(Multicodec.Sha2_256, call.Input.Span);
        return true;
    }

    /// <summary>03: padded on the left.</summary>
    public static bool Ripemd160(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        byte[] word = new byte[UInt256.ByteLength];
        byte[] digest = call.Runtime.Crypto.Hash(Multicodec.Ripemd160, call.Input.Span);
        digest.CopyTo(word.AsSpan(word.Length - digest.Length));
        output = word;
        return true;
    }

    /// <summary>04.</summary>
    public static bool Identity(in EvmPrecompileCall call, out ReadOnlyMemory<byte> output)
    {
        output = call.Input.ToArray();
        return true;
    }
}
