using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Node.Mempool;
using Fvm.Node.Rpc.Eth;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>The keys that the node holds: those of the funded accounts.</summary>
internal static class FilecoinWallet
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.WalletList", call =>
        {
            call.Result.WriteStartArray();
            foreach (Address address in net.Accounts.Select(static account => account.Delegated).Append(net.Secp.Address).Append(net.Bls.Address))
                call.Result.WriteStringValue(address.Shown());
            call.Result.WriteEndArray();
        });
        table.Add("Filecoin.WalletDefaultAddress", call => call.Result.WriteStringValue(net.Secp.Address.Shown()));
        table.Add("Filecoin.WalletHas", call =>
        {
            Address address = call.Required(0, "address").AnyAddress();
            call.Result.WriteBooleanValue(Native(net, address) is not null || Ethereum(net, address) is not null);
        });
        table.Add("Filecoin.WalletValidateAddress", call => call.Result.WriteStringValue(call.Required(0, "address").AnyAddress().Shown()));
        table.Add("Filecoin.WalletSign", call =>
        {
            RpcValue from = call.Required(0, "address");
            Signature signature = (Native(net, from.AnyAddress()) ?? throw NoKey(from)).SignBytes(call.Required(1, "data").Base64());
            call.Result.WriteStartObject();
            call.Result.WriteNumber("Type"u8, (int)signature.Type);
            call.Result.WriteBase64String("Data"u8, signature.Bytes.Span);
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.WalletSignMessage", call =>
        {
            Message message = FilecoinParameters.ReadMessage(call.Required(1, "message"));
            call.Result.WriteSigned(Sign(net, message) ?? throw NoKey(call.Required(0, "address")));
        });
    }

    /// <summary>Signs a message with the node's key, or sends it in its sender's name, if that is impersonated.</summary>
    /// <param name="net">The chain.</param>
    /// <param name="message">The message.</param>
    /// <param name="from">The sender, for errors.</param>
    public static async Task<SignedMessage> PushAsync(Devnet net, Message message, RpcValue from)
    {
        PoolAnswer answer;
        if (Sign(net, message) is { } signed)
            answer = await net.PushAsync(signed, PoolSource.Local).ConfigureAwait(false);
        else if (net.Developer.IsImpersonated(message.From))
            (answer, signed) = await net.Developer.PushAsAsync(message).ConfigureAwait(false);
        else
            throw NoKey(from);
        FilecoinMessages.Accepted(answer);
        return signed;
    }

    /// <summary>Signs; null without the key. What an f410 account sends is a transaction, so that a bare transfer becomes a call without input.</summary>
    private static SignedMessage? Sign(Devnet net, Message message)
    {
        if (Native(net, message.From) is { } native)
            return native.Sign(message with { From = native.Address });
        if (Ethereum(net, message.From) is not { } account)
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

    private static NativeAccount? Native(Devnet net, Address address)
    {
        if (net.StateAt().Resolve(address) is not { } id)
            return null;
        return id == net.Secp.Id ? net.Secp : id == net.Bls.Id ? net.Bls : null;
    }

    private static DevnetAccount? Ethereum(Devnet net, Address address) =>
        net.StateAt().Resolve(address) is { } id ? net.Accounts.FirstOrDefault(account => account.Id == id) : null;

    private static RpcException NoKey(RpcValue address) => new(RpcErrorCode.ServerError, $"the node has no key of {address.Shown()}; impersonate it (anvil_impersonateAccount) or sign it yourself (Filecoin.MpoolPush)");
}
