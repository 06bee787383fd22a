using System.Diagnostics.CodeAnalysis;
using Fvm.Crypto;
using Fvm.Evm;

namespace Fvm.Ethereum;

/// <summary>
/// A transaction as Ethereum's tools make it; see <see cref="TransactionEncoding"/> for its bytes and <see cref="TransactionMessages"/> for the message that
/// it is on chain. Source: lotus <c>chain/types/ethtypes</c>.
/// </summary>
public sealed record EthereumTransaction
{
    private const ulong HomesteadV = 27;
    private const ulong Eip155V = 35;

    /// <summary>The kind.</summary>
    public required EthereumTransactionKind Kind { get; init; }

    /// <summary>The chain; 0 for a transaction that names none.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The sender's nonce.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>The receiver; null to make a contract.</summary>
    public EvmAddress? To { get; init; }

    /// <summary>What is transferred, in attoFIL.</summary>
    public UInt256 Value { get; init; }

    /// <summary>The most gas that may be used, in the network's units.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>The most that a unit of gas may cost, in attoFIL; of a legacy transaction, its gas price.</summary>
    public required UInt256 MaxFeePerGas { get; init; }

    /// <summary>What a unit of gas pays to the miner, in attoFIL; of a legacy transaction, its gas price.</summary>
    public required UInt256 MaxPriorityFeePerGas { get; init; }

    /// <summary>Call data, or init code.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>The signature's v, as its kind has it.</summary>
    public UInt256 V { get; init; }

    /// <summary>The signature's r.</summary>
    public UInt256 R { get; init; }

    /// <summary>The signature's s.</summary>
    public UInt256 S { get; init; }

    /// <summary>What is signed: Keccak-256 of <see cref="TransactionEncoding.EncodeUnsigned"/>.</summary>
    public byte[] SigningHash() => Keccak256.Hash(TransactionEncoding.EncodeUnsigned(this));

    /// <summary>The name that Ethereum's tools know it by: Keccak-256 of the signed bytes.</summary>
    public byte[] Hash() => Keccak256.Hash(TransactionEncoding.Encode(this));

    /// <summary>Whether y of the nonce's point is odd; false when v is none of its kind and chain.</summary>
    /// <param name="parity">0 or 1.</param>
    public bool TryGetParity(out byte parity)
    {
        UInt256 least = LeastV();
        parity = V == least ? (byte)0 : (byte)1;
        return V == least || V == least + 1;
    }

    /// <summary>Who signed; false when the signature is nobody's.</summary>
    /// <param name="sender">The low 20 bytes of the Keccak-256 hash of the public key.</param>
    public bool TryRecoverSender(out EvmAddress sender)
    {
        sender = default;
        if (!TryGetParity(out byte parity))
            return false;
        Span<byte> signature = stackalloc byte[Secp256k1.SignatureLength];
        R.WriteBigEndian(signature[..UInt256.ByteLength]);
        S.WriteBigEndian(signature[UInt256.ByteLength..]);
        signature[^1] = parity;
        Span<byte> key = stackalloc byte[Secp256k1.PublicKeyLength];
        if (!Secp256k1.TryRecover(SigningHash(), signature, key))
            return false;
        sender = AddressOf(key);
        return true;
    }

    /// <summary>The same transaction, signed; low s.</summary>
    /// <param name="privateKey">32 bytes.</param>
    public EthereumTransaction Sign(ReadOnlySpan<byte> privateKey)
    {
        Span<byte> signature = stackalloc byte[Secp256k1.SignatureLength];
        Secp256k1.Sign(privateKey, SigningHash(), signature);
        return this with
        {
            R = UInt256.ReadBigEndian(signature[..UInt256.ByteLength]),
            S = UInt256.ReadBigEndian(signature[UInt256.ByteLength..^1]),
            V = LeastV() + signature[^1],
        };
    }

    /// <summary>The address of an uncompressed public key, 65 bytes.</summary>
    /// <param name="publicKey">The key.</param>
    public static EvmAddress AddressOf(ReadOnlySpan<byte> publicKey) =>
        EvmAddress.Read(Keccak256.Hash(publicKey[1..]).AsSpan(UInt256.ByteLength - EvmAddress.ByteLength));

    /// <summary>The address of a private key; false when it is none.</summary>
    /// <param name="privateKey">32 bytes.</param>
    /// <param name="address">The address.</param>
    public static bool TryGetAddress(ReadOnlySpan<byte> privateKey, [NotNullWhen(true)] out EvmAddress? address)
    {
        Span<byte> key = stackalloc byte[Secp256k1.PublicKeyLength];
        address = Secp256k1.TryGetPublicKey(privateKey, key) ? AddressOf(key) : null;
        return address is not null;
    }

    /// <summary>Equality of the signed bytes.</summary>
    public bool Equals(EthereumTransaction? other) =>
        other is not null && Kind == other.Kind && TransactionEncoding.Encode(this).AsSpan().SequenceEqual(TransactionEncoding.Encode(other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Nonce, R, S);

    /// <summary>The v of an even y (EIP-155, EIP-1559).</summary>
    internal UInt256 LeastV() => Kind switch
    {
        EthereumTransactionKind.Homestead => HomesteadV,
        EthereumTransactionKind.Eip155 => ((UInt256)ChainId * 2) + Eip155V,
        _ => UInt256.Zero,
    };

    /// <summary>The chain id in a legacy v (EIP-155); 0 for 27 and 28.</summary>
    internal static UInt256 ChainIdOf(in UInt256 v) => v == HomesteadV || v == HomesteadV + 1 ? UInt256.Zero : (v - Eip155V) >> 1;
}
