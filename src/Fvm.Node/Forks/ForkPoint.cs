using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Forks;

/// <summary>Where a fork leaves its upstream: the last tipset that both have, and what the upstream says of itself there. Kept with the chain, so that a restart asks nobody.</summary>
internal sealed record ForkPoint
{
    /// <summary>The epoch that was asked for; null for the newest. It is the tipset's, or of a null round after it.</summary>
    public long? Asked { get; init; }

    /// <summary>The tipset's epoch.</summary>
    public required long Height { get; init; }

    /// <summary>The tipset.</summary>
    public required TipsetKey Key { get; init; }

    /// <summary>The state after it.</summary>
    public required Cid StateRoot { get; init; }

    /// <summary>The receipts of its messages.</summary>
    public required Cid ReceiptsRoot { get; init; }

    /// <summary>The base fee of the tipset after it.</summary>
    public required TokenAmount NextBaseFee { get; init; }

    /// <summary>The network version.</summary>
    public required NetworkVersion NetworkVersion { get; init; }

    /// <summary>The network's name.</summary>
    public required string NetworkName { get; init; }

    /// <summary>The EIP-155 chain id of the upstream.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The circulating supply that actors are told of.</summary>
    public required TokenAmount CirculatingSupply { get; init; }

    /// <summary>As text, to be kept.</summary>
    public string Write() => new JsonObject
    {
        ["asked"] = Asked,
        ["height"] = Height,
        ["key"] = Convert.ToHexStringLower(Key.Bytes),
        ["state"] = StateRoot.ToString(),
        ["receipts"] = ReceiptsRoot.ToString(),
        ["baseFee"] = NextBaseFee.Atto.ToString(CultureInfo.InvariantCulture),
        ["networkVersion"] = (uint)NetworkVersion,
        ["network"] = NetworkName,
        ["chainId"] = ChainId,
        ["supply"] = CirculatingSupply.Atto.ToString(CultureInfo.InvariantCulture),
    }.ToJsonString();

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ForkPoint Read(string text)
    {
        JsonNode kept = JsonNode.Parse(text)!;
        return new ForkPoint
        {
            Asked = kept["asked"]?.GetValue<long>(),
            Height = kept["height"]!.GetValue<long>(),
            Key = TipsetKey.TryParse(Convert.FromHexString(Text("key")), out TipsetKey? key) ? key : throw new DevnetException("the tipset that was forked is malformed"),
            StateRoot = Cid.Parse(Text("state")),
            ReceiptsRoot = Cid.Parse(Text("receipts")),
            NextBaseFee = Amount("baseFee"),
            NetworkVersion = (NetworkVersion)kept["networkVersion"]!.GetValue<uint>(),
            NetworkName = Text("network"),
            ChainId = kept["chainId"]!.GetValue<ulong>(),
            CirculatingSupply = Amount("supply"),
        };

        string Text(string name) => kept[name]!.GetValue<string>();
        TokenAmount Amount(string name) => TokenAmount.FromAtto(BigInteger.Parse(Text(name), CultureInfo.InvariantCulture));
    }
}
