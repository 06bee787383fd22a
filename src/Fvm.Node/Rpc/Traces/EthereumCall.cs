using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Traces;

/// <summary>What a call of a trace is.</summary>
internal enum EthereumCallKind
{
    /// <summary>CALL, and every message to an actor.</summary>
    Call,

    /// <summary>A call that may change nothing.</summary>
    StaticCall,

    /// <summary>DELEGATECALL.</summary>
    DelegateCall,

    /// <summary>CREATE, a transaction without a receiver, and Exec of the init actor.</summary>
    Create,

    /// <summary>CREATE2.</summary>
    Create2,
}

/// <summary>A call between actors as Ethereum's tools see it.</summary>
internal sealed class EthereumCall
{
    private readonly List<EthereumCall> calls = [];
    private readonly List<CallLog> logs = [];

    /// <summary>What it is.</summary>
    public required EthereumCallKind Kind { get; init; }

    /// <summary>Who calls.</summary>
    public required EvmAddress From { get; init; }

    /// <summary>Whom; of a creation the contract that was made, or null.</summary>
    public required EvmAddress? To { get; init; }

    /// <summary>What is transferred, attoFIL.</summary>
    public required TokenAmount Value { get; init; }

    /// <summary>What CALLVALUE answers: of DELEGATECALL the caller's, which is not transferred again.</summary>
    public required TokenAmount ShownValue { get; init; }

    /// <summary>The gas limit.</summary>
    public required ulong Gas { get; init; }

    /// <summary>Gas that it used itself, without the calls inside, as lotus counts: each charge rounded up.</summary>
    public ulong OwnGas { get; set; }

    /// <summary>Gas that it used with the calls inside.</summary>
    public ulong TotalGas { get; init; }

    /// <summary>Call data, or init code.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>What it returned; of a creation that reverted the revert's data.</summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>How it ended.</summary>
    public ExitCode Exit { get; init; }

    /// <summary>Whether its callee is a contract or the address manager, whose exit codes say more.</summary>
    public bool IsContract { get; init; }

    /// <summary>Whether it makes an actor.</summary>
    public bool IsCreation => Kind is EthereumCallKind.Create or EthereumCallKind.Create2;

    /// <summary>The calls that it made.</summary>
    public IReadOnlyList<EthereumCall> Calls => calls;

    /// <summary>The logs that it emitted itself.</summary>
    public IReadOnlyList<CallLog> Logs => logs;

    /// <summary>Adds a call that it made.</summary>
    public void Add(EthereumCall call) => calls.Add(call);

    /// <summary>Adds a log; its position is among the calls.</summary>
    public void Add(CallLog log) => logs.Add(log with { Position = calls.Count });

    /// <summary>The call and those inside, each before those inside it, with their places.</summary>
    public IEnumerable<(EthereumCall Call, IReadOnlyList<int> Place)> Flat()
    {
        var found = new List<(EthereumCall, IReadOnlyList<int>)>();
        Collect(found, []);
        return found;
    }

    private void Collect(List<(EthereumCall, IReadOnlyList<int>)> found, IReadOnlyList<int> place)
    {
        found.Add((this, place));
        for (int i = 0; i < calls.Count; i++)
            calls[i].Collect(found, [.. place, i]);
    }
}

/// <summary>A log in a call.</summary>
/// <param name="Address">Who emitted it.</param>
/// <param name="Topics">Its topics.</param>
/// <param name="Data">Its data.</param>
internal sealed record CallLog(EvmAddress Address, IReadOnlyList<ReadOnlyMemory<byte>> Topics, ReadOnlyMemory<byte> Data)
{
    /// <summary>How many calls its call had made before.</summary>
    public int Position { get; init; }
}
