using Fvm.Evm.Tests.Ethereum;

namespace Fvm.Evm.Tests.Suite;

/// <summary>Runs cases one after the other, with one interpreter and one cache of programs, as a node would.</summary>
public sealed class StateTestRunner
{
    private readonly EvmInterpreter _interpreter = new();
    private readonly EvmProgramCache _programs = new(EvmConfiguration.Cancun);

    /// <summary>What differs, or null.</summary>
    public string? Run(StateTest test)
    {
        var state = test.BuildState();
        var host = new EthereumHost(state, test.Block, _interpreter, _programs, EvmConfiguration.Cancun);
        ulong? used = null;
        if (Transaction.TryDecode(test.TransactionBytes, test.Block.ChainId, out var transaction))
        {
            if (test.Sender is { } sender && sender != transaction.Sender) return $"sender {transaction.Sender}, not {sender}";
            used = StateTransition.Apply(host, transaction, test.Block);
        }

        if (used is null != test.ExpectsException) return used is null ? "the transaction was refused" : "the transaction was accepted";
        var logs = StateRoots.OfLogs(state.Logs);
        if (logs != test.LogsHash) return $"{state.Logs.Count} logs with hash {logs.ToHex()}, not {test.LogsHash.ToHex()}; gas {used}";
        var root = StateRoots.OfState(state);
        return root == test.StateRoot ? null : $"state root {root.ToHex()}, not {test.StateRoot.ToHex()}; gas {used}";
    }
}
