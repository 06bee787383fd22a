using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Crypto;
using Fvm.Hosting.Schemas;
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
    private const byte FieldMask = 0x3f;
    private const int ProofLength = 192;

    private static readonly Dictionary<ulong, RegisteredSealProof> Seals = new()
    {
        [2UL << 10] = RegisteredSealProof.StackedDRG2KiBV1P2_Feat_NiPoRep,
        [8UL << 20] = RegisteredSealProof.StackedDRG8MiBV1P2_Feat_NiPoRep,
        [512UL << 20] = RegisteredSealProof.StackedDRG512MiBV1P2_Feat_NiPoRep,
        [32UL << 30] = RegisteredSealProof.StackedDRG32GiBV1P2_Feat_NiPoRep,
        [64UL << 30] = RegisteredSealProof.StackedDRG64GiBV1P2_Feat_NiPoRep,
    };

    private readonly ChainState state;
    private readonly ActorState actor;
    private readonly ActorId id;
    private readonly long epoch;
    private readonly long intoPeriod;

    /// <summary>Looks at a miner.</summary>
    /// <exception cref="DevnetException">It is none.</exception>
    public StorageMiner(ChainState state, Address address, long epoch)
    {
        this.state = state;
        this.epoch = epoch;
        id = state.Resolve(address) ?? throw new DevnetException($"there is no actor {address}");
        actor = state.Actor(id) is { } found && state.TypeOf(found) == BuiltinActor.Miner ? found : throw new DevnetException($"{address} is no miner");
        // Deadlines follow from the period's offset alone, also where cron has not moved the state on (go-state-types dline, NewInfoFromOffsetAndEpoch).
        long since = (epoch - Number("ProvingPeriodStart")) % (Deadlines * Window);
        intoPeriod = since < 0 ? since + (Deadlines * Window) : since;
    }

    private int CurrentDeadline => (int)(intoPeriod / Window);

    private long CurrentOpen => epoch - (intoPeriod % Window);

    private Address Worker => Address.Parse(Read("Info/Worker").GetValue<string>());

    /// <summary>The first number that no sector had.</summary>
    public ulong NextNumber()
    {
        ulong end = 0;
        foreach (JsonNode? run in Read("AllocatedSectors").AsArray())
            end += run!.GetValue<ulong>();
        return end;
    }

    /// <summary>Commits a sector without data, with a non-interactive proof, so that nothing has to be waited for (FIP-0092).</summary>
    public (Message Message, CommittedSector Sector) Commit(ulong number)
    {
        if (epoch == 0)
            throw new DevnetException("a seal's randomness is of an epoch before: mine a tipset first");
        ulong size = Read("Info/SectorSize").GetValue<ulong>();
        if (!Seals.TryGetValue(size, out RegisteredSealProof seal))
            throw new DevnetException($"there is no non-interactive proof of sectors of {size} bytes");
        int deadline = (CurrentDeadline + 2) % Deadlines;
        var sector = new CommittedSector(number, deadline, CurrentOpen + (2 * Window), epoch + Lifetime);
        return (Make("ProveCommitSectorsNI", new JsonObject
        {
            ["Sectors"] = new JsonArray(new JsonObject
            {
                ["SealingNumber"] = number,
                ["SealerID"] = id.Value,
                ["SealedCID"] = Link(Sealed(number)),
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

    /// <summary>Proves all partitions of the deadline that is open.</summary>
    /// <param name="before">The tipset before the epoch, whose ticket the proof commits to.</param>
    public (Message Message, int Deadline, int Partitions) Prove(ExecutedTipset before)
    {
        string deadline = string.Create(CultureInfo.InvariantCulture, $"Deadlines/Due/{CurrentDeadline}");
        ulong[] posted = [.. Bits($"{deadline}/PartitionsPoSted")];
        ulong[] due = [.. ((JsonObject)Read($"{deadline}/Partitions")).Select(static entry => ulong.Parse(entry.Key, CultureInfo.InvariantCulture)).Except(posted).Order()];
        if (due.Length == 0)
            throw new DevnetException($"deadline {CurrentDeadline}, which is open at epoch {epoch}, has nothing to prove; the next one opens at {CurrentOpen + Window}");
        long committed = Math.Min(before.Height, epoch - 1);
        byte[] random = RandomnessDraw.Draw(DomainSeparationTag.PoStChainCommit, Blake2b.Hash256(before.Tipset.Blocks[0].Ticket!.VrfProof.Span), committed, []);
        return (Make("SubmitWindowedPoSt", new JsonObject
        {
            ["Deadline"] = CurrentDeadline,
            ["Partitions"] = new JsonArray([.. due.Select(static index => (JsonNode)new JsonObject { ["Index"] = index, ["Skipped"] = new JsonArray(0UL) })]),
            ["Proofs"] = new JsonArray(new JsonObject { ["PoStProof"] = Number("Info/WindowPoStProofType"), ["ProofBytes"] = Convert.ToBase64String(new byte[ProofLength]) }),
            ["ChainCommitEpoch"] = committed,
            ["ChainCommitRand"] = Convert.ToBase64String(random),
        }), CurrentDeadline, due.Length);
    }

    private Message Make(string method, JsonObject parameters)
    {
        MethodSchema schema = ActorSchemas.Of(BuiltinActor.Miner).Method(method)!;
        return new Message { From = Worker, To = id.ToAddress(), MethodNum = schema.Numbers[0], Params = SchemaWriter.Write(schema.Parameters!, parameters) };
    }

    /// <summary>A commitment that nothing stands behind: an element of the field.</summary>
    private Cid Sealed(ulong number)
    {
        byte[] element = Blake2b.Hash256([.. id.ToAddress().Bytes, .. CborCodecs.UInt64.Encode(number)]);
        element[^1] &= FieldMask;
        return Cid.Create(Multicodec.FilCommitmentSealed, Poseidon, element);
    }

    private static JsonObject Link(Cid cid) => new() { ["/"] = cid.ToString() };

    private long Number(string path) => Read(path).GetValue<long>();

    private JsonNode Read(string path)
    {
        try
        {
            lock (state)
                return state.View.Read(actor, path) ?? throw new DevnetException($"the miner {id} has no {path}");
        }
        catch (Exception broken) when (broken is SchemaException or IpldException)
        {
            throw new DevnetException($"the state of the miner {id}: {broken.Message}");
        }
    }

    private IEnumerable<ulong> Bits(string path) => Bitfield.TryFromRuns(Read(path).AsArray().Select(static run => run!.GetValue<ulong>()), out Bitfield? bits)
        ? bits.Bits()
        : throw new DevnetException($"the state of the miner {id}: {path} ends beyond 64 bits");
}
