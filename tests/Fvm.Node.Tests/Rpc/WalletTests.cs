using System.Text.Json;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Rpc;

/// <summary>The node's keys, as lotus's wallet has them.</summary>
public sealed class WalletTests
{
    private const string Data = "\"aGVsbG8=\"";

    [Theory]
    [InlineData("\"secp256k1\"", "secp256k1", "t1")]
    [InlineData("\"bls\"", "bls", "t3")]
    [InlineData("\"delegated\"", "delegated", "t410f")]
    [InlineData("1", "secp256k1", "t1")]
    public async Task A_key_is_made_signs_goes_and_comes_back(string type, string name, string prefix)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string address = $"\"{await net.TextAsync("Filecoin.WalletNew", type)}\"";
        Assert.StartsWith(prefix, address.Trim('"'), StringComparison.Ordinal);
        Assert.Contains(address.Trim('"'), (await net.ResultAsync("Filecoin.WalletList")).ToString(), StringComparison.Ordinal);
        JsonElement signature = await net.ResultAsync("Filecoin.WalletSign", $"{address},{Data}");
        Assert.True((await net.ResultAsync("Filecoin.WalletVerify", $"{address},{Data},{signature}")).GetBoolean());
        Assert.False((await net.ResultAsync("Filecoin.WalletVerify", $"{address},\"AAAA\",{signature}")).GetBoolean());
        JsonElement key = await net.ResultAsync("Filecoin.WalletExport", address);
        Assert.Equal(name, key.GetProperty("Type").GetString());
        Assert.StartsWith("saving to keystore: key already exists", (await net.ErrorAsync("Filecoin.WalletImport", key.ToString())).Message, StringComparison.Ordinal);
        await net.ResultAsync("Filecoin.WalletDelete", address);
        Assert.False((await net.ResultAsync("Filecoin.WalletHas", address)).GetBoolean());
        Assert.StartsWith("key info not found", (await net.ErrorAsync("Filecoin.WalletExport", address)).Message, StringComparison.Ordinal);
        Assert.Equal(address.Trim('"'), await net.TextAsync("Filecoin.WalletImport", key.ToString()));
        await net.ResultAsync("Filecoin.WalletSetDefault", address);
        Assert.Equal(address.Trim('"'), await net.TextAsync("Filecoin.WalletDefaultAddress"));
        await net.ResultAsync("Filecoin.WalletDelete", address);
        Assert.StartsWith("t", await net.TextAsync("Filecoin.WalletDefaultAddress"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_keys_send_messages_and_transactions()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        foreach (string type in (string[])["bls", "secp256k1", "delegated"])
        {
            string address = (await net.TextAsync("Filecoin.WalletNew", $"\"{type}\""))!;
            await net.ResultAsync("fvm_fund", $"\"{address}\",\"1000000000000000000\"");
            JsonElement sent = await net.ResultAsync("Filecoin.MpoolPushMessage", $$"""{"From":"{{address}}","To":"t099","Value":"5"},null""");
            JsonElement found = await net.ResultAsync("Filecoin.StateSearchMsg", $"null,{sent.GetProperty("CID")},-1,true");
            Assert.Equal(0, found.GetProperty("Receipt").GetProperty("ExitCode").GetInt32());
        }

        string ethereum = (await net.ResultAsync("eth_accounts"))[10].GetString()!;
        string hash = (await net.TextAsync("eth_sendTransaction", $$"""{"from":"{{ethereum}}","to":"{{ethereum}}"}"""))!;
        Assert.Equal("0x1", (await net.ResultAsync("eth_getTransactionReceipt", $"\"{hash}\"")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("Filecoin.WalletNew", "\"secp256k1-ledger\"", "secp256k1, bls or delegated was expected")]
    [InlineData("Filecoin.WalletImport", "{\"Type\":\"bls\",\"PrivateKey\":\"AAAA\"}", "it is no key of bls")]
    [InlineData("Filecoin.WalletImport", "{\"Type\":\"secp256k1\",\"PrivateKey\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}", "it is no key of secp256k1")]
    [InlineData("Filecoin.WalletSetDefault", "\"t099\"", "key info not found")]
    public async Task Says_what_is_wrong(string method, string parameters, string message)
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.Contains(message, (await net.ErrorAsync(method, parameters)).Message, StringComparison.Ordinal);
    }

    /// <summary>go-address and lotus agree on these signatures: blake2b-256 and secp256k1 by the key of the mnemonic, checked by our own verifier.</summary>
    [Fact]
    public async Task A_signature_of_somebody_else_is_refused()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        JsonElement signature = await net.ResultAsync("Filecoin.WalletSign", $"{StorageReadsTests.Quoted(net.Net.Secp.Address)},{Data}");
        Assert.False((await net.ResultAsync("Filecoin.WalletVerify", $"{StorageReadsTests.Quoted(net.Net.Bls.Address)},{Data},{signature}")).GetBoolean());
        Assert.False((await net.ResultAsync("Filecoin.WalletVerify", $"{StorageReadsTests.Quoted(net.Net.IdOf(net.Net.Secp.Address)!.Value.ToAddress())},{Data},{signature}")).GetBoolean());
    }
}
