using Fvm.Abi;
using Fvm.Abi.Tracing;

namespace Fvm.Hosting;

/// <summary>Sorts the charges of a trace into what the gas went for.</summary>
public static class GasCategories
{
    /// <summary>What an actor charged itself (<c>gas.charge</c>), and any name that is new.</summary>
    private const string Other = "other";

    private static readonly (string Category, string[] Names)[] Table =
    [
        ("message", ["OnChainMessage", "OnChainReturnValue"]),
        ("execution", ["wasm_exec", "native_exec"]),
        ("memory", ["wasm_memory_init", "wasm_memory_grow", "wasm_table_init", "native_init"]),
        ("storage",
        [
            "OnBlockOpenBase", "OnBlockOpenPerByte", "OnBlockRead", "OnBlockCreate", "OnBlockLink", "OnBlockStat",
            "OnActorLookup", "OnActorUpdate", "OnCreateActor", "OnDeleteActor",
        ]),
        ("calls", ["OnMethodInvocation", "OnValueTransfer"]),
        ("syscalls",
        [
            "OnSyscall", "OnMessageContext", "OnNetworkContext", "OnTipsetCid", "OnSelfBalance", "OnBalanceOf", "OnResolveAddress", "OnLookupAddress",
            "OnGetActorCodeCid", "OnGetBuiltinActorType", "OnGetCodeCidForType", "OnVerifySignature", "OnRecoverSecpPublicKey", "OnHashing",
            "OnComputeUnsealedSectorCid", "OnVerifySeal", "OnVerifyAggregateSeals", "OnVerifyPost", "OnVerifyReplicaUpdate",
            "OnVerifyConsensusFault", "OnGetRandomness", "OnActorEventValidate", "OnActorEventAccept",
        ]),
        (Other, []),
    ];

    /// <summary>The gas of a trace by category, in the order message, execution, memory, storage, calls, syscalls, other; those without gas too.</summary>
    /// <param name="trace">The trace.</param>
    public static IReadOnlyList<KeyValuePair<string, GasAmount>> Sum(IReadOnlyList<ExecutionEvent> trace)
    {
        var sums = new GasAmount[Table.Length];
        foreach (GasCharged charge in trace.OfType<GasCharged>())
        {
            int index = Array.FindIndex(Table, row => row.Names.Contains(charge.Name, StringComparer.Ordinal));
            sums[index < 0 ? ^1 : index] += charge.Taken;
        }

        return [.. Table.Select((row, index) => KeyValuePair.Create(row.Category, sums[index]))];
    }
}
