using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>Limits that tools take from Ethereum's gas, which is another unit (clients.md P8).</summary>
public sealed class LenientGasTests
{
    private const ulong EthereumTransfer = 21_000;

    private static readonly DevnetOptions Lenient = new() { Gas = DevnetGas.Lenient };

    [Fact]
    public async Task ALimitOfEthereumsIsRefusedByDefaultAndRaisedWhenLenient()
    {
        await using Devnet exact = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        PoolAnswer refused = await exact.PushAsync(Signed(exact, exact.Accounts[1].Ethereum, [], EthereumTransfer));
        Assert.Equal(PoolVerdict.Invalid, refused.Verdict);
        await using Devnet net = await Devnet.StartAsync(Lenient);
        AppliedMessage sent = await SendAsync(net, net.Accounts[1].Ethereum, [], EthereumTransfer);
        Assert.True(sent.Receipt.ExitCode.IsSuccess, sent.Failure);
        Assert.Equal(EthereumTransfer, sent.Message.GasLimit);
        Assert.InRange(sent.RaisedGasLimit!.Value, sent.Receipt.GasUsed, sent.Receipt.GasUsed * 13 / 10);
        // A replay finds the same limit.
        Assert.Equal(sent.Receipt.GasUsed, (await net.ReplayAsync(net.Head))[0].Receipt.GasUsed);
    }

    [Fact]
    public async Task AContractIsMadeWithTheGasThatEthereumWouldTake()
    {
        await using Devnet net = await Devnet.StartAsync(Lenient);
        AppliedMessage made = await SendAsync(net, null, DevnetStartTests.Counter, 200_000);
        Assert.True(made.Receipt.ExitCode.IsSuccess, made.Failure);
        Assert.NotNull(made.CreatedContract);
        Assert.NotNull(made.RaisedGasLimit);
    }

    /// <summary>A limit that suffices stays; so does one that no gas would help: JUMPDEST PUSH0 JUMP runs for ever, PUSH0 PUSH0 REVERT fails in any case.</summary>
    [Fact]
    public async Task NoLimitIsRaisedInVain()
    {
        await using Devnet net = await Devnet.StartAsync(Lenient);
        Assert.Null((await SendAsync(net, net.Accounts[1].Ethereum, [], 100_000_000)).RaisedGasLimit);
        AppliedMessage spins = await SendAsync(net, null, [0x5b, 0x5f, 0x56], 50_000_000);
        Assert.Equal((ExitCode.SysOutOfGas, null), (spins.Receipt.ExitCode, spins.RaisedGasLimit));
        AppliedMessage reverts = await SendAsync(net, null, [0x5f, 0x5f, 0xfd], 100_000_000);
        Assert.Equal((false, null), (reverts.Receipt.ExitCode.IsSuccess, reverts.RaisedGasLimit));
    }

    private static async Task<AppliedMessage> SendAsync(Devnet net, EvmAddress? to, byte[] input, ulong gas)
    {
        PoolAnswer answer = await net.PushAsync(Signed(net, to, input, gas));
        Assert.True(answer.IsAccepted, answer.Reason);
        return Assert.Single(net.Head.Messages);
    }

    private static EthereumTransaction Signed(Devnet net, EvmAddress? to, byte[] input, ulong gas) => net.Accounts[0].Sign(new EthereumTransaction
    {
        Kind = EthereumTransactionKind.Eip1559,
        ChainId = net.Options.ChainId,
        Nonce = net.NextNonce(net.Accounts[0].Delegated),
        To = to,
        GasLimit = gas,
        MaxFeePerGas = 1000,
        MaxPriorityFeePerGas = 1,
        Input = input,
    });
}
