using System.Text.Json;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>The keys that the node holds (lotus <c>api/api_wallet.go</c>, <c>chain/wallet</c>).</summary>
internal static class FilecoinWallet
{
    public static void Add(RpcMethodTable table, WalletKeys keys, WalletSigning signing)
    {
        AddKeys(table, keys);
        AddExchange(table, keys);
        table.Add("Filecoin.WalletValidateAddress", call => call.Result.WriteStringValue(call.Required(0, "address").AnyAddress().Shown()));
        table.Add("Filecoin.WalletSign", call =>
        {
            Signature signature = signing.Sign(call.Required(1, "data").Base64(), call.Required(0, "address"));
            call.Result.WriteStartObject();
            call.Result.WriteNumber("Type"u8, (int)signature.Type);
            call.Result.WriteBase64String("Data"u8, signature.Bytes.Span);
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.WalletSignMessage", call =>
            call.Result.WriteSigned(signing.Sign(FilecoinParameters.ReadMessage(call.Required(1, "message")), call.Required(0, "address"))));
        table.Add("Filecoin.WalletVerify", call => call.Result.WriteBooleanValue(WalletSigning.Verify(
            call.Required(0, "address").AnyAddress(), call.Optional(1, "data") is { IsMissing: false } data ? data.Base64() : [], FilecoinParameters.ReadSignature(call.Required(2, "signature")))));
    }

    private static void AddKeys(RpcMethodTable table, WalletKeys keys)
    {
        table.Add("Filecoin.WalletList", call =>
        {
            call.Result.WriteStartArray();
            foreach (Address address in keys.Addresses)
                call.Result.WriteStringValue(address.Shown());
            call.Result.WriteEndArray();
        });
        table.Add("Filecoin.WalletHas", call => call.Result.WriteBooleanValue(keys.Has(call.Required(0, "address").AnyAddress())));
        table.Add("Filecoin.WalletDefaultAddress", call => call.Result.WriteStringValue(keys.Default.Shown()));
        table.Add("Filecoin.WalletSetDefault", call =>
        {
            keys.Default = Known(keys, call.Required(0, "address"));
            call.Result.WriteNullValue();
        });
        table.Add("Filecoin.WalletNew", call => call.Result.WriteStringValue(keys.Make(KeyType(call.Required(0, "key type"))).Shown()));
        table.Add("Filecoin.WalletDelete", call =>
        {
            keys.Remove(call.Required(0, "address").AnyAddress());
            call.Result.WriteNullValue();
        });
    }

    private static void AddExchange(RpcMethodTable table, WalletKeys keys)
    {
        table.Add("Filecoin.WalletExport", call =>
        {
            Address address = Known(keys, call.Required(0, "address"));
            bool isNative = keys.TryGetNative(address, out NativeAccount? native);
            keys.TryGetEthereum(address, out DevnetAccount? account);
            call.Result.WriteStartObject();
            call.Result.WriteString("Type"u8, isNative ? NameOf(native!.SignatureType) : NameOf(SignatureType.Delegated));
            call.Result.WriteBase64String("PrivateKey"u8, isNative ? native!.PrivateKey.Span : account!.PrivateKey.Span);
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.WalletImport", call =>
        {
            RpcValue info = call.Required(0, "key info");
            SignatureType type = KeyType(info.Need("Type"));
            RpcValue key = info.Need("PrivateKey");
            call.Result.WriteStringValue(keys.TryAdd(type, key.Base64(), out Address? address) ? address.Shown() : throw key.Wrong($"it is no key of {NameOf(type)}: 32 bytes in base64"));
        });
    }

    private static Address Known(WalletKeys keys, RpcValue address)
    {
        Address known = address.AnyAddress();
        return keys.Has(known) ? known : throw new RpcException(RpcErrorCode.ServerError, $"key info not found: {known.Shown()}");
    }

    /// <summary>By name, or by number, as it once was (lotus <c>chain/types/keystore.go</c>).</summary>
    private static SignatureType KeyType(RpcValue value) => value.Kind == JsonValueKind.Number
        ? value.UInt64() is ulong number and >= 1 and <= 3 ? (SignatureType)number : throw NoType(value)
        : value.Text() switch
        {
            "secp256k1" => SignatureType.Secp256k1,
            "bls" => SignatureType.Bls,
            "delegated" => SignatureType.Delegated,
            _ => throw NoType(value),
        };

    private static string NameOf(SignatureType type) => type switch
    {
        SignatureType.Bls => "bls",
        SignatureType.Delegated => "delegated",
        _ => "secp256k1",
    };

    private static RpcException NoType(RpcValue value) => value.Wrong($"secp256k1, bls or delegated was expected, not {value.Shown()}");
}
