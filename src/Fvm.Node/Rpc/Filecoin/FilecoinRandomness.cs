using Fvm.Crypto;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Randomness of the chain and the beacon, as actors draw it (lotus <c>chain/rand</c>). It is faked here: see docs/devnet.md.</summary>
internal static class FilecoinRandomness
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        AddSource("Tickets", static tipset => tipset.Tipset.Blocks[0].Ticket!.VrfProof);
        AddSource("Beacon", static tipset => Entry(tipset).Data);
        table.Add("Filecoin.StateGetBeaconEntry", call => call.Result.WriteBeacon(Entry(At(net, call.Required(0, "epoch"), net.Head))));

        void AddSource(string name, Func<ExecutedTipset, ReadOnlyMemory<byte>> source)
        {
            table.Add($"Filecoin.StateGetRandomnessFrom{name}", call =>
            {
                byte[] entropy = call.Optional(2, "entropy") is { IsMissing: false } given ? given.Base64() : [];
                ExecutedTipset at = At(net, call.Required(1, "epoch"), net.TipsetOf(call.Optional(3, "tipset key")));
                call.Result.WriteBase64StringValue(RandomnessDraw.Draw(
                    call.Required(0, "personalization").Epoch(), Blake2b.Hash256(source(at).Span), call.Required(1, "epoch").Epoch(), entropy));
            });
            table.Add($"Filecoin.StateGetRandomnessDigestFrom{name}", call =>
                call.Result.WriteBase64StringValue(Blake2b.Hash256(source(At(net, call.Required(0, "epoch"), net.TipsetOf(call.Optional(1, "tipset key")))).Span)));
        }
    }

    private static BeaconEntry Entry(ExecutedTipset tipset) => tipset.Tipset.Blocks[0].BeaconEntries[^1];

    /// <summary>The tipset of an epoch, of one without the last before it.</summary>
    private static ExecutedTipset At(Devnet net, RpcValue epoch, ExecutedTipset from) => epoch.Epoch() <= from.Height
        ? net.Chain.AtOrBefore(Math.Max(0, epoch.Epoch())) ?? throw new BeforeForkException(epoch.Epoch())
        : throw new RpcException(RpcErrorCode.ServerError, "cannot draw randomness from the future");
}
