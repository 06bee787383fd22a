using System.Globalization;
using System.Text.Json;
using Fvm.Crypto;
using Fvm.Ipld;
using Fvm.Node.Chain;

namespace Fvm.Node.Forks;

/// <summary>The chain before a fork: what machines ask of its tipsets, and where what clients name stands in it.</summary>
internal sealed class UpstreamChain(UpstreamAnswers answers, ForkPoint point)
{
    private const int DigestLength = 32;

    /// <summary>The last epoch that is the upstream's.</summary>
    public long LastEpoch => point.Height;

    /// <summary>The tipset of that epoch.</summary>
    public TipsetKey LastKey => point.Key;

    /// <summary>The upstream's chain id.</summary>
    public ulong ChainId => point.ChainId;

    /// <summary>What the upstream answered.</summary>
    public UpstreamAnswers Answers => answers;

    /// <summary>The CID of the key of an epoch's tipset; of one without a tipset that of the last before it.</summary>
    public Cid TipsetCid(long epoch) => At(epoch, "Filecoin.ChainGetTipSetByHeight", static answer => UpstreamJson.ReadTipset(answer).Key.Cid);

    /// <summary>The tipset of an epoch, of one without a tipset the last before it, by the hash that Ethereum's tools know it by. It is of the chain that was forked, wherever the upstream's goes.</summary>
    public (long Height, byte[] Hash) BlockAt(long epoch)
    {
        return epoch >= point.Height ? (point.Height, point.Key.Cid.Digest.ToArray()) : At(epoch, "Filecoin.ChainGetTipSetByHeight", static answer =>
        {
            UpstreamTipset tipset = UpstreamJson.ReadTipset(answer);
            return (tipset.Height, tipset.Key.Cid.Digest.ToArray());
        });
    }

    /// <summary>What the upstream tells of blocks by their numbers, which mean those of its chain as it is now.</summary>
    /// <exception cref="UpstreamException">It does not answer, or refuses, or its chain has no longer the tipset that was forked.</exception>
    public byte[] AskByNumber(string method, string parameters) => answers.Ask(method, parameters, CheckChain);

    /// <summary>As <see cref="AskByNumber(string, string)"/>, and what that says.</summary>
    public T AskByNumber<T>(string method, string parameters, Func<JsonElement, T> read) => answers.Ask(method, parameters, read, CheckChain);

    /// <summary>The digest of an epoch's ticket; of one without a tipset that of the next (lotus <c>chain/rand</c>, since network version 13).</summary>
    public byte[] TicketDigest(long epoch) => At(epoch, "Filecoin.ChainGetTipSetAfterHeight", static answer => Blake2b.Hash256(UpstreamJson.ReadTipset(answer).Ticket.Span));

    /// <summary>The digest of an epoch's beacon entry, as the upstream finds it.</summary>
    public byte[] BeaconDigest(long epoch) => At(epoch, "Filecoin.StateGetRandomnessDigestFromBeacon", static answer =>
        answer.GetBytesFromBase64() is { Length: DigestLength } digest ? digest : throw new FormatException($"{answer} is no digest"));

    /// <summary>The epoch of a tipset before the fork; null if there is none with this key.</summary>
    public long? EpochOf(TipsetKey key) => Before("Filecoin.ChainGetTipSet", $"[{UpstreamJson.Key(key)}]", static tipset => tipset.GetProperty("Height"u8).GetInt64());

    /// <summary>The epoch of a block before the fork; null if there is none.</summary>
    public long? EpochOf(Cid block) => Before("Filecoin.ChainGetBlock", $"[{UpstreamJson.Link(block)}]", static header => header.GetProperty("Height"u8).GetInt64());

    /// <summary>The epoch of a tipset before the fork by the hash that Ethereum's tools know it by; null if there is none.</summary>
    public long? EpochOf(ReadOnlySpan<byte> hash) => Before(
        "eth_getBlockByHash", $"[\"0x{Convert.ToHexStringLower(hash)}\",false]", static block => (long)UpstreamJson.ReadQuantity(block.GetProperty("number"u8)));

    private void CheckChain()
    {
        TipsetKey? there;
        try
        {
            there = answers.AskNow("Filecoin.ChainGetTipSetByHeight", string.Create(CultureInfo.InvariantCulture, $"[{point.Height},null]"), static answer => UpstreamJson.ReadTipset(answer).Key);
        }
        catch (UpstreamException failed) when (failed.Refusal is not null)
        {
            // Its chain does not reach there any more.
            there = null;
        }

        if (!point.Key.Equals(there))
            throw new UpstreamException($"{answers.Endpoint.Shown} is on another chain now than the one that was forked at epoch {point.Height}: what is asked by the numbers of blocks it tells of that one");
    }

    private long? Before(string method, string parameters, Func<JsonElement, long> read)
    {
        try
        {
            long? epoch = answers.Ask(method, parameters, answer => answer.ValueKind == JsonValueKind.Null ? (long?)null : read(answer));
            return epoch <= point.Height ? epoch : null;
        }
        catch (UpstreamException failed) when (failed.Refusal is not null)
        {
            // Nodes refuse what they do not know in many words.
            return null;
        }
    }

    private T At<T>(long epoch, string method, Func<JsonElement, T> read)
    {
        try
        {
            return answers.Ask(method, string.Create(CultureInfo.InvariantCulture, $"[{Math.Max(0, epoch)},{UpstreamJson.Key(point.Key)}]"), read);
        }
        catch (UpstreamException failed)
        {
            throw new BlockUnavailableException($"epoch {epoch} of the forked chain cannot be read: {failed.Message}", failed);
        }
    }
}
