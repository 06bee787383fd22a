using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>The market at an epoch, and the messages by which deals are published and get into sectors (builtin-actors <c>actors/market/src/lib.rs</c>).</summary>
internal sealed class MarketDeal(ChainState state, long epoch)
{
    private const long Day = 2880;
    private const long LeastDuration = 180 * Day;
    private const ulong UsualPieceSize = 1 << 20;

    private readonly StoredActor market = new(state, SingletonActors.StorageMarket.ToAddress(), BuiltinActor.Market, "market");

    /// <summary>
    /// What publishes a deal: both sides' money first, which the reserve gives, then the client's signed proposal in the name of the miner's worker.
    /// </summary>
    /// <param name="terms">What is agreed on.</param>
    /// <param name="miner">The provider.</param>
    /// <param name="client">Who signs.</param>
    /// <param name="circulating">The circulating supply.</param>
    public IEnumerable<(string What, Message Message)> Publish(DealTerms terms, StorageMiner miner, NativeAccount client, TokenAmount circulating)
    {
        JsonObject proposal = Proposal(terms, miner, client, circulating);
        var locked = new[]
        {
            (Of: client.Address, Amount: terms.ClientCollateral + TokenAmount.FromAtto(terms.PricePerEpoch.Atto * (proposal["EndEpoch"]!.GetValue<long>() - proposal["StartEpoch"]!.GetValue<long>()))),
            (Of: miner.Address, Amount: TokenAmount.FromAtto(BigInteger.Parse(proposal["ProviderCollateral"]!.GetValue<string>(), CultureInfo.InvariantCulture))),
        };
        foreach ((Address of, TokenAmount amount) in locked.Where(static one => !one.Amount.IsZero && !one.Amount.IsNegative))
            yield return ("AddBalance", market.Make(SingletonActors.Reserve.ToAddress(), "AddBalance", JsonValue.Create(of.ToString())) with { Value = amount });
        Signature signature = client.SignBytes(SchemaWriter.Write(ProposalType, proposal));
        yield return ("PublishStorageDeals", market.Make(miner.Worker, "PublishStorageDeals", new JsonObject
        {
            ["Deals"] = new JsonArray(new JsonObject
            {
                ["Proposal"] = proposal,
                ["ClientSignature"] = new JsonObject { ["Type"] = (int)signature.Type, ["Data"] = Convert.ToBase64String(signature.Bytes.Span) },
            }),
        }));
    }

    /// <summary>The number of the deal that was published.</summary>
    public static ulong Published(ApplyResult result)
    {
        SchemaType type = ActorSchemas.Of(BuiltinActor.Market).Method("PublishStorageDeals")!.Return!;
        return SchemaReader.TryRead(type, result.Receipt.ReturnData.Span, out JsonNode? json, out _) && json!["IDs"] is JsonArray { Count: 1 } ids
            ? ids[0]!.GetValue<ulong>()
            : throw new DevnetException("PublishStorageDeals returned no number");
    }

    /// <summary>A deal that a sector may still be made for.</summary>
    /// <exception cref="DevnetException">There is none, or it is active, or would be too late.</exception>
    public JsonObject Pending(ulong deal, long provenAt)
    {
        if (!market.TryRead(Path($"Proposals/{deal}"), out JsonNode? proposal))
            throw new DevnetException($"there is no deal {deal}");
        if (market.TryRead(Path($"States/{deal}"), out JsonNode? about) && about is not null)
            throw new DevnetException($"deal {deal} is active since epoch {about["SectorStartEpoch"]}");
        long start = proposal!["StartEpoch"]!.GetValue<long>();
        return start >= provenAt ? (JsonObject)proposal : throw new DevnetException($"deal {deal} begins at epoch {start}: its sector would be there at {provenAt}");
    }

    /// <summary>CommD of a sector with the piece of a deal in it.</summary>
    public static Cid DataOf(JsonObject proposal, RegisteredSealProof seal, IProofVerifier proofs)
    {
        var piece = new PieceInfo(new PaddedPieceSize(proposal["PieceSize"]!.GetValue<ulong>()), Cid.Parse(proposal["PieceCID"]!["/"]!.GetValue<string>()));
        return proofs.TryComputeUnsealedSectorCid(seal, [piece], out Cid? data) ? data! : throw new DevnetException($"a piece of {piece.Size.Value} bytes does not fit a sector of this miner");
    }

    /// <summary>The piece of a deal in the sector that it gets into: the market is told of it, and of a verified deal its allocation is claimed.</summary>
    public JsonObject PieceOf(ulong deal, JsonObject proposal)
    {
        market.TryRead(Path($"PendingDealAllocationIds/{deal}"), out JsonNode? allocation);
        Address client = Address.Parse(proposal["Client"]!.GetValue<string>());
        return new JsonObject
        {
            ["CID"] = proposal["PieceCID"]!.DeepClone(),
            ["Size"] = proposal["PieceSize"]!.DeepClone(),
            ["VerifiedAllocationKey"] = allocation is null ? null : new JsonObject { ["Client"] = state.Resolve(client)!.Value.Value, ["ID"] = allocation.DeepClone() },
            ["Notify"] = new JsonArray(new JsonObject { ["Address"] = market.Id.ToAddress().ToString(), ["Payload"] = Convert.ToBase64String(CborCodecs.UInt64.Encode(deal)) }),
        };
    }

    /// <summary>The proposal as it is signed.</summary>
    private static SchemaType ProposalType
    {
        get
        {
            var parameters = (TupleType)ActorSchemas.Of(BuiltinActor.Market).Method("PublishStorageDeals")!.Parameters!;
            return ((TupleType)((ListType)parameters.Fields[0].Type).Item).Fields[0].Type;
        }
    }

    private JsonObject Proposal(DealTerms terms, StorageMiner miner, NativeAccount client, TokenAmount circulating)
    {
        ulong number = market.Read("NextID").GetValue<ulong>();
        ulong size = terms.PieceSize ?? Math.Min(UsualPieceSize, miner.SectorSize);
        long start = terms.Start ?? epoch + Day;
        return new JsonObject
        {
            ["PieceCID"] = StoredActor.Link(terms.Piece ?? CommCid.FromDataCommitment(MadeUpCommitment.Of([.. "fvm devnet"u8, .. CborCodecs.UInt64.Encode(number)]))),
            ["PieceSize"] = size,
            ["VerifiedDeal"] = terms.IsVerified,
            ["Client"] = client.Address.ToString(),
            ["Provider"] = miner.Address.ToString(),
            ["Label"] = terms.Label ?? string.Create(CultureInfo.InvariantCulture, $"fvm devnet {number}"),
            ["StartEpoch"] = start,
            ["EndEpoch"] = terms.End ?? start + LeastDuration,
            ["StoragePricePerEpoch"] = Text(terms.PricePerEpoch),
            ["ProviderCollateral"] = Text(terms.ProviderCollateral ?? Collateral(size, circulating)),
            ["ClientCollateral"] = Text(terms.ClientCollateral),
        };
    }

    private TokenAmount Collateral(ulong size, TokenAmount circulating)
    {
        var power = new StoredActor(state, SingletonActors.StoragePower.ToAddress(), BuiltinActor.Power, "power actor");
        var reward = new StoredActor(state, SingletonActors.Reward.ToAddress(), BuiltinActor.Reward, "reward actor");
        return DealCollateral.Least(size, power.Amount("TotalRawBytePower"), reward.Amount("ThisEpochBaselinePower"), circulating);
    }

    private static string Text(TokenAmount amount) => amount.Atto.ToString(CultureInfo.InvariantCulture);

    private static string Path(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);
}
