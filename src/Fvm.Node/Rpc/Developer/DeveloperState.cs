using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Developer;

/// <summary>What no network lets anybody do: set balances, code and storage, act for others, go back. Addresses are 0x, f or t.</summary>
internal static class DeveloperState
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        AddEdits(table, net.Developer, net);
        AddSnapshots(table, net.Developer);
        AddImpersonation(table, net.Developer);
    }

    private static void AddEdits(RpcMethodTable table, DevnetDeveloper developer, Devnet net)
    {
        Set(table, "hardhat_setBalance anvil_setBalance evm_setAccountBalance tenderly_setBalance", call =>
            developer.SetBalanceAsync(Who(call), TokenAmount.FromAtto(call.Required(1, "balance").Amount())));
        Set(table, "anvil_addBalance hardhat_addBalance tenderly_addBalance fvm_fund", call =>
        {
            Address who = Who(call);
            return developer.SetBalanceAsync(who, net.StateAt().BalanceOf(who) + TokenAmount.FromAtto(call.Required(1, "amount").Amount()));
        });
        Set(table, "hardhat_setNonce anvil_setNonce evm_setAccountNonce", call => developer.SetNonceAsync(Who(call), call.Required(1, "nonce").UInt64()));
        Set(table, "hardhat_setCode anvil_setCode evm_setAccountCode", call => developer.SetCodeAsync(Who(call), call.Required(1, "code").Data()));
        Set(table, "hardhat_setStorageAt anvil_setStorageAt evm_setAccountStorageAt", call => developer.SetStorageAsync(
            Who(call), call.Required(1, "key").Word(), UInt256.ReadBigEndian(call.Required(2, "word").Data(UInt256.ByteLength))));
        Set(table, "hardhat_setNextBlockBaseFeePerGas anvil_setNextBlockBaseFeePerGas", call =>
            developer.SetNextBaseFeeAsync(TokenAmount.FromAtto(call.Required(0, "base fee").Amount())));
        Set(table, "hardhat_setCoinbase anvil_setCoinbase", call => developer.SetMinerAsync(Who(call)));
    }

    private static void AddSnapshots(RpcMethodTable table, DevnetDeveloper developer)
    {
        table.AddAllWaiting("evm_snapshot anvil_snapshot", async call => call.Result.WriteQuantity(await developer.TakeSnapshotAsync().ConfigureAwait(false)));
        table.AddAllWaiting("evm_revert anvil_revert", async call =>
            call.Result.WriteBooleanValue(await developer.RevertAsync(call.Required(0, "snapshot").UInt64()).ConfigureAwait(false)));
        Set(table, "hardhat_reset anvil_reset", call =>
        {
            RpcValue options = call.Optional(0, "options");
            RpcValue forking = options.IsMissing ? options : options.Member("forking");
            return forking.IsMissing || forking.Member("jsonRpcUrl").IsMissing ? developer.ResetAsync() : throw forking.Wrong("a running network takes up no other chain: start one with fvm devnet --fork URL");
        });
        Set(table, "anvil_rollback", call => developer.RollbackAsync((int)Math.Min(
            call.Optional(0, "depth") is { IsMissing: false } depth ? depth.Int63() : 1, int.MaxValue)));
        table.AddAllWaiting("anvil_dumpState hardhat_dumpState", async call =>
        {
            using var car = new MemoryStream();
            await developer.DumpStateAsync(car).ConfigureAwait(false);
            call.Result.WriteData(car.GetBuffer().AsSpan(0, (int)car.Length));
        });
        Set(table, "anvil_loadState hardhat_loadState", async call =>
        {
            using var car = new MemoryStream(call.Required(0, "state").Data());
            await developer.LoadStateAsync(car).ConfigureAwait(false);
        });
    }

    private static void AddImpersonation(RpcMethodTable table, DevnetDeveloper developer)
    {
        Set(table, "hardhat_impersonateAccount anvil_impersonateAccount", call => developer.ImpersonateAsync(Who(call)));
        Set(table, "hardhat_stopImpersonatingAccount anvil_stopImpersonatingAccount", call => developer.StopImpersonatingAsync(Who(call)));
        Set(table, "anvil_autoImpersonateAccount hardhat_autoImpersonateAccount", call => developer.ImpersonateAllAsync(call.Required(0, "on").Flag()));
    }

    private static Address Who(RpcCall call) => call.Required(0, "address").AnyAddress();

    /// <summary>A method that changes something and has nothing to tell: true, as Hardhat has it.</summary>
    private static void Set(RpcMethodTable table, string names, Func<RpcCall, Task> change) => table.AddAllWaiting(names, async call =>
    {
        await change(call).ConfigureAwait(false);
        call.Result.WriteBooleanValue(true);
    });
}
