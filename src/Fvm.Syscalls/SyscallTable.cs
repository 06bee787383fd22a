using System.Collections.Frozen;
using System.Collections.Immutable;
using Fvm.Abi.Node;
using Fvm.Protocol;
using Fvm.Wasm.Model;
using static Fvm.Syscalls.OutStructs;
using static Fvm.Wasm.Model.ValueType;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Syscalls;

/// <summary>The syscalls of a major version of the FVM: module, name, parameters (without the out pointer), bytes of the answer, what it does.</summary>
public sealed class SyscallTable
{
    private readonly FrozenDictionary<(string Module, string Name), Syscall> byName;

    private SyscallTable(ImmutableArray<Syscall> syscalls, BindingRules rules)
    {
        Syscalls = syscalls;
        Rules = rules;
        byName = syscalls.ToFrozenDictionary(syscall => (syscall.Module, syscall.Name));
    }

    /// <summary>FVM v3: network versions 18 to 20 (ref-fvm release/v3 <c>syscalls/mod.rs</c>, <c>bind_syscalls</c>).</summary>
    public static SyscallTable V3 { get; } = new(
    [
        new("vm", "exit", [I32, I32, I32, I32], 0, MessageSyscalls.Exit),
        new("vm", "message_context", [], MessageContextSize, MessageSyscalls.MessageContext),

        new("network", "total_fil_circ_supply", [], TokenAmountSize, NetworkSyscalls.TotalFilCirculatingSupply),
        new("network", "context", [], NetworkContextSize, NetworkSyscalls.Context),
        new("network", "tipset_cid", [I64, I32, I32], sizeof(uint), NetworkSyscalls.TipsetCid),

        new("ipld", "block_open", [I32], IpldOpenSize, IpldSyscalls.BlockOpen),
        new("ipld", "block_create", [I64, I32, I32], sizeof(uint), IpldSyscalls.BlockCreate),
        new("ipld", "block_read", [I32, I32, I32, I32], sizeof(int), IpldSyscalls.BlockRead),
        new("ipld", "block_stat", [I32], IpldStatSize, IpldSyscalls.BlockStat),
        new("ipld", "block_link", [I32, I64, I32, I32, I32], sizeof(uint), IpldSyscalls.BlockLink),

        new("self", "root", [I32, I32], sizeof(uint), SelfSyscalls.Root),
        new("self", "set_root", [I32], 0, SelfSyscalls.SetRoot),
        new("self", "current_balance", [], TokenAmountSize, SelfSyscalls.CurrentBalance),
        new("self", "self_destruct", [I32, I32], 0, SelfSyscalls.SelfDestructTo),

        new("actor", "resolve_address", [I32, I32], sizeof(ulong), ActorSyscalls.ResolveAddress),
        new("actor", "lookup_delegated_address", [I64, I32, I32], sizeof(uint), ActorSyscalls.LookupDelegatedAddress),
        new("actor", "get_actor_code_cid", [I64, I32, I32], sizeof(uint), ActorSyscalls.GetActorCodeCid),
        new("actor", "next_actor_address", [I32, I32], sizeof(uint), ActorSyscalls.NextActorAddress),
        new("actor", "create_actor", [I64, I32, I32, I32], 0, ActorSyscalls.CreateActor),
        new("actor", "get_builtin_actor_type", [I32], sizeof(int), ActorSyscalls.GetBuiltinActorType),
        new("actor", "get_code_cid_for_type", [I32, I32, I32], sizeof(uint), ActorSyscalls.GetCodeCidForType),
        new("actor", "balance_of", [I64], TokenAmountSize, ActorSyscalls.BalanceOf),

        new("crypto", "verify_signature", [I32, I32, I32, I32, I32, I32, I32], sizeof(int), CryptoSyscalls.VerifySignature),
        new("crypto", "recover_secp_public_key", [I32, I32], CryptoSyscalls.SecpPublicKeyLength, CryptoSyscalls.RecoverSecpPublicKey),
        new("crypto", "hash", [I64, I32, I32, I32, I32], sizeof(uint), CryptoSyscalls.Hash),
        new("crypto", "verify_post", [I32, I32], sizeof(int), CryptoSyscalls.VerifyPost),
        new("crypto", "compute_unsealed_sector_cid", [I64, I32, I32, I32, I32], sizeof(uint), CryptoSyscalls.ComputeUnsealedSectorCidV3),
        new("crypto", "verify_consensus_fault", [I32, I32, I32, I32, I32, I32], VerifyConsensusFaultSize, CryptoSyscalls.VerifyConsensusFault),
        new("crypto", "verify_aggregate_seals", [I32, I32], sizeof(int), CryptoSyscalls.VerifyAggregateSeals),
        new("crypto", "verify_replica_update", [I32, I32], sizeof(int), CryptoSyscalls.VerifyReplicaUpdate),
        new("crypto", "batch_verify_seals", [I32, I32, I32], 0, CryptoSyscalls.BatchVerifySeals),

        new("event", "emit_event", [I32, I32], 0, EventSyscalls.EmitEncodedEvent),

        new("rand", "get_chain_randomness", [I64, I64, I32, I32], RandomnessSyscalls.Length, RandomnessSyscalls.DrawChainRandomness),
        new("rand", "get_beacon_randomness", [I64, I64, I32, I32], RandomnessSyscalls.Length, RandomnessSyscalls.DrawBeaconRandomness),

        new("gas", "charge", [I32, I32, I64], 0, GasSyscalls.Charge),
        new("gas", "available", [], sizeof(ulong), GasSyscalls.Available),

        new("send", "send", [I32, I32, I64, I32, I64, I64, I64, I64], SendSize, SendSyscalls.Send),

        new("debug", "log", [I32, I32], 0, DebugSyscalls.Log),
        new("debug", "enabled", [], sizeof(int), DebugSyscalls.Enabled),
        new("debug", "store_artifact", [I32, I32, I32, I32], 0, DebugSyscalls.StoreArtifact),
    ],
    BindingRules.V3);

    /// <summary>FVM v2: network versions 16 and 17 (ref-fvm release/v2 <c>syscalls/mod.rs</c>, <c>bind_syscalls</c>): what differs from v3.</summary>
    public static SyscallTable V2 { get; } = V3
        .Without("vm.exit", "vm.message_context", "network.context", "network.tipset_cid", "actor.lookup_delegated_address",
            "actor.next_actor_address", "actor.balance_of", "event.emit_event", "gas.available")
        .With(
            BindingRules.V2,
            new("vm", "abort", [I32, I32, I32], 0, MessageSyscalls.Abort),
            new("vm", "context", [], InvocationContextSize, MessageSyscalls.InvocationContext),
            new("network", "base_fee", [], TokenAmountSize, NetworkSyscalls.BaseFee),
            new("actor", "new_actor_address", [I32, I32], sizeof(uint), ActorSyscalls.NextActorAddress),
            new("actor", "create_actor", [I64, I32], 0, ActorSyscalls.CreateActorOfCode),
            new("crypto", "verify_seal", [I32, I32], sizeof(int), CryptoSyscalls.VerifySeal),
            new("crypto", "compute_unsealed_sector_cid", [I64, I32, I32, I32, I32], sizeof(uint), CryptoSyscalls.ComputeUnsealedSectorCidV2),
            new("gas", "charge", [I32, I32, I64], 0, GasSyscalls.ChargeSigned),
            new("send", "send", [I32, I32, I64, I32, I64, I64], SendSize, SendSyscalls.SendUnlimited));

    /// <summary>FVM v4: network versions 21 to 29 (ref-fvm <c>syscalls/mod.rs</c>): what differs from v3.</summary>
    public static SyscallTable V4 { get; } = V3.With(
        BindingRules.V4,
        new("self", "self_destruct", [I32], 0, SelfSyscalls.SelfDestruct),
        new("crypto", "verify_bls_aggregate", [I32, I32, I32, I32, I32], sizeof(int), CryptoSyscalls.VerifyBlsAggregate),
        new("crypto", "compute_unsealed_sector_cid", [I64, I32, I32, I32, I32], sizeof(uint), CryptoSyscalls.ComputeUnsealedSectorCidV4),
        new("event", "emit_event", [I32, I32, I32, I32, I32, I32], 0, EventSyscalls.EmitEvent),
        new("rand", "get_chain_randomness", [I64], RandomnessSyscalls.Length, RandomnessSyscalls.GetChainRandomness),
        new("rand", "get_beacon_randomness", [I64], RandomnessSyscalls.Length, RandomnessSyscalls.GetBeaconRandomness));

    /// <summary>FVM v4 with installation, with upgrades, with both: the syscalls that the network leaves out (ref-fvm features m2-native, upgrade-actor).</summary>
    private static readonly SyscallTable[] WithUserCode =
    [
        V4.With(BindingRules.V4, Install), V4.With(BindingRules.V4, Upgrade), V4.With(BindingRules.V4, Install, Upgrade),
    ];

    private static Syscall Install => new("actor", "install_actor", [I32], 0, ActorSyscalls.InstallActor);

    private static Syscall Upgrade => new("actor", "upgrade_actor", [I32, I32], SendSize, ActorSyscalls.UpgradeActor);

    /// <summary>How the version binds otherwise.</summary>
    internal BindingRules Rules { get; }

    /// <summary>The rows.</summary>
    internal ImmutableArray<Syscall> Syscalls { get; }

    /// <summary>The syscall behind an import, or null.</summary>
    internal Syscall? Find(string module, string name) => byName.GetValueOrDefault((module, name));

    /// <summary>The table of a network version; which versions a machine has is the machine's to say.</summary>
    /// <param name="version">The network version.</param>
    /// <param name="userCode">What user code may do, from network version 21 on.</param>
    public static SyscallTable Of(NetworkVersion version, UserCode userCode = UserCode.None) => version switch
    {
        <= NetworkVersion.V17 => V2,
        <= NetworkVersion.V20 => V3,
        _ => (userCode.HasFlag(UserCode.Install), userCode.HasFlag(UserCode.Upgrade)) switch
        {
            (false, false) => V4,
            (true, false) => WithUserCode[0],
            (false, true) => WithUserCode[1],
            (true, true) => WithUserCode[2],
        },
    };

    /// <summary>This table with rows put in place of those of the same name, and new ones behind.</summary>
    private SyscallTable With(BindingRules rules, params Syscall[] rows) =>
        new([.. Syscalls.Where(old => !rows.Any(row => row.Module == old.Module && row.Name == old.Name)), .. rows], rules);

    /// <summary>This table without the rows of some names.</summary>
    private SyscallTable Without(params string[] names) =>
        new([.. Syscalls.Where(old => !names.Contains($"{old.Module}.{old.Name}", StringComparer.Ordinal))], Rules);
}
