using Fvm.Crypto;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc.Forks;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Randomness of the chain and the beacon, as actors draw it (lotus <c>chain/rand</c>). It is faked here: see docs/devnet.md.</summary>
internal static class FilecoinRandomness
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        AddSource("Tickets", net.Randomness.Ticket);
        AddSource("Beacon", (epoch, running) => net.Randomness.Beacon(epoch, running).Data);
        table.Add("Filecoin.StateGetBeaconEntry", call => call.Result.WriteBeacon(net.Randomness.Beacon(Past(call.Required(0, "epoch"), net.Head), null)));

        void AddSource(string name, Func<long, Tipset?, ReadOnlyMemory<byte>> source)
        {
            table.Add($"Filecoin.StateGetRandomnessFrom{name}", call =>
            {
                byte[] entropy = call.Optional(2, "entropy") is { IsMissing: false } given ? given.Base64() : [];
                ExecutedTipset from = net.TipsetOf(call.Optional(3, "tipset key"));
                long epoch = Past(call.Required(1, "epoch"), from);
                call.Result.WriteBase64StringValue(RandomnessDraw.Draw(
                    call.Required(0, "personalization").Epoch(), Blake2b.Hash256(source(epoch, from.Tipset).Span), epoch, entropy));
            });
            table.Add($"Filecoin.StateGetRandomnessDigestFrom{name}", call =>
            {
                ExecutedTipset from = net.TipsetOf(call.Optional(1, "tipset key"));
                call.Result.WriteBase64StringValue(Blake2b.Hash256(source(Past(call.Required(0, "epoch"), from), from.Tipset).Span));
            });
        }
    }

    private static long Past(RpcValue epoch, ExecutedTipset from) => epoch.Epoch() is var asked && asked <= from.Height
        ? asked
        : throw new RpcException(RpcErrorCode.ServerError, "cannot draw randomness from the future");
}
