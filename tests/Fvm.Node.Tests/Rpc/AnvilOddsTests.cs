using System.Text.Json;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Methods that few clients call, in the forms of anvil 1.7.1 and of lotus's gateway.</summary>
public sealed class AnvilOddsTests
{
    private const string Sender = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    [Fact]
    public async Task Mined_blocks_are_told_whole()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.ResultAsync("evm_setAutomine", "false");
        string hash = (await net.TextAsync("eth_sendTransaction", $$"""{"from":"{{Sender}}","to":"{{Sender}}","value":"0x1"}"""))!;
        JsonElement blocks = await net.ResultAsync("evm_mine_detailed", """{"blocks":2}""");
        Assert.Equal(["0x1", "0x2"], blocks.EnumerateArray().Select(static block => block.GetProperty("number").GetString()));
        Assert.Equal(hash, blocks[0].GetProperty("transactions")[0].GetProperty("hash").GetString());
        Assert.Equal(1, (await net.ResultAsync("anvil_mine_detailed")).GetArrayLength());
    }

    [Fact]
    public async Task Transactions_are_sent_and_read_under_the_names_of_all()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        JsonElement receipt = await net.ResultAsync("eth_sendTransactionSync", $$"""{"from":"{{Sender}}","to":"{{Sender}}","value":"0x1"}""");
        string hash = receipt.GetProperty("transactionHash").ToString();
        Assert.Equal(receipt.ToString(), (await net.ResultAsync("Filecoin.EthGetTransactionReceiptLimited", $"\"{hash}\",100")).ToString());
        Assert.Equal(hash, (await net.ResultAsync("Filecoin.EthGetTransactionByHashLimited", $"\"{hash}\",100")).GetProperty("hash").GetString());
        Assert.Equal(1, (await net.ResultAsync("Filecoin.EthGetBlockReceiptsLimited", "\"0x1\",100")).GetArrayLength());
        string raw = (await net.TextAsync("eth_getRawTransactionByHash", $"\"{hash}\""))!;
        Assert.Equal(raw, await net.TextAsync("eth_getRawTransactionByBlockNumberAndIndex", "\"0x1\",\"0x0\""));
        Assert.Equal(raw, await net.TextAsync("eth_getRawTransactionByBlockHashAndIndex", $"\"{receipt.GetProperty("blockHash")}\",\"0x0\""));
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getRawTransactionByBlockNumberAndIndex", "\"0x1\",\"0x1\"")).ValueKind);
        Assert.Contains("nonce", (await net.ErrorAsync("Filecoin.EthSendRawTransactionUntrusted", $"\"{raw}\"")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_an_error_that_says_what_there_is()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        (int code, string message) = await net.ErrorAsync("eth_getProof", $"\"{Sender}\",[],\"latest\"");
        Assert.Equal(-32601, code);
        Assert.Contains("Filecoin.ChainReadObj", message, StringComparison.Ordinal);
        Assert.Equal((-32602, "anvil_setMinGasPrice is not supported when EIP-1559 is active"), await net.ErrorAsync("hardhat_setMinGasPrice", "\"0x1\""));
        Assert.Equal(net.Net.Chain.Genesis.Timestamp, (await net.ResultAsync("anvil_getGenesisTime")).GetUInt64());
        Assert.Equal("31415926", await net.TextAsync("eth_networkId"));
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("anvil_setRpcUrl", "\"http://127.0.0.1:1\"")).ValueKind);
        Assert.Equal("""{"Peers":[],"IPAddrs":[],"IPSubnets":[]}""", (await net.ResultAsync("Filecoin.NetBlockList")).ToString());
        Assert.Equal("{}", (await net.ResultAsync("Filecoin.NetBandwidthStatsByPeer")).ToString());
        await net.ResultAsync("tenderly_setBalance", $"\"{Sender}\",\"0x7\"");
        await net.ResultAsync("tenderly_addBalance", $"\"{Sender}\",\"0x1\"");
        Assert.Equal("0x8", await net.TextAsync("eth_getBalance", $"\"{Sender}\",\"latest\""));
    }
}
