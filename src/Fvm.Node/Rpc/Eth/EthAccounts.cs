using System.Globalization;
using System.Text;
using System.Text.Json;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Node.Rpc.Filecoin;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Eth;

/// <summary>What the node signs with its keys: those of the funded accounts, and what the wallet was given. Lotus has no such methods; Hardhat and others send through them.</summary>
internal static class EthAccounts
{
    private const byte FirstV = 27;

    public static void Add(RpcMethodTable table, Devnet net, WalletKeys keys)
    {
        table.AddAll("eth_accounts eth_requestAccounts", call =>
        {
            call.Result.WriteStartArray();
            foreach (DevnetAccount account in keys.Ethereum)
                call.Result.WriteAddress(account.Ethereum);
            call.Result.WriteEndArray();
        });
        table.AddWaiting("eth_sendTransaction", async call => call.Result.WriteData(await SendAsync(call, net, keys).ConfigureAwait(false)));
        table.AddWaiting("eth_sendTransactionSync", call => EthTransactions.WriteSentAsync(call, net, () => SendAsync(call, net, keys)));
        table.AddWaiting("eth_signTransaction", async call =>
        {
            CallRequest request = CallRequest.Read(call.Required(0, "transaction"));
            EthereumTransaction filled = await FillAsync(request, net).ConfigureAwait(false);
            call.Result.WriteData(TransactionEncoding.Encode(Account(keys, request.From).Sign(filled)));
        });
        table.AddWaiting("eth_fillTransaction", async call => await WriteFilledAsync(call, net).ConfigureAwait(false));
        table.Add("eth_sign", call => WriteSignature(call, keys, Message(call.Required(1, "message").Data()), call.Required(0, "address")));
        table.Add("personal_sign", call => WriteSignature(call, keys, Message(call.Required(0, "message").Data()), call.Required(1, "address")));
        table.AddAll("eth_signTypedData_v4 eth_signTypedData", call =>
            WriteSignature(call, keys, TypedData.Hash(call.Required(1, "typed data")), call.Required(0, "address")));
    }

    private static async Task<byte[]> SendAsync(RpcCall call, Devnet net, WalletKeys keys)
    {
        CallRequest request = CallRequest.Read(call.Required(0, "transaction"));
        EthereumTransaction transaction = await FillAsync(request, net).ConfigureAwait(false);
        Address from = Address.FromEthereum(request.From.ToArray());
        if (keys.TryGetEthereum(request.From, out _) || !net.Developer.IsImpersonated(from))
            return await EthTransactions.PushAsync(net, Account(keys, request.From).Sign(transaction)).ConfigureAwait(false);
        (PoolAnswer answer, SignedMessage message) = await net.Developer.PushAsAsync(transaction, from).ConfigureAwait(false);
        return answer.IsAccepted ? PendingTransaction.Of(message, net).Hash.ToArray() : throw EthTransactions.Refused(answer);
    }

    /// <summary>Fills in what a transaction leaves open: nonce, gas limit, fees.</summary>
    public static async Task<EthereumTransaction> FillAsync(CallRequest request, Devnet net)
    {
        Address from = Address.FromEthereum(request.From.ToArray());
        ulong gas;
        if (request.Gas is { } given)
        {
            gas = given;
        }
        else
        {
            GasEstimate estimate = await net.EstimateGasAsync(request.ToMessage()).ConfigureAwait(false);
            gas = estimate.IsSuccess ? estimate.GasLimit : throw RevertReason.Of(estimate.Call);
        }

        UInt256 premium = request.GasPrice ?? request.MaxPriorityFeePerGas ?? UInt256.FromBigInteger(EthFees.Premium);
        UInt256 cap = request.GasPrice ?? request.MaxFeePerGas ?? (UInt256.FromBigInteger(net.NextBaseFee.Atto * 2) + premium);
        return new EthereumTransaction
        {
            Kind = request.GasPrice is null ? EthereumTransactionKind.Eip1559 : EthereumTransactionKind.Eip155,
            ChainId = net.Options.ChainId,
            Nonce = request.Nonce ?? net.NextNonce(from),
            To = request.To,
            Value = request.Value,
            GasLimit = gas,
            MaxFeePerGas = cap,
            MaxPriorityFeePerGas = premium > cap ? cap : premium,
            Input = request.Input,
        };
    }

    private static async Task WriteFilledAsync(RpcCall call, Devnet net)
    {
        CallRequest request = CallRequest.Read(call.Required(0, "transaction"));
        EthereumTransaction filled = await FillAsync(request, net).ConfigureAwait(false);
        Utf8JsonWriter result = call.Result;
        result.WriteStartObject();
        result.WriteData("raw"u8, TransactionEncoding.EncodeUnsigned(filled));
        result.WriteStartObject("tx"u8);
        bool isLegacy = filled.Kind != EthereumTransactionKind.Eip1559;
        result.WriteQuantity("type"u8, isLegacy ? 0UL : 2);
        result.WriteQuantity("chainId"u8, filled.ChainId);
        result.WriteQuantity("nonce"u8, filled.Nonce);
        result.WriteAddress("from"u8, request.From);
        if (filled.To is { } to)
            result.WriteAddress("to"u8, to);
        else
            result.WriteNull("to"u8);
        result.WriteQuantity("gas"u8, filled.GasLimit);
        result.WriteQuantity("value"u8, filled.Value.ToBigInteger());
        result.WriteData("input"u8, filled.Input.Span);
        if (isLegacy)
        {
            result.WriteQuantity("gasPrice"u8, filled.MaxFeePerGas.ToBigInteger());
        }
        else
        {
            result.WriteQuantity("maxFeePerGas"u8, filled.MaxFeePerGas.ToBigInteger());
            result.WriteQuantity("maxPriorityFeePerGas"u8, filled.MaxPriorityFeePerGas.ToBigInteger());
            result.WriteStartArray("accessList"u8);
            result.WriteEndArray();
        }

        foreach (string zero in (string[])["v", "r", "s"])
        {
            result.WritePropertyName(zero);
            result.WriteQuantity(0);
        }

        result.WriteData("hash"u8, filled.SigningHash());
        result.WriteEndObject();
        result.WriteEndObject();
    }

    private static DevnetAccount Account(WalletKeys keys, EvmAddress address) => keys.TryGetEthereum(address, out DevnetAccount? account)
        ? account
        : throw new RpcException(RpcErrorCode.ServerError, $"no signer available: the node has no key of {address}");

    /// <summary>What is signed of a message of a person's (EIP-191, version 0x45).</summary>
    private static byte[] Message(byte[] message) => Keccak256.Hash(
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\u0019Ethereum Signed Message:\n{message.Length}")), .. message]);

    private static void WriteSignature(RpcCall call, WalletKeys keys, byte[] hash, RpcValue address)
    {
        DevnetAccount account = Account(keys, address.EthereumAddress());
        byte[] signature = new byte[Secp256k1.SignatureLength];
        Secp256k1.Sign(account.PrivateKey.Span, hash, signature);
        signature[^1] += FirstV;
        call.Result.WriteData(signature);
    }
}
