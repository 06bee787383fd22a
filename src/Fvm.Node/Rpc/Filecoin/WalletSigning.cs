using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What the node signs with its keys, and what it sends.</summary>
internal sealed class WalletSigning(Devnet net, WalletKeys keys)
{
    /// <summary>Signs bytes: over their blake2b-256 hash with secp256k1, over their Keccak hash for f410 addresses (lotus <c>lib/sigs/delegated</c>), over themselves with BLS.</summary>
    public Signature Sign(byte[] data, RpcValue from)
    {
        Address address = from.AnyAddress();
        if (keys.TryGetNative(address, out NativeAccount? native))
            return native.SignBytes(data);
        if (!keys.TryGetEthereum(address, out DevnetAccount? account))
            throw NoKey(from);
        byte[] signature = new byte[Secp256k1.SignatureLength];
        Secp256k1.Sign(account.PrivateKey.Span, Keccak256.Hash(data), signature);
        return new Signature(SignatureType.Delegated, signature);
    }

    /// <summary>Whether a signature is an address's; the address need not be ours.</summary>
    public static bool Verify(Address address, byte[] data, Signature signature)
    {
        if (signature.Type != SignatureType.Delegated)
            return SignatureVerifier.Verify(signature, address, data);
        byte[] point = new byte[Secp256k1.PublicKeyLength];
        return signature.Bytes.Length == Secp256k1.SignatureLength
            && Secp256k1.TryRecover(Keccak256.Hash(data), signature.Bytes.Span, point)
            && address == Address.FromEthereum(Keccak256.Hash(point.AsSpan(1)).AsSpan(^EvmAddress.ByteLength));
    }

    /// <summary>A message as its sender sends it: transfers of f410 accounts are calls without input.</summary>
    public Message AsSent(Message message) =>
        message is { MethodNum: MethodNumber.Send, Params.IsEmpty: true } && keys.TryGetEthereum(message.From, out _) ? message with { MethodNum = TransactionMessages.InvokeEvm } : message;

    /// <summary>Signs a message.</summary>
    public SignedMessage Sign(Message message, RpcValue from) => Sign(message) ?? throw NoKey(from);

    /// <summary>Signs a message with the node's key, or sends it in its sender's name, if that is impersonated.</summary>
    /// <param name="message">The message.</param>
    /// <param name="from">The sender, for errors.</param>
    public async Task<SignedMessage> PushAsync(Message message, RpcValue from)
    {
        PoolAnswer answer;
        if (Sign(message) is { } signed)
            answer = await net.PushAsync(signed, PoolSource.Local).ConfigureAwait(false);
        else if (net.Developer.IsImpersonated(message.From))
            (answer, signed) = await net.Developer.PushAsAsync(message).ConfigureAwait(false);
        else
            throw NoKey(from);
        FilecoinMessages.Accepted(answer);
        return signed;
    }

    /// <summary>Signs; null without the key. What an f410 account sends is a transaction, so that a bare transfer becomes a call without input.</summary>
    private SignedMessage? Sign(Message message)
    {
        if (keys.TryGetNative(message.From, out NativeAccount? native))
            return native.Sign(message with { From = native.Address });
        if (!keys.TryGetEthereum(message.From, out DevnetAccount? account))
            return null;
        byte[]? input = [];
        bool isCreation = message.To == SingletonActors.EthereumAddressManager.ToAddress() && message.MethodNum == TransactionMessages.CreateExternal;
        bool isCall = message.MethodNum == TransactionMessages.InvokeEvm || (message.MethodNum == 0 && message.Params.IsEmpty);
        EvmAddress? to = isCreation ? null : net.StateAt().EthereumAddressOf(message.To);
        if (!(isCreation || (isCall && to is not null)) || (!message.Params.IsEmpty && !CborCodecs.Bytes.TryDecode(message.Params.Span, out input)))
            throw new RpcException(RpcErrorCode.ServerError, $"{message.From.Shown()} is an Ethereum account: it can send transfers, calls (InvokeEVM) and creations only");
        EthereumTransaction transaction = account.Sign(new EthereumTransaction
        {
            Kind = EthereumTransactionKind.Eip1559,
            ChainId = net.Options.ChainId,
            Nonce = message.Sequence,
            To = to,
            Value = UInt256.FromBigInteger(message.Value.Atto),
            GasLimit = message.GasLimit,
            MaxFeePerGas = UInt256.FromBigInteger(message.GasFeeCap.Atto),
            MaxPriorityFeePerGas = UInt256.FromBigInteger(message.GasPremium.Atto),
            Input = input,
        });
        return TransactionMessages.TryToMessage(transaction, out SignedMessage? signed, out string? error) ? signed : throw new RpcException(RpcErrorCode.ServerError, error);
    }

    private static RpcException NoKey(RpcValue address) => new(RpcErrorCode.ServerError, $"the node has no key of {address.Shown()}; impersonate it (anvil_impersonateAccount) or sign it yourself (Filecoin.MpoolPush)");
}
