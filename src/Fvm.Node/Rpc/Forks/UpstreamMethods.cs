using System.Text.Json;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Node.Forks;
using Fvm.Node.Rpc.Eth;

namespace Fvm.Node.Rpc.Forks;

/// <summary>
/// Methods of a fork that are asked for what lies before it: the upstream is asked the same, and its answer given, be it an error. Tags become the number that they mean, and keys
/// of this chain's tipsets, which the upstream does not know, that of the last tipset of its own. Numbers become hashes of the chain that was forked (<see cref="AnchoredMethods"/>). Methods of
/// developers are never passed on.
/// </summary>
internal sealed class UpstreamMethods(UpstreamChain upstream, Devnet net)
{
    /// <summary>Where a method takes the key of the tipset from which it looks back; left out, it is the head.</summary>
    private static readonly Dictionary<string, int> KeyPlaces = new(StringComparer.Ordinal)
    {
        ["Filecoin.ChainGetTipSetByHeight"] = 1,
        ["Filecoin.ChainGetTipSetAfterHeight"] = 1,
        ["Filecoin.ChainGetMessagesInTipset"] = 0,
        ["Filecoin.StateGetRandomnessDigestFromTickets"] = 1,
        ["Filecoin.StateGetRandomnessDigestFromBeacon"] = 1,
        ["Filecoin.StateGetRandomnessFromTickets"] = 3,
        ["Filecoin.StateGetRandomnessFromBeacon"] = 3,
    };

    /// <summary>Puts it around every method that may be passed on.</summary>
    public void Wrap(RpcMethodTable table)
    {
        foreach (string name in table.Names.ToList())
        {
            if (name.StartsWith("eth_", StringComparison.Ordinal) || name.StartsWith("trace_", StringComparison.Ordinal) || name.StartsWith("debug_", StringComparison.Ordinal)
                || name.StartsWith("Filecoin.", StringComparison.Ordinal))
                table.Replace(name, method => call => AnswerAsync(name, method, call));
        }
    }

    /// <summary>What the upstream answers to a method.</summary>
    /// <exception cref="RpcException">It refuses, or does not answer.</exception>
    public static T Told<T>(UpstreamChain upstream, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (UpstreamException refused) when (refused.Refusal is { } refusal)
        {
            throw new RpcException(refusal.Code, $"{refusal.Text} (told by {upstream.Answers.Endpoint.Shown}, whose chain this is a fork of)") { Bytes = refusal.Data };
        }
        catch (UpstreamException failed)
        {
            throw new RpcException(RpcErrorCode.ResourceUnavailable, failed.Message);
        }
    }

    private async ValueTask AnswerAsync(string name, WaitingRpcMethod method, RpcCall call)
    {
        long written = call.Result.BytesCommitted + call.Result.BytesPending;
        try
        {
            await method(call).ConfigureAwait(false);
        }
        catch (BeforeForkException before) when (call.Result.BytesCommitted + call.Result.BytesPending == written)
        {
            byte[] answer = Ask(name, call, before);
            if (before.Epoch is null && IsAfterFork(answer))
                call.Result.WriteNullValue();
            else
                call.Result.WriteRawValue(answer, skipInputValidation: true);
        }
    }

    private byte[] Ask(string name, RpcCall call, BeforeForkException before)
    {
        List<string> parameters = [.. Parameters(name, call, before)];
        if (before.Epoch is { } epoch && AnchoredMethods.Of(name) is { } anchored)
        {
            if (!IsHash(call.Optional(anchored.Place, "block")))
            {
                (long height, byte[] hash) = upstream.BlockAt(epoch);
                if (anchored.IsStrict && height != epoch)
                    throw BlockReference.NullRound(epoch);
                while (parameters.Count <= anchored.Place)
                    parameters.Add("null");
                string quoted = $"\"0x{Convert.ToHexStringLower(hash)}\"";
                parameters[anchored.Place] = anchored.IsObject ? $$"""{"blockHash":{{quoted}}}""" : quoted;
                name = anchored.Method;
            }
        }
        else if (before.Epoch is not null && AnchoredMethods.GoesByNumbers(name))
        {
            return Told(upstream, () => upstream.AskByNumber(name, List()));
        }

        return Told(upstream, () => upstream.Answers.Ask(name, List()));

        string List() => $"[{string.Join(',', parameters)}]";
    }

    private static bool IsHash(RpcValue block) => block.Kind == JsonValueKind.Object ? !block.Member("blockHash").IsMissing : BlockReference.IsHash(block);

    /// <summary>The upstream goes on, too: what came into its chain after the fork is none of this one's.</summary>
    private bool IsAfterFork(byte[] answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("blockNumber"u8, out JsonElement number)
            && (number.ValueKind != JsonValueKind.String || UpstreamJson.ReadQuantity(number) > upstream.LastEpoch);
    }

    private IEnumerable<string> Parameters(string name, RpcCall call, BeforeForkException before)
    {
        int key = KeyPlaces.GetValueOrDefault(name, -1);
        for (int i = 0; i < Math.Max(call.Count, key + 1); i++)
        {
            JsonElement given = i < call.Count ? call.Parameters[i] : default;
            bool isMissing = given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || (given.ValueKind == JsonValueKind.Array && given.GetArrayLength() == 0);
            if (IsOwnKey(given) || (i == key && isMissing))
                yield return UpstreamJson.Key(upstream.LastKey);
            else if (given.ValueKind == JsonValueKind.String && before.Epoch is { } epoch && given.GetString() is "latest" or "pending" or "safe" or "finalized" or "earliest" or "")
                yield return UpstreamJson.Quantity(epoch);
            else
                yield return given.ValueKind == JsonValueKind.Undefined ? "null" : given.GetRawText();
        }
    }

    private bool IsOwnKey(JsonElement given) => given.ValueKind == JsonValueKind.Array && given.GetArrayLength() != 0
        && given.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.Object && item.TryGetProperty("/"u8, out _))
        && net.Chain.TryGet(new TipsetKey([.. given.EnumerateArray().Select(static item => Cid.TryParse(item.GetProperty("/"u8).GetString(), out Cid? cid) ? cid : MissingCid)]), out _);

    private static Cid MissingCid { get; } = Cid.Create(Multicodec.Raw, Multicodec.Identity, []);
}
