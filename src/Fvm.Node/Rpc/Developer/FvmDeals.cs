using System.Text.Json;
using Fvm.Node.Rpc.Filecoin;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Developer;

/// <summary>Deals that are published and active at once.</summary>
internal static class FvmDeals
{
    private static readonly string[] Members =
        ["Provider", "Client", "PieceCID", "PieceSize", "VerifiedDeal", "Label", "StartEpoch", "EndEpoch", "StoragePricePerEpoch", "ProviderCollateral", "ClientCollateral"];

    public static void Add(RpcMethodTable table, Devnet net, WalletKeys keys)
    {
        table.AddWaiting("fvm_publishDeal", async call =>
            call.Result.WriteNumberValue(await net.Deals.PublishAsync(Terms(call.Optional(0, "terms"), keys)).ConfigureAwait(false)));
        table.AddWaiting("fvm_activateDeal", async call =>
        {
            RpcValue what = call.Optional(0, "deal or terms");
            ActiveDeal made = await (what is { IsMissing: false, Kind: not JsonValueKind.Object }
                ? net.Deals.ActivateAsync(what.UInt64())
                : net.Deals.ActivateAsync(Terms(what, keys))).ConfigureAwait(false);
            call.Result.WriteStartObject();
            call.Result.WriteNumber("DealID"u8, made.Deal);
            call.Result.WriteString("Provider"u8, made.Miner.Shown());
            call.Result.WriteNumber("SectorStartEpoch"u8, made.Activated);
            call.Result.WriteSectorFields(made.Sector);
            call.Result.WriteEndObject();
        });
    }

    /// <summary>Terms by the names of lotus's proposals; what is left out has its default.</summary>
    private static DealTerms Terms(RpcValue value, WalletKeys keys)
    {
        if (value.IsMissing)
            return new DealTerms();
        foreach ((string name, RpcValue member) in value.Members())
        {
            if (!Members.Contains(name))
                throw member.Wrong($"there is no such term; these are {string.Join(", ", Members)}");
        }

        return new DealTerms
        {
            Provider = Of("Provider") is { } provider ? provider.AnyAddress() : null,
            Client = Of("Client") is { } client ? Client(client, keys) : null,
            Piece = Of("PieceCID") is { } piece ? piece.Link() : null,
            PieceSize = Of("PieceSize") is { } size ? size.UInt64() : null,
            IsVerified = value.IsOn("VerifiedDeal"),
            Label = Of("Label") is { } label ? label.Text() : null,
            Start = Of("StartEpoch") is { } start ? start.Epoch() : null,
            End = Of("EndEpoch") is { } end ? end.Epoch() : null,
            PricePerEpoch = Of("StoragePricePerEpoch") is { } price ? TokenAmount.FromAtto(price.Amount()) : TokenAmount.Zero,
            ProviderCollateral = Of("ProviderCollateral") is { } collateral ? TokenAmount.FromAtto(collateral.Amount()) : null,
            ClientCollateral = Of("ClientCollateral") is { } own ? TokenAmount.FromAtto(own.Amount()) : TokenAmount.Zero,
        };

        RpcValue? Of(string name) => value.Member(name) is { IsMissing: false } member ? member : null;
    }

    private static NativeAccount Client(RpcValue value, WalletKeys keys) => keys.TryGetNative(value.AnyAddress(), out NativeAccount? account)
        ? account
        : throw value.Wrong("the wallet has no f1 or f3 key of it, and a proposal is signed: publish it yourself (PublishStorageDeals) and name the deal");
}
