using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Fvm.Crypto;
using Fvm.Ipld;

namespace Fvm.Node.Forks;

/// <summary>What machines ask of the tipsets before a fork: names and randomness. Each answer is asked for once.</summary>
internal sealed class UpstreamChain(UpstreamClient upstream, ForkPoint point)
{
    private const int DigestLength = 32;

    private readonly ConcurrentDictionary<long, Cid> tipsets = new();
    private readonly ConcurrentDictionary<long, byte[]> tickets = new();
    private readonly ConcurrentDictionary<long, byte[]> beacons = new();

    /// <summary>The last epoch that is answered here.</summary>
    public long LastEpoch => point.Height;

    /// <summary>The CID of the key of an epoch's tipset; of one without a tipset that of the last before it.</summary>
    public Cid TipsetCid(long epoch) => Ask(tipsets, epoch, "Filecoin.ChainGetTipSetByHeight", static answer => UpstreamJson.ReadTipset(answer).Key.Cid);

    /// <summary>The digest of an epoch's ticket; of one without a tipset that of the next (lotus <c>chain/rand</c>, since network version 13).</summary>
    public byte[] TicketDigest(long epoch) =>
        Ask(tickets, epoch, "Filecoin.ChainGetTipSetAfterHeight", static answer => Blake2b.Hash256(UpstreamJson.ReadTipset(answer).Ticket.Span));

    /// <summary>The digest of an epoch's beacon entry, as the upstream finds it.</summary>
    public byte[] BeaconDigest(long epoch) => Ask(beacons, epoch, "Filecoin.StateGetRandomnessDigestFromBeacon", static answer =>
        answer.GetBytesFromBase64() is { Length: DigestLength } digest ? digest : throw new FormatException($"{answer} is no digest"));

    private T Ask<T>(ConcurrentDictionary<long, T> known, long epoch, string method, Func<JsonElement, T> read)
    {
        if (known.TryGetValue(epoch, out T? answer))
            return answer;
        try
        {
            answer = upstream.Call(method, string.Create(CultureInfo.InvariantCulture, $"[{Math.Max(0, epoch)},{UpstreamJson.Key(point.Key)}]"), read);
        }
        catch (UpstreamException failed)
        {
            throw new BlockUnavailableException($"epoch {epoch} of the forked chain cannot be read: {failed.Message}", failed);
        }

        return known[epoch] = answer;
    }
}
