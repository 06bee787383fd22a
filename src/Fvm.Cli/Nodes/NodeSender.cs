using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Hosting.Schemas;
using Fvm.Node;
using Fvm.Protocol;

namespace Fvm.Cli.Nodes;

/// <summary>Sends transactions and messages: signed by the node with the keys that it holds, or here with a key that was given.</summary>
internal sealed class NodeSender(NodeClient node, NodeAddresses addresses, string? from, string? key)
{
    private const string KeyVariable = "FVM_KEY";
    private const int KeyLength = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly byte[]? privateKey = ParseKey(key ?? (from is null ? Environment.GetEnvironmentVariable(KeyVariable) : null));

    public static Option<string?> From() => new("--from") { Description = "Who sends, in any form. Default: the node's first account.", HelpName = "ADDR" };

    public static Option<string?> Key() => new("--key") { Description = $"A private key to sign with here, in hex. Default: the variable {KeyVariable}, else the node signs.", HelpName = "HEX" };

    public static Option<string?> Value() => new("--value") { Description = "What is transferred with it, in FIL or with a unit: 1.5, '100 nanofil'.", HelpName = "FIL" };

    /// <summary>Who sends, of Ethereum's transactions.</summary>
    public Address Sender
    {
        get
        {
            if (privateKey is not null)
                return IsNativeKey ? OwnAccount().Address : OwnEthereum();
            if (from is not null)
                return AddressText.Parse(from, "--from");
            return addresses.Accounts() is [var first, ..] ? first : throw new CommandFailure($"the node at {node.Url} holds no keys: give one with --key");
        }
    }

    /// <summary>Who sends, of native messages.</summary>
    public Address NativeSender
    {
        get
        {
            if (privateKey is not null)
                return OwnAccount().Address;
            if (from is not null)
                return Sender;
            if (node.TryCall("Filecoin.WalletDefaultAddress", out JsonNode? own) && Address.TryParse(Quantity.Text(own), out Address? wallets))
                return wallets;
            return addresses.Wallet() is [var first, ..] ? first : Sender;
        }
    }

    /// <summary>The fields of a transaction, as eth_call and eth_estimateGas take it.</summary>
    public JsonObject Request(string? to, byte[] data, TokenAmount value)
    {
        var request = new JsonObject { ["from"] = addresses.Ethereum(Sender) };
        if (to is not null)
            request["to"] = to;
        if (data.Length != 0)
            request["data"] = Quantity.Hex(data);
        if (!value.IsZero)
            request["value"] = Quantity.Hex(value.Atto);
        return request;
    }

    /// <summary>Sends a transaction; its hash.</summary>
    public string Send(JsonObject request)
    {
        if (privateKey is null)
            return Quantity.Text(node.Call("eth_sendTransaction", request.DeepClone()));
        BigInteger price = Quantity.Number(node.Call("eth_gasPrice"), "of the gas price");
        BigInteger premium = node.TryCall("eth_maxPriorityFeePerGas", out JsonNode? tip) ? BigInteger.Min(Quantity.Number(tip, "of the premium"), 2 * price) : BigInteger.Zero;
        var transaction = new EthereumTransaction
        {
            Kind = EthereumTransactionKind.Eip1559,
            ChainId = (ulong)Quantity.Number(node.Call("eth_chainId"), "of the chain"),
            Nonce = (ulong)Quantity.Number(node.Call("eth_getTransactionCount", request["from"]?.DeepClone(), "pending"), "of the nonce"),
            To = request["to"] is { } to ? EvmAddress.Read(Quantity.Bytes(to, "of the receiver")) : null,
            Value = UInt256.FromBigInteger(Quantity.TryNumber(request["value"], "of the value") ?? BigInteger.Zero),
            GasLimit = (ulong)Quantity.Number(node.Call("eth_estimateGas", request.DeepClone()), "of the gas"),
            MaxFeePerGas = UInt256.FromBigInteger(2 * price),
            MaxPriorityFeePerGas = UInt256.FromBigInteger(premium),
            Input = request["data"] is { } data ? Quantity.Bytes(data, "of the call") : default,
        };
        return Quantity.Text(node.Call("eth_sendRawTransaction", Quantity.Hex(TransactionEncoding.Encode(transaction.Sign(privateKey)))));
    }

    /// <summary>Waits for a transaction's receipt.</summary>
    public void Wait(string hash)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (node.Call("eth_getTransactionReceipt", hash) is null)
        {
            if (DateTime.UtcNow > end)
                throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{hash} is sent, and was not mined within {Patience.TotalSeconds} s: is mining manual? ('fvm mine', then 'fvm tx {hash}')"));
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Sends a native message, signed by the node or, as its f1 account, with the key; its CID.</summary>
    public string SendMessage(Message message)
    {
        if (privateKey is not null)
            return PushSigned(message);
        JsonNode? pushed = node.Call("Filecoin.MpoolPushMessage", Fields(message), null);
        return Quantity.Text(pushed?["CID"]?["/"]) is { Length: > 0 } cid ? cid : throw new CommandFailure($"the node's answer has no CID: {Output.Line(pushed)}");
    }

    /// <summary>Waits until a native message is on chain.</summary>
    public JsonNode? WaitMessage(string cid) => node.Call("Filecoin.StateWaitMsg", new JsonObject { ["/"] = cid }, 0, -1, true);

    /// <summary>A message as lotus takes it.</summary>
    public JsonObject Fields(Message message) => new()
    {
        ["Version"] = 0,
        ["To"] = addresses.Text(message.To),
        ["From"] = addresses.Text(message.From),
        ["Nonce"] = 0,
        ["Value"] = message.Value.Atto.ToString(CultureInfo.InvariantCulture),
        ["GasLimit"] = 0,
        ["GasFeeCap"] = "0",
        ["GasPremium"] = "0",
        ["Method"] = message.MethodNum,
        ["Params"] = message.Params.IsEmpty ? null : Convert.ToBase64String(message.Params.Span),
    };

    private string PushSigned(Message message)
    {
        ulong nonce = (ulong)Quantity.Number(node.Call("Filecoin.MpoolGetNonce", addresses.Text(message.From)), "of the nonce");
        JsonObject fields = Fields(message);
        fields["Nonce"] = nonce;
        JsonNode? estimated = node.Call("Filecoin.GasEstimateMessageGas", fields, new JsonObject { ["MaxFee"] = "0" }, null);
        Message priced = MessageJson.Read(estimated as JsonObject ?? throw new CommandFailure($"the node's answer is no message: {Output.Line(estimated)}"));
        SignedMessage signed = OwnAccount().Sign(priced with { Sequence = nonce });
        return Quantity.Text(node.Call("Filecoin.MpoolPush", MessageJson.Write(signed))?["/"]);
    }

    private NativeAccount OwnAccount()
    {
        Span<byte> point = stackalloc byte[Secp256k1.PublicKeyLength];
        return Secp256k1.TryGetPublicKey(privateKey, point) ? new NativeAccount(Address.FromSecp256k1PublicKey(point), privateKey) : throw new CommandFailure("--key is no private key");
    }

    /// <summary>A key has an account of either kind: that of Ethereum sends transactions, unless --from says that the f1 account is meant.</summary>
    private bool IsNativeKey
    {
        get
        {
            if (from is null)
                return false;
            Address wanted = AddressText.Parse(from, "--from");
            bool isNative = wanted.Equals(OwnAccount().Address);
            return isNative || wanted.Equals(OwnEthereum()) ? isNative : throw new CommandFailure($"--from is no account of --key, which has {addresses.Text(OwnAccount().Address)} and {addresses.Ethereum(OwnEthereum())}");
        }
    }

    private Address OwnEthereum() =>
        EthereumTransaction.TryGetAddress(privateKey, out EvmAddress? own) ? Address.FromEthereum(own.Value.ToArray()) : throw new CommandFailure("--key is no private key");

    private static byte[]? ParseKey(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        byte[] bytes = Quantity.TryBytes(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text : $"0x{text}", out byte[] found) ? found : [];
        return bytes.Length == KeyLength ? bytes : throw new CommandFailure("--key is no private key of 32 bytes in hex");
    }
}
