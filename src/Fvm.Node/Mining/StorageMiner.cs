using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Crypto;
using Fvm.Ipld;
using Fvm.Ipld.Bitfields;
using Fvm.Ipld.Cbor;
using Fvm.Node.Ledger;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>A sector that was committed.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Deadline">The deadline in which it must be proven, 0 to 47.</param>
/// <param name="Opens">The epoch at which that begins first.</param>
/// <param name="Expiration">The epoch at which it ends.</param>
public sealed record CommittedSector(ulong Number, int Deadline, long Opens, long Expiration);

/// <summary>A miner at an epoch, and the messages by which its worker commits and proves sectors with proofs of no meaning (builtin-actors <c>actors/miner/src/lib.rs</c>).</summary>
internal sealed class StorageMiner
{
    private const int Deadlines = 48;
    private const long Window = 60;
    private const long Lifetime = 540 * 2880;
    private const ulong Poseidon = 0xb401;
    private const int ProofLength = 192;

    private static readonly Dictionary<ulong, RegisteredSealProof> Seals = new()
    {
        [2UL << 10] = RegisteredSealProof.StackedDRG2KiBV1P2_Feat_NiPoRep,
        [8UL << 20] = RegisteredSealProof.StackedDRG8MiBV1P2_Feat_NiPoRep,
        [512UL << 20] = RegisteredSealProof.StackedDRG512MiBV1P2_Feat_NiPoRep,
        [32UL << 30] = RegisteredSealProof.StackedDRG32GiBV1P2_Feat_NiPoRep,
        [64UL << 30] = RegisteredSealProof.StackedDRG64GiBV1P2_Feat_NiPoRep,
    };

    private readonly StoredActor actor;
    private readonly long epoch;
    private readonly long intoPeriod;

    /// <summary>Looks at a miner.</summary>
    /// <exception cref="DevnetException">It is none.</exception>
    public StorageMiner(ChainState state, Address address, long epoch)
    {
        this.epoch = epoch;
        actor = new StoredActor(state, address, BuiltinActor.Miner, "miner");
        // Deadlines follow from the period's offset alone, also where cron has not moved the state on (go-state-types dline, NewInfoFromOffsetAndEpoch).
        long since = (epoch - actor.Number("ProvingPeriodStart")) % (Deadlines * Window);
        intoPeriod = since < 0 ? since + (Deadlines * Window) : since;
    }

    private int CurrentDeadline => (int)(intoPeriod / Window);

    private long CurrentOpen => epoch - (intoPeriod % Window);

    /// <summary>Its address.</summary>
    public Address Address => actor.Id.ToAddress();

    /// <summary>Who sends its messages.</summary>
    public Address Worker => actor.AddressAt("Info/Worker");

    /// <summary>How many bytes its sectors have.</summary>
    public ulong SectorSize => actor.Read("Info/SectorSize").GetValue<ulong>();

    /// <summary>How its sectors with data are sealed.</summary>
    public RegisteredSealProof Seal => RegisteredProofs.SealProofFor((SectorSize)SectorSize, NetworkVersion.V28);

    /// <summary>The first number that no sector had.</summary>
    public ulong NextNumber()
    {
        ulong end = 0;
        foreach (JsonNode? run in actor.Read("AllocatedSectors").AsArray())
            end += run!.GetValue<ulong>();
        return end;
    }

    /// <summary>Commits a sector without data, with a non-interactive proof, so that nothing has to be waited for (FIP-0092).</summary>
    public (Message Message, CommittedSector Sector) Commit(ulong number)
    {
        if (epoch == 0)
            throw new DevnetException("a seal's randomness is of an epoch before: mine a tipset first");
        ulong size = SectorSize;
        if (!Seals.TryGetValue(size, out RegisteredSealProof seal))
            throw new DevnetException($"there is no non-interactive proof of sectors of {size} bytes");
        int deadline = (CurrentDeadline + 2) % Deadlines;
        var sector = new CommittedSector(number, deadline, CurrentOpen + (2 * Window), epoch + Lifetime);
        return (actor.Make(Worker, "ProveCommitSectorsNI", new JsonObject
        {
            ["Sectors"] = new JsonArray(new JsonObject
            {
                ["SealingNumber"] = number,
                ["SealerID"] = actor.Id.Value,
                ["SealedCID"] = StoredActor.Link(Sealed(number)),
                ["SectorNumber"] = number,
                ["SealRandEpoch"] = epoch - 1,
                ["Expiration"] = sector.Expiration,
            }),
            ["AggregateProof"] = Convert.ToBase64String(new byte[ProofLength]),
            ["SealProofType"] = (long)seal,
            ["AggregateProofType"] = 1,
            ["ProvingDeadline"] = deadline,
            ["RequireActivationSuccess"] = true,
        }), sector);
    }

    /// <summary>Says that a sector is sealed, whose data is one piece, and zeros behind it.</summary>
    public Message PreCommit(ulong number, long expiration, Cid data)
    {
        if (epoch == 0)
            throw new DevnetException("a seal's randomness is of an epoch before: mine a tipset first");
        return actor.Make(Worker, "PreCommitSectorBatch2", new JsonObject
        {
            ["Sectors"] = new JsonArray(new JsonObject
            {
                ["SealProof"] = (long)Seal,
                ["SectorNumber"] = number,
                ["SealedCID"] = StoredActor.Link(Sealed(number)),
                ["SealRandEpoch"] = epoch - 1,
                ["DealIDs"] = new JsonArray(),
                ["Expiration"] = expiration,
                ["UnsealedCid"] = StoredActor.Link(data),
            }),
        });
    }

    /// <summary>Proves a sector that was pre-committed; who is to be told of its piece must take it.</summary>
    public Message Activate(ulong number, JsonObject piece) => actor.Make(Worker, "ProveCommitSectors3", new JsonObject
    {
        ["SectorActivations"] = new JsonArray(new JsonObject { ["SectorNumber"] = number, ["Pieces"] = new JsonArray(piece) }),
        ["SectorProofs"] = new JsonArray(Convert.ToBase64String(new byte[ProofLength])),
        ["AggregateProof"] = "",
        ["AggregateProofType"] = null,
        ["RequireActivationSuccess"] = true,
        ["RequireNotificationSuccess"] = true,
    });

    /// <summary>Proves all partitions of the deadline that is open.</summary>
    /// <param name="before">The tipset before the epoch, whose ticket the proof commits to.</param>
    public (Message Message, int Deadline, int Partitions) Prove(ExecutedTipset before)
    {
        string deadline = string.Create(CultureInfo.InvariantCulture, $"Deadlines/Due/{CurrentDeadline}");
        ulong[] posted = [.. BitsAt($"{deadline}/PartitionsPoSted")];
        ulong[] due = [.. ((JsonObject)actor.Read($"{deadline}/Partitions")).Select(static entry => ulong.Parse(entry.Key, CultureInfo.InvariantCulture)).Except(posted).Order()];
        if (due.Length == 0)
            throw new DevnetException($"deadline {CurrentDeadline}, which is open at epoch {epoch}, has nothing to prove; the next one opens at {CurrentOpen + Window}");
        long committed = Math.Min(before.Height, epoch - 1);
        byte[] random = RandomnessDraw.Draw(DomainSeparationTag.PoStChainCommit, Blake2b.Hash256(before.Tipset.Blocks[0].Ticket!.VrfProof.Span), committed, []);
        return (actor.Make(Worker, "SubmitWindowedPoSt", new JsonObject
        {
            ["Deadline"] = CurrentDeadline,
            ["Partitions"] = new JsonArray([.. due.Select(static index => (JsonNode)new JsonObject { ["Index"] = index, ["Skipped"] = new JsonArray(0UL) })]),
            ["Proofs"] = new JsonArray(new JsonObject { ["PoStProof"] = actor.Number("Info/WindowPoStProofType"), ["ProofBytes"] = Convert.ToBase64String(new byte[ProofLength]) }),
            ["ChainCommitEpoch"] = committed,
            ["ChainCommitRand"] = Convert.ToBase64String(random),
        }), CurrentDeadline, due.Length);
    }

    /// <summary>The deadline and the epochs of a sector that has a place in one.</summary>
    public CommittedSector Committed(ulong number)
    {
        for (int deadline = 0; deadline < Deadlines; deadline++)
        {
            string partitions = string.Create(CultureInfo.InvariantCulture, $"Deadlines/Due/{deadline}/Partitions");
            if (!((JsonObject)actor.Read(partitions)).Any(partition => Bits(partition.Value!["Sectors"]!, partitions).Get(number)))
                continue;
            long opens = epoch - intoPeriod + (deadline * Window);
            return new CommittedSector(
                number,
                deadline,
                opens > epoch ? opens : opens + (Deadlines * Window),
                actor.Number(string.Create(CultureInfo.InvariantCulture, $"Sectors/{number}/Expiration")));
        }

        throw new DevnetException($"the miner {actor.Id} has no sector {number}");
    }

    private Cid Sealed(ulong number) =>
        Cid.Create(Multicodec.FilCommitmentSealed, Poseidon, MadeUpCommitment.Of([.. actor.Id.ToAddress().Bytes, .. CborCodecs.UInt64.Encode(number)]));

    private IEnumerable<ulong> BitsAt(string path) => Bits(actor.Read(path), path).Bits();

    private Bitfield Bits(JsonNode runs, string path) => Bitfield.TryFromRuns(runs.AsArray().Select(static run => run!.GetValue<ulong>()), out Bitfield? bits)
        ? bits
        : throw new DevnetException($"the state of the miner {actor.Id}: {path} ends beyond 64 bits");
}
