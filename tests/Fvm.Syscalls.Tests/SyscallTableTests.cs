using Fvm.Protocol;

namespace Fvm.Syscalls.Tests;

/// <summary>
/// The syscall table is the ABI of every actor on chain; the list below was typed from the signatures that the bundles of actors v10 import
/// and from ref-fvm's SDK. When a test here fails, the table is wrong: a new version of the FVM is a new table.
/// </summary>
public sealed class SyscallTableTests
{
    // i = i32, l = i64; the out pointer included. Every syscall returns one i32.
    private const string Frozen = """
        actor.balance_of il
        actor.create_actor liii
        actor.get_actor_code_cid ilii
        actor.get_builtin_actor_type ii
        actor.get_code_cid_for_type iiii
        actor.lookup_delegated_address ilii
        actor.next_actor_address iii
        actor.resolve_address iii
        crypto.batch_verify_seals iii
        crypto.compute_unsealed_sector_cid iliiii
        crypto.hash iliiii
        crypto.recover_secp_public_key iii
        crypto.verify_aggregate_seals iii
        crypto.verify_consensus_fault iiiiiii
        crypto.verify_post iii
        crypto.verify_replica_update iii
        crypto.verify_signature iiiiiiii
        debug.enabled i
        debug.log ii
        debug.store_artifact iiii
        event.emit_event ii
        gas.available i
        gas.charge iil
        ipld.block_create ilii
        ipld.block_link iiliii
        ipld.block_open ii
        ipld.block_read iiiii
        ipld.block_stat ii
        network.context i
        network.tipset_cid ilii
        network.total_fil_circ_supply i
        rand.get_beacon_randomness illii
        rand.get_chain_randomness illii
        self.current_balance i
        self.root iii
        self.self_destruct ii
        self.set_root i
        send.send iiilillll
        vm.exit iiii
        vm.message_context i
        """;

    // FVM v2, which the bundles of actors v8 and v9 import; the whole list, so that a change of v3 cannot change it.
    private const string FrozenTwo = """
        actor.create_actor li
        actor.get_actor_code_cid ilii
        actor.get_builtin_actor_type ii
        actor.get_code_cid_for_type iiii
        actor.new_actor_address iii
        actor.resolve_address iii
        crypto.batch_verify_seals iii
        crypto.compute_unsealed_sector_cid iliiii
        crypto.hash iliiii
        crypto.recover_secp_public_key iii
        crypto.verify_aggregate_seals iii
        crypto.verify_consensus_fault iiiiiii
        crypto.verify_post iii
        crypto.verify_replica_update iii
        crypto.verify_seal iii
        crypto.verify_signature iiiiiiii
        debug.enabled i
        debug.log ii
        debug.store_artifact iiii
        gas.charge iil
        ipld.block_create ilii
        ipld.block_link iiliii
        ipld.block_open ii
        ipld.block_read iiiii
        ipld.block_stat ii
        network.base_fee i
        network.total_fil_circ_supply i
        rand.get_beacon_randomness illii
        rand.get_chain_randomness illii
        self.current_balance i
        self.root iii
        self.self_destruct ii
        self.set_root i
        send.send iiilill
        vm.abort iii
        vm.context i
        """;

    private static readonly string[] AddedByFour =
    [
        "crypto.verify_bls_aggregate iiiiii", "event.emit_event iiiiii", "rand.get_beacon_randomness il", "rand.get_chain_randomness il",
        "self.self_destruct i",
    ];

    public static TheoryData<NetworkVersion, SyscallTable> Tables => new()
    {
        { NetworkVersion.V16, SyscallTable.V2 },
        { NetworkVersion.V17, SyscallTable.V2 },
        { NetworkVersion.V18, SyscallTable.V3 },
        { NetworkVersion.V20, SyscallTable.V3 },
        { NetworkVersion.V21, SyscallTable.V4 },
        { NetworkVersion.V29, SyscallTable.V4 },
    };

    [Fact]
    public void Signatures_of_version_2_are_frozen() => Assert.Equal(FrozenTwo.Split('\n', StringSplitOptions.TrimEntries), Signatures(SyscallTable.V2));

    [Fact]
    public void Signatures_of_version_3_are_frozen() => Assert.Equal(Frozen.Split('\n', StringSplitOptions.TrimEntries), Signatures(SyscallTable.V3));

    [Fact]
    public void Signatures_of_version_4_are_frozen()
    {
        string[] replaced = [.. AddedByFour.Select(row => row[..row.IndexOf(' ', StringComparison.Ordinal)])];
        IEnumerable<string> kept = Frozen.Split('\n', StringSplitOptions.TrimEntries)
            .Where(row => !replaced.Contains(row[..row.IndexOf(' ', StringComparison.Ordinal)]));
        Assert.Equal(kept.Concat(AddedByFour).Order(StringComparer.Ordinal), Signatures(SyscallTable.V4));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Network_versions_have_their_tables(NetworkVersion version, SyscallTable table) => Assert.Same(table, SyscallTable.Of(version));

    [Fact]
    public void Every_syscall_returns_one_i32() => Assert.All(
        [.. SyscallTable.V2.Syscalls, .. SyscallTable.V3.Syscalls, .. SyscallTable.V4.Syscalls],
        row => Assert.Equal([Wasm.Model.ValueType.I32], row.Type.Results));

    [Fact]
    public void Sizes_of_the_out_structs_are_frozen() => Assert.Equal(
        (16, 16, 12, 20, 20, 80, 44, 52),
        (OutStructs.TokenAmountSize, OutStructs.IpldOpenSize, OutStructs.IpldStatSize, OutStructs.SendSize, OutStructs.VerifyConsensusFaultSize,
            OutStructs.MessageContextSize, OutStructs.NetworkContextSize, OutStructs.InvocationContextSize));

    private static IEnumerable<string> Signatures(SyscallTable table) => table.Syscalls
        .Select(row => $"{row.Module}.{row.Name} {string.Concat(row.Type.Parameters.Select(type => type == Wasm.Model.ValueType.I32 ? 'i' : 'l'))}")
        .Order(StringComparer.Ordinal);
}
