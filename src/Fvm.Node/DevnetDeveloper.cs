using Fvm.Abi.Node;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cars;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Node.Mining;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node;

/// <summary>
/// What no network lets anybody do. Balances, nonces, code and storage are set in the state after the head: the next header names that state, and a revert undoes it.
/// </summary>
public sealed class DevnetDeveloper
{
    private const byte FilecoinPrecompiles = 0xfe;

    private readonly Devnet net;
    private readonly ChainCore core;
    private readonly IBlockstore blocks;
    private readonly SnapshotList snapshots;
    private readonly ChainSurgery surgery;
    private readonly ExecutedTipset genesis;

    internal DevnetDeveloper(Devnet net, ChainCore core, IBlockstore blocks, SnapshotList snapshots, ChainSurgery surgery)
    {
        this.net = net;
        this.core = core;
        this.blocks = blocks;
        this.surgery = surgery;
        this.snapshots = snapshots;
        // As it was made, whatever was set in the state after it since. The first tipset of a fork has a state before it that is another.
        genesis = core.Chain.Genesis;
        if (net.Options.Fork is null && !genesis.StateRoot.Equals(genesis.ParentStateRoot))
            genesis = genesis with { StateRoot = genesis.ParentStateRoot, NextNetworkVersion = genesis.NetworkVersion };
    }

    /// <summary>When tipsets are made.</summary>
    public MiningMode Mining => core.Mining;

    /// <summary>The time between tipsets of <see cref="MiningMode.Interval"/>.</summary>
    public TimeSpan BlockTime => core.BlockTime;

    /// <summary>Seconds that the chain's clock is ahead of the computer's; below 0, behind.</summary>
    public long TimeOffset => core.Clock.Offset;

    /// <summary>Whether messages are taken in everybody's name.</summary>
    public bool ImpersonatesAll => core.Impersonation.All;

    /// <summary>Sets what an address owns. Where there is no actor yet one comes about.</summary>
    /// <param name="address">The address.</param>
    /// <param name="balance">attoFIL.</param>
    /// <exception cref="DevnetException">There is no actor, and none can come about.</exception>
    public Task SetBalanceAsync(Address address, TokenAmount balance) =>
        balance.IsNegative ? throw new DevnetException("a balance is not negative") : EditAsync(editor => editor.SetBalance(editor.Ensure(address), balance));

    /// <summary>Sets a nonce: of a contract that of its creations. Where there is no actor yet one comes about.</summary>
    /// <param name="address">The address.</param>
    /// <param name="nonce">The nonce.</param>
    /// <exception cref="DevnetException">There is no actor, and none can come about.</exception>
    public Task SetNonceAsync(Address address, ulong nonce) => EditAsync(editor => editor.SetNonce(editor.Ensure(address), nonce));

    /// <summary>Makes the actor behind an f410 address a contract with this code; its storage stays. Without code it becomes an account.</summary>
    /// <param name="address">The address.</param>
    /// <param name="code">The code.</param>
    /// <exception cref="DevnetException">It is a precompile's, or no actor with such an address can be a contract.</exception>
    public Task SetCodeAsync(Address address, ReadOnlyMemory<byte> code)
    {
        RefusePrecompiles(address);
        return EditAsync(editor => editor.SetCode(editor.Ensure(address), code));
    }

    /// <summary>Sets a word of a contract's storage.</summary>
    /// <param name="address">The contract.</param>
    /// <param name="key">The key.</param>
    /// <param name="word">The word.</param>
    /// <exception cref="DevnetException">There is no such contract.</exception>
    public Task SetStorageAsync(Address address, UInt256 key, UInt256 word) => EditAsync(editor => editor.SetStorage(editor.Ensure(address), [new(key, word)]));

    /// <summary>Gives an actor another state.</summary>
    /// <param name="address">The actor; an f0 address may be nobody's yet, if the type is given.</param>
    /// <param name="state">DAG-CBOR that fits the actor's schema; all that it links to is among the chain's blocks.</param>
    /// <param name="type">The built-in actor that it becomes; null for what it is.</param>
    /// <exception cref="DevnetException">It does not fit, or a link leads nowhere.</exception>
    public Task SetActorStateAsync(Address address, ReadOnlyMemory<byte> state, BuiltinActor? type = null) => SetAsync(() => surgery.SetActor(address, state, type));

    /// <summary>Runs a message in the name of any actor at once: it costs nothing, stands in no tipset, and what it does is in the state after the head. Its sender's nonce counts it.</summary>
    /// <param name="message">The message; its own nonce, gas limit and fees do not count.</param>
    /// <exception cref="DevnetException">It fails.</exception>
    public Task<ApplyResult> ApplyAsync(Message message) => net.ChangeAsync(() => surgery.Apply(message));

    /// <summary>Takes messages in somebody's name without a signature from now on: any account, contract or built-in actor, by any of its addresses.</summary>
    /// <param name="address">Whose.</param>
    public Task ImpersonateAsync(Address address) => SetAsync(() => core.Impersonation.Addresses = core.Impersonation.Addresses.Add(address));

    /// <summary>Ends <see cref="ImpersonateAsync"/>.</summary>
    /// <param name="address">Whose.</param>
    public Task StopImpersonatingAsync(Address address) => SetAsync(() => core.Impersonation.Addresses = core.Impersonation.Addresses.Remove(address));

    /// <summary>Takes messages in everybody's name, or no longer.</summary>
    /// <param name="isOn">Whether.</param>
    public Task ImpersonateAllAsync(bool isOn) => SetAsync(() => core.Impersonation.All = isOn);

    /// <summary>Whether messages are taken in somebody's name.</summary>
    /// <param name="address">Whose.</param>
    public bool IsImpersonated(Address address)
    {
        ChainState state = net.StateAt();
        return core.Impersonation.All || core.Impersonation.Addresses.Contains(address) || (state.Resolve(address) is { } id && core.Impersonation.Covers(id, state));
    }

    /// <summary>Sends a transaction in somebody's name; accounts pay for it, others cannot.</summary>
    /// <param name="transaction">The transaction; its signature does not count.</param>
    /// <param name="from">Who sends it: an f410 address, or the f0 address of any actor.</param>
    /// <returns>What the pool says, and the message, by whose hash it is found.</returns>
    public async Task<(PoolAnswer Answer, SignedMessage Message)> PushAsAsync(EthereumTransaction transaction, Address from)
    {
        SignedMessage message = Impersonation.Of(transaction, from);
        return (await PushAsAsync(message).ConfigureAwait(false), message);
    }

    /// <summary>Sends a message in its sender's name.</summary>
    /// <param name="message">The message.</param>
    /// <returns>What the pool says, and the message, by whose CID it is found.</returns>
    public async Task<(PoolAnswer Answer, SignedMessage Message)> PushAsAsync(Message message)
    {
        SignedMessage signed = Impersonation.Of(message);
        return (await PushAsAsync(signed).ConfigureAwait(false), signed);
    }

    /// <summary>Changes when tipsets are made.</summary>
    /// <param name="mode">When.</param>
    /// <param name="blockTime">The time between them, for <see cref="MiningMode.Interval"/>; null leaves it.</param>
    public Task SetMiningAsync(MiningMode mode, TimeSpan? blockTime = null) => SetAsync(() =>
    {
        core.Mining = mode;
        core.BlockTime = blockTime ?? core.BlockTime;
        net.RestartHeart();
        if (mode == MiningMode.Instant)
            core.MineReady([]);
    });

    /// <summary>Moves the chain's clock ahead. With <see cref="DevnetClock.Epoch"/> the epochs in between pass as null rounds, with the next tipset.</summary>
    /// <param name="seconds">How far.</param>
    /// <returns>How far ahead of the computer's it is now.</returns>
    public Task<long> IncreaseTimeAsync(ulong seconds) => net.ChangeAsync(() => core.Clock.Offset += checked((long)seconds));

    /// <summary>Sets the chain's clock.</summary>
    /// <param name="timestamp">Seconds since 1970.</param>
    public Task SetTimeAsync(ulong timestamp) => SetAsync(() => core.Clock.Offset += unchecked((long)(timestamp - core.Clock.Now)));

    /// <summary>Sets the time of the next tipset; the clock goes on from there.</summary>
    /// <param name="timestamp">Seconds since 1970.</param>
    /// <exception cref="DevnetException">It is before the head.</exception>
    public Task SetNextTimestampAsync(ulong timestamp) => SetAsync(() =>
    {
        if (timestamp < net.Head.Timestamp)
            throw new DevnetException($"timestamp {timestamp} is before the head's, {net.Head.Timestamp}");
        core.Clock.NextTimestamp = timestamp;
    });

    /// <summary>Fixes the time between tipsets, or no longer.</summary>
    /// <param name="seconds">The time; null to go by the clock again.</param>
    public Task SetTimestampIntervalAsync(ulong? seconds) => SetAsync(() => core.Clock.Interval = seconds);

    /// <summary>Sets the base fee of the next tipset.</summary>
    /// <param name="baseFee">attoFIL a gas.</param>
    /// <exception cref="DevnetException">It is below 100 attoFIL.</exception>
    public Task SetNextBaseFeeAsync(TokenAmount baseFee) => SetAsync(() =>
    {
        if (baseFee < Fvm.Node.Chain.BaseFee.Minimum)
            throw new DevnetException($"a base fee is at least {Fvm.Node.Chain.BaseFee.Minimum.Atto} attoFIL");
        core.NextBaseFee = baseFee;
    });

    /// <summary>Sets whom headers name as the miner. Contracts do not see it: COINBASE is 0 on Filecoin.</summary>
    /// <param name="miner">An actor's address.</param>
    /// <exception cref="DevnetException">There is no such actor.</exception>
    public Task SetMinerAsync(Address miner) => SetAsync(() => core.Miner = net.StateAt().Resolve(miner)?.ToAddress() ?? throw new DevnetException($"there is no actor {miner}"));

    /// <summary>
    /// Makes a tipset of several blocks, as the network has them and this node alone would not. The messages go in as they are, repetitions too; their signatures are not
    /// checked.
    /// </summary>
    /// <param name="blocks">The messages of each block. The blocks' miners are <see cref="Devnet.Miner"/> and those after it.</param>
    /// <returns>The tipset, its blocks in the order of their tickets.</returns>
    public Task<ExecutedTipset> MineBlocksAsync(IReadOnlyList<IReadOnlyList<SignedMessage>> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentOutOfRangeException.ThrowIfZero(blocks.Count);
        return net.ChangeAsync(() =>
        {
            core.Miner.TryGetId(out ulong first);
            core.Mine(0, [.. blocks.Select((messages, i) => new BlockPlan(Address.FromId(first + (ulong)i), 1, messages))]);
            return net.Head;
        });
    }

    /// <summary>Remembers everything.</summary>
    /// <returns>The snapshot's number.</returns>
    public Task<ulong> TakeSnapshotAsync() => net.ChangeAsync(snapshots.Take);

    /// <summary>Goes back to a snapshot; it and all later ones are used up.</summary>
    /// <param name="id">The snapshot's number.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RevertAsync(ulong id) => net.ChangeAsync(() => snapshots.Revert(id));

    /// <summary>Goes back to genesis; nothing waits, snapshots are gone, and the clock is the computer's.</summary>
    public Task ResetAsync() => SetAsync(() =>
    {
        snapshots.Clear();
        core.Impersonation.Addresses = [];
        core.Impersonation.All = false;
        (core.Clock.Offset, core.Clock.NextTimestamp, core.Clock.Interval) = (0, null, null);
        core.ReturnTo(genesis, []);
        core.ResumeTime();
    });

    /// <summary>Goes back some tipsets, as if they had been orphaned; their messages are forgotten.</summary>
    /// <param name="depth">How many.</param>
    /// <exception cref="DevnetException">There are not so many.</exception>
    public Task RollbackAsync(int depth) => SetAsync(() =>
    {
        ExecutedTipset to = core.Chain.Head;
        for (int i = 0; i < depth; i++)
            to = core.Chain.AtOrBefore(to.Height - 1) ?? throw new DevnetException($"the chain has only {i + 1} tipsets, it cannot go back {depth}");
        core.ReturnTo(to);
    });

    /// <summary>Puts others in the place of the last tipsets, in the same epochs; what stood in the old ones is forgotten.</summary>
    /// <param name="depth">How many.</param>
    /// <param name="messages">The messages of the new ones, by their place from the oldest on. They go in as they are.</param>
    /// <exception cref="DevnetException">There are not so many.</exception>
    public Task ReorgAsync(int depth, IReadOnlyDictionary<int, IReadOnlyList<SignedMessage>>? messages = null) =>
        SetAsync(() => surgery.Reorg(depth, messages ?? new Dictionary<int, IReadOnlyList<SignedMessage>>()));

    /// <summary>Sets the beacon entry of the next tipset. Contracts see in PREVRANDAO what actors draw from it: a hash of the entry and the epoch.</summary>
    /// <param name="data">The entry.</param>
    public Task SetNextBeaconAsync(ReadOnlyMemory<byte> data) => SetAsync(() => surgery.SetNextBeacon(data));

    /// <summary>Drops a message that waits.</summary>
    /// <param name="cid">Its CID on chain.</param>
    /// <returns>Whether it was there.</returns>
    public Task<bool> DropMessageAsync(Cid cid) => net.ChangeAsync(() => core.Drop(cid));

    /// <summary>Drops all messages that wait.</summary>
    public Task DropAllMessagesAsync() => SetAsync(() => core.Wait([]));

    /// <summary>Writes the state after the head as a CAR with one root.</summary>
    /// <param name="stream">Where to.</param>
    public Task DumpStateAsync(Stream stream)
    {
        Cid root = net.Head.StateRoot;
        return Task.Run(() => DagExport.Write(stream, root, blocks));
    }

    /// <summary>Puts a state after the head.</summary>
    /// <param name="stream">A CAR with one root, the state's.</param>
    /// <exception cref="DevnetException">It is no state, or one of other actors.</exception>
    public Task LoadStateAsync(Stream stream) => SetAsync(() =>
    {
        Cid root = StateCar.Read(stream, blocks, net.StateAt().Manifest);
        core.EditHead(_ => root);
    });

    private Task<PoolAnswer> PushAsAsync(SignedMessage message) => net.ChangeAsync(() =>
        IsImpersonated(message.Message.From)
            ? core.Push(message, PoolSource.Local, isTrusted: true)
            : new PoolAnswer(PoolVerdict.BadSignature, $"nobody may act for {message.Message.From}: impersonate it first"));

    private Task<bool> EditAsync(Action<StateEditor> edit) => SetAsync(() => core.EditHead(root =>
    {
        var editor = new StateEditor(blocks, root);
        edit(editor);
        return editor.Flush();
    }));

    private Task<bool> SetAsync(Action change) => net.ChangeAsync(() =>
    {
        change();
        return true;
    });

    /// <summary>Addresses of 18 zeros between the first byte, 0 or 0xfe, and the last, which is not 0 (builtin-actors <c>interpreter/precompiles/mod.rs</c>).</summary>
    private static void RefusePrecompiles(Address address)
    {
        if (address.TryToEthereum(out byte[]? bytes) && bytes[0] is 0 or FilecoinPrecompiles && bytes[^1] != 0 && bytes.AsSpan(1, bytes.Length - 2).IndexOfAnyExcept((byte)0) < 0)
            throw new DevnetException($"0x{Convert.ToHexStringLower(bytes)} is a precompiled contract: its code cannot be set");
    }
}
