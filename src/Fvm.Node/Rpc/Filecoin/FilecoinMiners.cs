using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Miners: who they are, their power, what they can withdraw, their deadlines' times (lotus <c>node/impl/full/state.go</c>).</summary>
internal static class FilecoinMiners
{
    /// <summary>The multicodec of a CID that holds a peer's multihash.</summary>
    private const byte LibP2pKey = 0x72;

    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.Add("Filecoin.StateListMiners", call =>
        {
            call.Result.WriteStartArray();
            foreach ((string miner, _) in Power(net.StateOf(call.Optional(0, "tipset key"))).Entries("Claims"))
                call.Result.WriteStringValue(Address.Parse(miner).Shown());
            call.Result.WriteEndArray();
        });
        table.Add("Filecoin.StateMinerInfo", call => call.Result.WriteNode(Info(Miner(call, net, 1))));
        table.AddWaiting("Filecoin.StateMinerPower", call => WritePowerAsync(call, net));
        table.Add("Filecoin.StateMinerProvingDeadline", call =>
        {
            BuiltinState miner = Miner(call, net, 1);
            ProvingDeadline.At(miner.Int64("ProvingPeriodStart"), miner.UInt64("CurrentDeadline"), net.TipsetOf(call.Optional(1, "tipset key")).Height).Write(call.Result);
        });
        table.Add("Filecoin.StateMinerAvailableBalance", call =>
            call.Result.WriteNumberText(Available(Miner(call, net, 1), net.TipsetOf(call.Optional(1, "tipset key")).Height).Atto));
    }

    /// <summary>The miner that a call names first, after the tipset that it names later.</summary>
    public static BuiltinState Miner(RpcCall call, Devnet net, int key) =>
        BuiltinState.Of(net.StateOf(call.Optional(key, "tipset key")), call.Required(0, "miner").AnyAddress(), BuiltinActor.Miner);

    private static BuiltinState Power(ChainState state) => BuiltinState.Of(state, SingletonActors.StoragePower, BuiltinActor.Power);

    /// <summary>A worker to come is <c>&lt;empty&gt;</c> where there is none, as lotus shows the address that is none; a peer's id that is no multihash is null.</summary>
    private static JsonNode? Info(BuiltinState miner)
    {
        var info = (JsonObject)miner.Read("Info")!;
        JsonNode? worker = info["PendingWorkerKey"];
        byte[] peer = Convert.FromBase64String(info["PeerID"]!.GetValue<string>());
        var shown = new JsonObject
        {
            ["NewWorker"] = worker?["NewWorker"]?.DeepClone() ?? "<empty>",
            ["WorkerChangeEpoch"] = worker?["EffectiveAt"]?.DeepClone() ?? -1,
            ["PeerId"] = Cid.TryParse([1, LibP2pKey, .. peer], out _) ? Multibase.EncodeUnprefixed(MultibaseEncoding.Base58Btc, peer) : null,
        };
        foreach ((string name, JsonNode? value) in info)
        {
            if (name is not ("PendingWorkerKey" or "PeerID"))
                shown[name] = value?.DeepClone();
        }

        return FilecoinJson.Local(shown);
    }

    /// <summary>Whether a miner's power is enough depends on the network that a bundle was built for, so the power actor is asked.</summary>
    private static async ValueTask WritePowerAsync(RpcCall call, Devnet net)
    {
        Address address = call.Required(0, "miner").AnyAddress();
        ExecutedTipset tipset = net.TipsetOf(call.Optional(1, "tipset key"));
        ChainState state = net.StateOf(call.Optional(1, "tipset key"));
        BuiltinState power = Power(state);
        ActorId id = state.Resolve(address) ?? throw FilecoinState.NoActor(address);
        bool isMiner = power.TryRead($"Claims/{id.ToAddress()}", out JsonNode? claim);
        bool isEnough = isMiner && await HasMinPowerAsync(net, tipset, id).ConfigureAwait(false);
        call.Result.WriteStartObject();
        Write("MinerPower"u8, claim?["RawBytePower"], claim?["QualityAdjPower"]);
        Write("TotalPower"u8, power.Read("TotalRawBytePower"), power.Read("TotalQualityAdjPower"));
        call.Result.WriteBoolean("HasMinPower"u8, isEnough);
        call.Result.WriteEndObject();

        void Write(ReadOnlySpan<byte> name, JsonNode? raw, JsonNode? adjusted)
        {
            call.Result.WriteStartObject(name);
            call.Result.WriteString("RawBytePower"u8, raw?.GetValue<string>() ?? "0");
            call.Result.WriteString("QualityAdjPower"u8, adjusted?.GetValue<string>() ?? "0");
            call.Result.WriteEndObject();
        }
    }

    /// <summary>Whether a miner has the power that leaders need, by the power actor after a tipset.</summary>
    public static async Task<bool> HasMinPowerAsync(Devnet net, ExecutedTipset tipset, ActorId miner)
    {
        CallResult result = await net.CallAsync(
            new Message
            {
                From = SingletonActors.System.ToAddress(),
                To = SingletonActors.StoragePower.ToAddress(),
                MethodNum = MethodNumber.FromName("MinerRawPower"),
                Params = CborCodecs.UInt64.Encode(miner.Value),
            },
            tipset).ConfigureAwait(false);
        var reader = new CborReader(result.Receipt.ReturnData.Span);
        reader.ReadArrayHeader(2);
        reader.Skip();
        return result.IsSuccess && reader.ReadBool() && !reader.Failed;
    }

    /// <summary>The balance without what is locked, deposited, pledged and owed; with what would be free if the miner's cron ran now (go-state-types miner CheckVestedFunds).</summary>
    private static TokenAmount Available(BuiltinState miner, long epoch)
    {
        TokenAmount unlocked = miner.Balance
            - TokenAmount.FromAtto(miner.Number("LockedFunds") + miner.Number("PreCommitDeposits") + miner.Number("InitialPledge"));
        if (unlocked.IsNegative)
            throw new RpcException(RpcErrorCode.ServerError, $"failed to get available balance: negative unlocked balance {unlocked.Atto}");
        TokenAmount vested = TokenAmount.Zero;
        foreach (JsonNode? fund in Vesting(miner).TakeWhile(fund => fund!["Epoch"]!.GetValue<long>() < epoch))
            vested += TokenAmount.FromAtto(BuiltinState.ToNumber(fund!["Amount"]));
        return unlocked - TokenAmount.FromAtto(miner.Number("FeeDebt")) + vested;
    }

    private static IEnumerable<JsonNode?> Vesting(BuiltinState miner) =>
        miner.Read("VestingFunds") is { } funds ? miner.Read("VestingFunds/Tail")!.AsArray().Prepend(funds["Head"]) : [];
}
