using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Chain;
using Fvm.Node.Genesis;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Tests.Devnets;

public class DevnetStartTests
{
    /// <summary>Init code of a contract that stores call data's first word in slot 0 and logs it, and returns slot 0 without call data.</summary>
    internal static readonly byte[] Counter = Convert.FromHexString(
        "601d600c600039601d6000f3" + "3615601457600035805f555f52602a60205fa1005b5f545f5260205ff3");

    /// <summary>The addresses that ethers and iso-filecoin derive from the same words (clients.md 4.5).</summary>
    [Fact]
    public async Task Accounts_of_the_test_mnemonic()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        Assert.Equal(10, net.Accounts.Count);
        Assert.Equal("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", net.Accounts[0].Ethereum.ToString());
        Assert.Equal("0x70997970c51812dc3a010c7d01b50e0d17dc79c8", net.Accounts[1].Ethereum.ToString());
        Assert.Equal("t410f6op5nzi2vwepn5gonk4ie4tzz773sitggxp4hiy", net.Accounts[0].Delegated.ToString(AddressNetwork.Testnet));
        Assert.Equal("t1qid3qslm4jax2jpohkdwomtidgd3x7xa7qvahea", net.Secp.Address.ToString(AddressNetwork.Testnet));
        Assert.Equal("t3s3h4tkuvfh7gz2pzhmx7v65r4h5t3nrig3gbgioakwfqsiadxyoksukmoqcwwpektwb4bliyytt7ele3rx5a", net.Bls.Address.ToString(AddressNetwork.Testnet));
        Assert.Equal(new ActorId(100), net.IdOf(net.Accounts[0].Delegated));
        ChainState state = net.StateAt();
        Assert.Equal(TokenAmount.FromFil(10_000), state.BalanceOf(net.Accounts[9].Delegated));
        Assert.Equal(TokenAmount.FromFil(10_000), state.BalanceOf(net.Bls.Address));
        Assert.Equal(BuiltinActor.Placeholder, state.TypeOf(state.Actor(net.Accounts[0].Delegated)!));
        Assert.Equal(BuiltinActor.Account, state.TypeOf(state.Actor(net.Secp.Address)!));
    }

    /// <summary>The code hash of Multicall3 is the one that it has on every chain.</summary>
    [Fact]
    public async Task Known_contracts_are_there()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        ChainState state = net.StateAt();
        Assert.Equal(
            "d5c15df687b16f2ff992fc8d767b4216323184a2bbc6ee2f9c398c318e770891",
            Convert.ToHexStringLower(Keccak256.Hash(state.CodeOf(Address.FromEthereum(KnownContracts.Multicall3.Address.ToArray())).Span)));
        Assert.Equal(69, state.CodeOf(Address.FromEthereum(KnownContracts.Create2Deployer.Address.ToArray())).Length);
    }

    [Fact]
    public async Task A_transaction_is_in_a_tipset_at_once()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        AppliedMessage made = await net.DeployEvmAsync(net.Accounts[0], Counter);
        Assert.True(made.Receipt.ExitCode.IsSuccess, made.Failure);
        Assert.Equal(1, net.Head.Height);
        EvmAddress contract = made.CreatedContract!.Value;
        byte[] word = new byte[32];
        word[31] = 7;
        AppliedMessage set = await net.SendAsync(net.Accounts[1], contract, word);
        Assert.True(set.Receipt.ExitCode.IsSuccess, set.Failure);
        Assert.Equal(2, net.Head.Height);
        EthereumLog log = Assert.Single(set.Logs);
        Assert.Equal(contract, log.Address);
        Assert.Equal(42, log.Topics[0].Span[31]);
        Assert.Equal(word, log.Data.ToArray());
        Address address = Address.FromEthereum(contract.ToArray());
        Assert.Equal((UInt256)7, net.StateAt().StorageAt(address, 0));
        Assert.Equal(UInt256.Zero, net.StateAt(net.Chain.AtHeight(1)).StorageAt(address, 0));

        CallResult read = await net.CallAsync(new Message { From = Address.FromEthereum(new byte[20]), To = address, MethodNum = Ethereum.TransactionMessages.InvokeEvm });
        Assert.True(read.IsSuccess, read.Failure);
        Assert.Equal(word, read.EthereumReturn.ToArray());

        Assert.True(net.Chain.TryGetByHash(net.Head.Hash.Span, out ExecutedTipset? head));
        Assert.Same(net.Head, head);
        Assert.True(net.Chain.TryGetTransaction(set.Hash.Span, out MessagePlace? place));
        Assert.Equal(2, place.Tipset.Height);
        Assert.True(new LogsBloomCheck(head.Bloom).MayContain(contract.ToArray()));
    }

    [Fact]
    public async Task Native_messages_by_both_kinds_of_keys()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        var transfer = new Message { From = net.Secp.Address, To = net.Accounts[5].Delegated, Value = TokenAmount.FromFil(1) };
        Assert.True((await net.SendAsync(net.Secp, transfer)).Receipt.ExitCode.IsSuccess);
        Assert.True((await net.SendAsync(net.Bls, transfer)).Receipt.ExitCode.IsSuccess);
        Assert.Equal(TokenAmount.FromFil(10_002), net.StateAt().BalanceOf(net.Accounts[5].Delegated));
    }

    /// <summary>What the next header names is what the store has: the state, the receipts, the messages.</summary>
    [Fact]
    public async Task Headers_name_what_is_there()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        AppliedMessage sent = await net.SendAsync(net.Secp, new Message { From = net.Secp.Address, To = net.Bls.Address, Value = TokenAmount.FromFil(1) });
        ExecutedTipset next = await net.MineAsync();
        BlockHeader header = next.Tipset.Blocks[0];
        Assert.True(BlockHeader.TryDecode(net.Chain.Blocks.Get(header.Cid).Span, out BlockHeader? stored, out _));
        Assert.Equal(header, stored);
        ExecutedTipset parent = net.Chain.AtHeight(1)!;
        Assert.Equal(parent.Key.Cids, header.Parents);
        Assert.Equal(parent.StateRoot, header.ParentStateRoot);
        Assert.Equal([sent.Receipt], ReceiptList.Load(net.Chain.Blocks, header.ParentMessageReceipts));
        Assert.Equal([sent.Cid], TxMeta.Load(net.Chain.Blocks, parent.Tipset.Blocks[0].Messages).Secp.Select(static message => message.Cid));
    }

    [Fact]
    public async Task Network_versions_without_a_bundle_are_refused()
    {
        Exception refused = await Assert.ThrowsAnyAsync<Exception>(() => Devnet.StartAsync(new DevnetOptions { Heartbeat = null, NetworkVersion = NetworkVersion.V27 }));
        Assert.Contains("27", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bundle", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Calls may be let to take more than a block's gas (<see cref="DevnetOptions.CallGasLimit"/>); messages may not, so there is no limit to find for what needs more.</summary>
    [Fact]
    public async Task No_gas_limit_is_found_beyond_a_blocks_whatever_calls_may_take()
    {
        // Counts the first word of call data down to nothing.
        byte[] countdown = Convert.FromHexString("600c600c600039600c6000f3" + "6000355b600190038060035700");
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, CallGasLimit = 100 * NetworkConstants.BlockGasLimit });
        AppliedMessage made = await net.DeployEvmAsync(net.Accounts[0], countdown);
        byte[] rounds = new byte[32];
        rounds[29] = 0x30;
        var message = new Message
        {
            From = net.Accounts[0].Delegated,
            To = Address.FromEthereum(made.CreatedContract!.Value.ToArray()),
            MethodNum = TransactionMessages.InvokeEvm,
            Params = CborCodecs.Bytes.Encode(rounds),
        };
        CallResult call = await net.CallAsync(message);
        Assert.True(call.IsSuccess);
        Assert.True(call.Receipt.GasUsed > NetworkConstants.BlockGasLimit, $"{call.Receipt.GasUsed} gas");
        Assert.False((await net.EstimateGasAsync(message)).IsSuccess);
    }

    /// <summary>As many accounts as the tool takes (<c>--accounts</c>) leave the miner's id free.</summary>
    [Fact]
    public async Task Eight_hundred_accounts()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null, AccountCount = 800 });
        Assert.Equal(800, net.Accounts.Count);
        Assert.Null(net.StateAt().Actor(net.Miner));
        Assert.Equal(TokenAmount.FromFil(10_000), net.StateAt().BalanceOf(net.Accounts[799].Delegated));
    }

    private sealed class LogsBloomCheck(ReadOnlyMemory<byte> bloom)
    {
        public bool MayContain(byte[] entry)
        {
            var one = new LogsBloom();
            one.Add(entry);
            for (int i = 0; i < LogsBloom.Length; i++)
            {
                if ((bloom.Span[i] & one.Bytes[i]) != one.Bytes[i])
                    return false;
            }

            return true;
        }
    }
}
