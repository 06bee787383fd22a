using Fvm.Crypto;

namespace Fvm.Evm.Precompiles;

/// <summary>Address 1: the address whose key made a secp256k1 signature. Any fault gives empty output, never a failure.</summary>
internal sealed class EcRecover : IPrecompile
{
    private const int InputLength = 128;

    /// <inheritdoc/>
    public ulong GasCost(ReadOnlySpan<byte> input) => 3000;

    /// <inheritdoc/>
    public bool TryRun(ReadOnlySpan<byte> input, out byte[] output)
    {
        output = [];
        Span<byte> padded = stackalloc byte[InputLength];
        PaddedInput.Read(input, 0, padded);
        var v = UInt256.ReadBigEndian(padded[32..64]);
        if (v != 27 && v != 28) return true;

        Span<byte> signature = stackalloc byte[Secp256k1.SignatureLength];
        padded[64..].CopyTo(signature);
        signature[^1] = (byte)(v.U0 - 27);
        Span<byte> key = stackalloc byte[Secp256k1.PublicKeyLength];
        if (!Secp256k1.TryRecover(padded[..32], signature, key)) return true;

        output = new byte[UInt256.ByteLength];
        Keccak256.Hash(key[1..], output);
        output.AsSpan(0, UInt256.ByteLength - EvmAddress.ByteLength).Clear();
        return true;
    }
}
