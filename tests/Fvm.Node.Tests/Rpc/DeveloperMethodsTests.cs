using System.Text.Json;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Methods of development nodes.</summary>
public sealed class DeveloperMethodsTests
{
    private const string Alice = "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"";
    private const string Stranger = "\"0x00000000000000000000000000000000deadbeef\"";

    [Fact]
    public async Task TenBlocksAreTenBlocks()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.ResultAsync("hardhat_mine", "\"0xa\",\"0x3c\"");
        Assert.Equal("0xa", await net.TextAsync("eth_blockNumber"));
        ulong tenth = net.Net.Chain.AtHeight(10)!.Timestamp;
        Assert.Equal(60UL, tenth - net.Net.Chain.AtHeight(9)!.Timestamp);
        Assert.Equal("0x0", await net.TextAsync("evm_mine"));
        await net.ResultAsync("evm_mine", """{"blocks":4}""");
        await net.ResultAsync("fvm_mineNull", "3");
        Assert.Equal("0x13", await net.TextAsync("eth_blockNumber"));
    }

    [Fact]
    public async Task AnIntervalMayBeLongerThanATimerTakes()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        Assert.True((await net.ResultAsync("evm_setIntervalMining", "\"0x8499e254b3ae\"")).GetBoolean());
        Assert.Equal("0x0", await net.TextAsync("eth_blockNumber"));
    }

    [Fact]
    public async Task ASnapshotComesBackOnce()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string snapshot = $"\"{await net.TextAsync("evm_snapshot")}\"";
        await net.ResultAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Stranger}},"value":"0x1"}""");
        Assert.Equal("0x1", await net.TextAsync("eth_getBalance", Stranger));
        Assert.True((await net.ResultAsync("evm_revert", snapshot)).GetBoolean());
        Assert.Equal("0x0", await net.TextAsync("eth_getBalance", Stranger));
        Assert.False((await net.ResultAsync("evm_revert", snapshot)).GetBoolean());
    }

    [Fact]
    public async Task WhatIsSetIsThere()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.ResultAsync("hardhat_setBalance", $"{Stranger},\"0x64\"");
        await net.ResultAsync("anvil_addBalance", $"{Stranger},\"1\"");
        await net.ResultAsync("hardhat_setCode", $"{Stranger},\"0x60015460005260206000f3\"");
        await net.ResultAsync("hardhat_setStorageAt", $"{Stranger},\"0x1\",\"0x{new string('0', 62)}2a\"");
        Assert.Equal("0x65", await net.TextAsync("eth_getBalance", Stranger));
        Assert.Equal("0x60015460005260206000f3", await net.TextAsync("eth_getCode", Stranger));
        Assert.Equal("0x" + new string('0', 62) + "2a", await net.TextAsync("eth_call", $$"""{"to":{{Stranger}}}"""));
        Assert.Equal("0x" + new string('0', 62) + "07", await net.TextAsync(
            "eth_call", $$"""{"to":{{Stranger}}},"latest",{ {{Stranger}}:{"stateDiff":{"0x1":"0x7"} } }"""));
        (int code, string message) = await net.ErrorAsync("hardhat_setCode", "\"0xfe00000000000000000000000000000000000001\",\"0x00\"");
        Assert.Equal((-32000, true), (code, message.Contains("precompiled", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnybodyIsImpersonated()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string send = $$"""{"from":{{Stranger}},"to":{{Alice}},"value":"0x1"}""";
        await net.ResultAsync("hardhat_setBalance", $"{Stranger},\"0xde0b6b3a7640000\"");
        Assert.Contains("no key of", (await net.ErrorAsync("eth_sendTransaction", send)).Message, StringComparison.Ordinal);
        await net.ResultAsync("hardhat_impersonateAccount", Stranger);
        string hash = (await net.TextAsync("eth_sendTransaction", send))!;
        JsonElement receipt = await net.ResultAsync("eth_getTransactionReceipt", $"\"{hash}\"");
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
        Assert.Equal(Stranger.Trim('"'), receipt.GetProperty("from").GetString());
        await net.ResultAsync("hardhat_stopImpersonatingAccount", Stranger);
        Assert.Contains("no key of", (await net.ErrorAsync("eth_sendTransaction", send)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAutomineTransactionsWait()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        await net.ResultAsync("evm_setAutomine", "false");
        string hash = $"\"{await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Stranger}},"value":"0x1"}""")}\"";
        Assert.Equal(JsonValueKind.Null, (await net.ResultAsync("eth_getTransactionByHash", hash)).GetProperty("blockHash").ValueKind);
        Assert.Equal("0x1", (await net.ResultAsync("txpool_status")).GetProperty("pending").GetString());
        Assert.True((await net.ResultAsync("txpool_content")).GetProperty("pending").TryGetProperty(Alice.Trim('"'), out _));
        await net.ResultAsync("evm_mine");
        Assert.Equal("0x1", (await net.ResultAsync("eth_getTransactionReceipt", hash)).GetProperty("status").GetString());
    }

    /// <summary>viem's <c>confirmations</c> and ethers' <c>wait(n)</c>: see ConfirmationWaiters.</summary>
    [Fact]
    public async Task WhoWaitsForConfirmationsIsNotLeftWaiting()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string hash = $"\"{await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Stranger}},"value":"0x1"}""")}\"";
        await net.ResultAsync("eth_getTransactionReceipt", hash);
        await Eventually.IsAsync(async () =>
        {
            // Polls that come faster are nobody's who waits.
            await Task.Delay(20, TestContext.Current.CancellationToken);
            return await net.TextAsync("eth_blockNumber") is "0x3";
        });
    }

    /// <summary>However long a tipset takes, the polls in that time are no reason for another one.</summary>
    [Fact]
    public async Task WhoPollsWhileATipsetIsMadeGetsThatOne()
    {
        await using RpcDevnet net = await RpcDevnet.StartAsync();
        string hash = $"\"{await net.TextAsync("eth_sendTransaction", $$"""{"from":{{Alice}},"to":{{Stranger}},"value":"0x1"}""")}\"";
        await net.ResultAsync("eth_getTransactionReceipt", hash);
        using var goOn = new ManualResetEventSlim();
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using (net.Net.Watch(change => { if (change is TipsetMade) goOn.Wait(cancelled); }))
        {
            for (int i = 0; i < 12; i++)
            {
                await net.TextAsync("eth_blockNumber");
                await Task.Delay(25, cancelled);
            }

            goOn.Set();
            // Changes come one after the other: what was asked for is made before this.
            await net.Net.Developer.TakeSnapshotAsync();
        }

        Assert.Equal("0x2", await net.TextAsync("eth_blockNumber"));
    }
}
