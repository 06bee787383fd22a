using System.Text.Json.Nodes;
using Fvm.Actors;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>What multisigs hold, lock and wait for (lotus <c>node/impl/full/state.go</c>, Msig*).</summary>
internal static class FilecoinMultisig
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.MsigGetAvailableBalance", call =>
        {
            ExecutedTipset tipset = net.TipsetOf(call.Optional(1, "tipset key"));
            BuiltinState wallet = Wallet(call, net.StateOf(call.Optional(1, "tipset key")));
            call.Result.WriteNumberText((wallet.Balance - Locked(wallet, tipset.Height)).Atto);
        });
        table.Add("Filecoin.MsigGetVestingSchedule", call =>
        {
            MultisigState state = Wallet(call, net.StateOf(call.Optional(1, "tipset key"))).As<MultisigState>();
            call.Result.WriteStartObject();
            call.Result.WriteAtto("InitialBalance"u8, state.InitialBalance);
            call.Result.WriteNumber("StartEpoch"u8, state.StartEpoch);
            call.Result.WriteNumber("UnlockDuration"u8, state.UnlockDuration);
            call.Result.WriteEndObject();
        });
        table.Add("Filecoin.MsigGetVested", call =>
        {
            ExecutedTipset start = net.TipsetOf(call.Optional(1, "start"));
            ExecutedTipset end = net.TipsetOf(call.Optional(2, "end"));
            if (start.Height > end.Height)
                throw new RpcException(RpcErrorCode.ServerError, $"start tipset {start.Height} is after end tipset {end.Height}");
            BuiltinState wallet = Wallet(call, net.StateOf(call.Optional(2, "end")));
            call.Result.WriteNumberText((Locked(wallet, start.Height) - Locked(wallet, end.Height)).Atto);
        });
        table.Add("Filecoin.MsigGetPending", call =>
        {
            var pending = new JsonArray();
            foreach ((string id, JsonNode? transaction) in Wallet(call, net.StateOf(call.Optional(1, "tipset key"))).Entries("PendingTxns"))
                pending.Add(Pending(id, (JsonObject)transaction!));
            call.Result.WriteNode(FilecoinJson.Local(pending));
        });
    }

    private static BuiltinState Wallet(RpcCall call, ChainState state) => BuiltinState.Of(state, call.Required(0, "address").AnyAddress(), BuiltinActor.Multisig);

    private static TokenAmount Locked(BuiltinState wallet, long epoch)
    {
        MultisigState state = wallet.As<MultisigState>();
        return state.AmountLocked(epoch - state.StartEpoch);
    }

    private static JsonObject Pending(string id, JsonObject transaction)
    {
        var shown = new JsonObject { ["ID"] = long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) };
        foreach ((string name, JsonNode? value) in transaction)
            shown[name] = value?.DeepClone();
        if (shown["Params"]?.GetValue<string>().Length == 0)
            shown["Params"] = null;
        return shown;
    }
}
