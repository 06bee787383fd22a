using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Node;

/// <summary>A funded account of a devnet that Ethereum's tools use. Its key is public: never use it elsewhere. Its id depends on the state: <see cref="Devnet.IdOf"/>.</summary>
/// <param name="Index">Its place in the mnemonic's row.</param>
/// <param name="PrivateKey">32 bytes.</param>
/// <param name="Ethereum">Its Ethereum address.</param>
/// <param name="Delegated">The same as an f410 address.</param>
public sealed record DevnetAccount(int Index, ReadOnlyMemory<byte> PrivateKey, EvmAddress Ethereum, Address Delegated)
{
    /// <summary>Signs a transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    public EthereumTransaction Sign(EthereumTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.Sign(PrivateKey.Span);
    }
}

/// <summary>A funded account of a devnet with an f1 or f3 address. Its key is public: never use it elsewhere. Its id depends on the state: <see cref="Devnet.IdOf"/>.</summary>
/// <param name="Address">Its f1 or f3 address.</param>
/// <param name="PrivateKey">32 bytes: big-endian for secp256k1, little-endian for BLS, as lotus exports them.</param>
public sealed record NativeAccount(Address Address, ReadOnlyMemory<byte> PrivateKey)
{
    /// <summary>The kind of its signatures.</summary>
    public SignatureType SignatureType => Address.Protocol == AddressProtocol.Bls ? SignatureType.Bls : SignatureType.Secp256k1;

    /// <summary>Signs a message.</summary>
    /// <param name="message">The message; its sender is taken as it is.</param>
    public SignedMessage Sign(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new SignedMessage(message, SignBytes(message.Cid.Bytes));
    }

    /// <summary>Signs bytes as the network's wallets do: secp256k1 over their blake2b-256 hash, BLS over themselves.</summary>
    /// <param name="data">The bytes.</param>
    public Signature SignBytes(ReadOnlySpan<byte> data)
    {
        byte[] signature = new byte[SignatureType == SignatureType.Bls ? Bls.SignatureLength : Secp256k1.SignatureLength];
        if (SignatureType == SignatureType.Bls)
            Bls.Sign(PrivateKey.Span, data, signature);
        else
            Secp256k1.Sign(PrivateKey.Span, Blake2b.Hash256(data), signature);
        return new Signature(SignatureType, signature);
    }
}
