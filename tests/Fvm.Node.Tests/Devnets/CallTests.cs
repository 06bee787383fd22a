using Fvm.Abi.Node;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>What a call that leaves nothing may leave out.</summary>
public class CallTests
{
    /// <summary>Deploys a contract that logs a word at each call.</summary>
    private static readonly byte[] Logger = Convert.FromHexString("600b600c600039600b6000f3" + "600160005260206000a000");

    /// <summary>
    /// Deploys a contract that fills slots i and ~i for each i up to the first word of its input; unless the second is 0, it calls itself with one more and then fills
    /// another.
    /// </summary>
    private static readonly byte[] Filler = Convert.FromHexString("603f600c600039603f6000f3"
        + "6000355b801560175780805580801955600190036003565b506020351560" + "3d57" + "60003560010160005260006000604060006000305af150" + "6007611234555b00");

    /// <summary>The events' root costs no gas and says nothing that the events do not: it is made where it is asked for.</summary>
    [Fact]
    public async Task The_root_of_events_is_made_where_it_is_asked_for()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], Logger)).CreatedContract!.Value;
        Message message = To(net, contract);
        CallResult plain = await net.CallAsync(message, options: new CallOptions { Trace = TraceDetail.Events });
        CallResult rooted = await net.CallAsync(message, options: new CallOptions { Trace = TraceDetail.Events, Events = EventDetail.Rooted });
        Assert.True(plain.IsSuccess, plain.Failure);
        Assert.Null(plain.Receipt.EventsRoot);
        var amt = new Amt<StampedEvent>(new MemoryBlockstore(), ChainEncoding.Codec<StampedEvent>(), bitWidth: 5);
        amt.SetAll(plain.Applied.Events);
        Assert.Equal(amt.Flush(), rooted.Receipt.EventsRoot);
        Assert.Equal(plain.Receipt, rooted.Receipt with { EventsRoot = null });
        Assert.Equal(plain.Trace.Count, rooted.Trace.Count);
    }

    /// <summary>Events that nobody sees are checked and paid for all the same; a trace has them whatever was asked for.</summary>
    [Fact]
    public async Task Dropped_events_cost_what_kept_ones_do()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], Logger)).CreatedContract!.Value;
        Message message = To(net, contract);
        CallResult kept = await net.CallAsync(message);
        CallResult dropped = await net.CallAsync(message, options: new CallOptions { Events = EventDetail.Dropped });
        CallResult traced = await net.CallAsync(message, options: new CallOptions { Events = EventDetail.Dropped, Trace = TraceDetail.Events });
        Assert.Single(kept.Applied.Events);
        Assert.Empty(dropped.Applied.Events);
        Assert.Equal(kept.Applied.Events, traced.Applied.Events);
        Assert.Equal(kept.Receipt, dropped.Receipt);
        Assert.Equal(kept.Receipt, traced.Receipt);

        // Out of gas at every point of the way: with the same exit and the same gas.
        for (ulong limit = kept.Receipt.GasUsed; limit > 100_000; limit -= limit / 16)
        {
            Receipt left = (await net.CallAsync(message with { GasLimit = limit })).Receipt;
            Assert.Equal(left, (await net.CallAsync(message with { GasLimit = limit }, options: new CallOptions { Events = EventDetail.Dropped })).Receipt);
        }
    }

    /// <summary>
    /// A call's last blocks are not made, since nobody reads them; that cannot be told from what it answers, wherever its gas ends. The frame of a call to
    /// itself is not the last: its blocks are made.
    /// </summary>
    [Fact]
    public async Task State_that_nobody_reads_costs_what_kept_state_does()
    {
        await using Devnet net = await Devnet.StartAsync();
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], Filler)).CreatedContract!.Value;
        foreach ((byte count, byte again) in ((byte, byte)[])[(0, 0), (1, 0), (40, 0), (200, 0), (60, 1)])
        {
            byte[] input = new byte[64];
            (input[31], input[63]) = (count, again);
            Message message = To(net, contract) with { Params = CborCodecs.Bytes.Encode(input) };
            Receipt kept = (await Run(message, drops: false)).Receipt;
            Assert.True(kept.ExitCode.IsSuccess);
            Assert.Equal(kept, (await Run(message, drops: true)).Receipt);
            for (ulong limit = kept.GasUsed; limit > 100_000; limit -= Math.Max(1, limit / 24))
                Assert.Equal((await Run(message with { GasLimit = limit }, drops: false)).Receipt, (await Run(message with { GasLimit = limit }, drops: true)).Receipt);

            // Near its end, where the blocks are written, more closely.
            for (ulong limit = kept.GasUsed; limit > kept.GasUsed - (kept.GasUsed / 10); limit -= kept.GasUsed / 500)
                Assert.Equal((await Run(message with { GasLimit = limit }, drops: false)).Receipt, (await Run(message with { GasLimit = limit }, drops: true)).Receipt);
        }

        Task<CallResult> Run(Message message, bool drops) => net.CallAsync(message, options: new CallOptions { Events = EventDetail.Dropped, DropsState = drops });
    }

    private static Message To(Devnet net, EvmAddress contract) => new()
    {
        From = net.Accounts[0].Delegated,
        To = Address.FromEthereum(contract.ToArray()),
        MethodNum = TransactionMessages.InvokeEvm,
    };
}
