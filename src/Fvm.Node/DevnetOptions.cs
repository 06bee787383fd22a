using Fvm.Hosting.Bundles;
using Fvm.Node.Forks;
using Fvm.Protocol;

namespace Fvm.Node;

/// <summary>When a devnet makes tipsets.</summary>
public enum MiningMode
{
    /// <summary>At once for every message that can be applied.</summary>
    Instant,

    /// <summary>Every <see cref="DevnetOptions.BlockTime"/>, with what waits then.</summary>
    Interval,

    /// <summary>When it is asked to.</summary>
    Manual,
}

/// <summary>How a tipset's time follows from its epoch.</summary>
public enum DevnetClock
{
    /// <summary>Not at all, as in Ethereum's development nodes: time is the computer's, moved by what was asked for.</summary>
    Free,

    /// <summary>As on the network: 30 seconds an epoch since genesis.</summary>
    Epoch,
}

/// <summary>Which gas limits messages run with.</summary>
public enum DevnetGas
{
    /// <summary>Their own, as on the network.</summary>
    Exact,

    /// <summary>
    /// That of an Ethereum transaction is raised, as far as it takes, where the transaction would run out of gas with its own: tools that count Ethereum's gas (forge script) send
    /// limits that are far too low. What runs so is no longer what the network would do; <see cref="Ledger.AppliedMessage.RaisedGasLimit"/> tells which messages.
    /// </summary>
    Lenient,
}

/// <summary>Which tipsets clients are told are <c>safe</c> and <c>finalized</c>.</summary>
public enum DevnetFinality
{
    /// <summary>The newest one: nobody else mines.</summary>
    Instant,

    /// <summary>Those of a node of the network without F3: 30 and 900 epochs behind the head (lotus <c>node/impl/eth/tipsetresolver.go</c>, v1).</summary>
    Filecoin,
}

/// <summary>What a devnet is like. Everything has a default.</summary>
public sealed record DevnetOptions
{
    /// <summary>The mnemonic of Ethereum's development nodes: eleven times test, and junk.</summary>
    public const string TestMnemonic = "test test test test test test test test test test test junk";

    /// <summary>The chain id of Filecoin's local networks (lotus <c>params_2k.go</c>).</summary>
    public const ulong LocalChainId = 31_415_926;

    /// <summary>The words that the accounts' keys are made of.</summary>
    public string Mnemonic { get; init; } = TestMnemonic;

    /// <summary>How many Ethereum accounts are funded.</summary>
    public int AccountCount { get; init; } = 10;

    /// <summary>What each account owns.</summary>
    public TokenAmount Balance { get; init; } = TokenAmount.FromFil(10_000);

    /// <summary>The EIP-155 chain id.</summary>
    public ulong ChainId { get; init; } = LocalChainId;

    /// <summary>The network's name.</summary>
    public string NetworkName { get; init; } = "devnet";

    /// <summary>The network version of genesis: 28 for the actors in C#, else that of the bundle.</summary>
    public NetworkVersion NetworkVersion { get; init; } = NetworkVersion.V28;

    /// <summary>The bundle whose wasm actors run; null for the actors in C#, whose gas is a model.</summary>
    public ActorBundle? Bundle { get; init; }

    /// <summary>Where the bundles of later network versions are (<see cref="DevnetActors.UpgradeAsync"/>); null for nowhere.</summary>
    public BundleStore? Bundles { get; init; }

    /// <summary>The base fee that genesis begins with, attoFIL a gas.</summary>
    public TokenAmount BaseFee { get; init; } = TokenAmount.FromAtto(100);

    /// <summary>The most gas that a call takes which changes nothing (eth_call, StateCall): what a block takes on the network; more for what no message could do.</summary>
    public ulong CallGasLimit { get; init; } = NetworkConstants.BlockGasLimit;

    /// <summary>Which gas limits messages run with.</summary>
    public DevnetGas Gas { get; init; } = DevnetGas.Exact;

    /// <summary>When tipsets are made.</summary>
    public MiningMode Mining { get; init; } = MiningMode.Instant;

    /// <summary>The time between tipsets of <see cref="MiningMode.Interval"/>.</summary>
    public TimeSpan BlockTime { get; init; } = TimeSpan.FromSeconds(NetworkConstants.EpochDurationSeconds);

    /// <summary>After this time without a tipset an empty one is made, so that tools take the node for synced; null for never.</summary>
    public TimeSpan? Heartbeat { get; init; } = TimeSpan.FromSeconds(NetworkConstants.EpochDurationSeconds);

    /// <summary>How time follows from epochs.</summary>
    public DevnetClock Clock { get; init; } = DevnetClock.Free;

    /// <summary>Where the time comes from; with a clock of one's own the chain is the same every time, to the last CID.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The time of genesis, in seconds since 1970; null for the time of the start.</summary>
    public ulong? GenesisTimestamp { get; init; }

    /// <summary>Whether Multicall3 and the CREATE2 deployer are there from the start.</summary>
    public bool KnownContracts { get; init; } = true;

    /// <summary>Whether clients are told of a tipset's results only once the next one is there, as on the network; see docs/devnet.md. In process everything is there at once.</summary>
    public bool Deferred { get; init; }

    /// <summary>What clients are told is final.</summary>
    public DevnetFinality Finality { get; init; } = DevnetFinality.Instant;

    /// <summary>Whether errors read as lotus's do, codes and words, instead of as Ethereum's nodes' do.</summary>
    public bool LotusErrors { get; init; }

    /// <summary>Where the chain is kept, so that the next start goes on with it; null for memory only.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The chain to begin on, read as it is needed; null for a chain of its own. <see cref="ChainId"/>, <see cref="NetworkName"/> and <see cref="NetworkVersion"/> are then the upstream's.</summary>
    public ForkOptions? Fork { get; init; }

    /// <summary>A state to start from, as a CAR with one root; null for a fresh one. Accounts that it does not have are added.</summary>
    public string? StateFile { get; init; }
}
