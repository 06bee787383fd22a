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

    [Fact]
    public void Signatures_of_version_3_are_frozen()
    {
        IEnumerable<string> actual = SyscallTable.V3.Syscalls
            .Select(row => $"{row.Module}.{row.Name} {string.Concat(row.Type.Parameters.Select(type => type == Wasm.Model.ValueType.I32 ? 'i' : 'l'))}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(Frozen.Split('\n', StringSplitOptions.TrimEntries), actual);
    }

    [Fact]
    public void Every_syscall_returns_one_i32() =>
        Assert.All(SyscallTable.V3.Syscalls, row => Assert.Equal([Wasm.Model.ValueType.I32], row.Type.Results));

    [Fact]
    public void Sizes_of_the_out_structs_are_frozen() => Assert.Equal(
        (16, 16, 12, 20, 20, 80, 44),
        (OutStructs.TokenAmountSize, OutStructs.IpldOpenSize, OutStructs.IpldStatSize, OutStructs.SendSize, OutStructs.VerifyConsensusFaultSize,
            OutStructs.MessageContextSize, OutStructs.NetworkContextSize));
}
