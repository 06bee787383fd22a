using System.Text.Json;
using Fvm.Actors;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Upgrades;
using Fvm.Ipld;
using Fvm.Node.Mining;
using Fvm.Node.Rpc.Filecoin;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Rpc.Developer;

/// <summary>Actors of anybody's own code, miners, cron, the network's version: what only this node has.</summary>
internal static class FvmActors
{
    public static void Add(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("fvm_installCode", async call =>
            call.Result.WriteLink(await net.Actors.InstallCodeAsync(call.Required(0, "wasm").Data()).ConfigureAwait(false)));
        table.AddWaiting("fvm_createActor", async call =>
        {
            Cid code = Code(net, call.Required(0, "code"));
            byte[] parameters = call.Optional(1, "constructor's parameters") is { IsMissing: false } given ? given.Data() : [];
            TokenAmount balance = call.Optional(2, "balance") is { IsMissing: false } owns ? TokenAmount.FromAtto(owns.Amount()) : TokenAmount.Zero;
            Write(call.Result, await net.Actors.CreateActorAsync(code, parameters, balance).ConfigureAwait(false));
        });
        table.AddWaiting("fvm_runCron", async call =>
            call.Result.WriteReceiptFields((await net.Actors.RunCronAsync().ConfigureAwait(false)).Receipt));
        table.AddWaiting("fvm_createMiner", async call =>
        {
            Address owner = call.Required(0, "owner").AnyAddress();
            Address? worker = call.Optional(1, "worker") is { IsMissing: false } named ? named.AnyAddress() : null;
            TokenAmount? balance = call.Optional(2, "balance") is { IsMissing: false } owns ? TokenAmount.FromAtto(owns.Amount()) : null;
            Write(call.Result, await net.Actors.CreateMinerAsync(owner, worker, balance).ConfigureAwait(false));
        });
        AddSectors(table, net);
        table.AddWaiting("fvm_setNetworkVersion", async call =>
        {
            RpcValue version = call.Required(0, "network version");
            ulong number = version.UInt64();
            if (StateUpgrade.ActorsOf((NetworkVersion)Math.Min(number, uint.MaxValue)) == 0)
                throw version.Wrong("there are the network versions 16 to 29");
            await net.Actors.UpgradeAsync((NetworkVersion)number, Actors(net, call.Optional(1, "actors"))).ConfigureAwait(false);
            call.Result.WriteBooleanValue(true);
        });
    }

    /// <summary>A bundle: its CAR as bytes, or its manifest's CID where the node has a store that it is in.</summary>
    private static ActorBundle? Actors(Devnet net, RpcValue value)
    {
        if (value.IsMissing)
            return null;
        try
        {
            if (Cid.TryParse(value.Text(), out Cid? manifest))
                return net.Options.Bundles is { } store && store.TryOpen(manifest, out ActorBundle? bundle) ? bundle : throw value.Wrong($"the node has no bundle {manifest}: give its CAR");
            return ActorBundle.Read(new MemoryStream(value.Data()), "the bundle");
        }
        catch (BundleException broken)
        {
            throw value.Wrong(broken.Message);
        }
    }

    private static void AddSectors(RpcMethodTable table, Devnet net)
    {
        table.AddWaiting("fvm_proveSector", async call =>
        {
            ulong? number = call.Optional(1, "sector") is { IsMissing: false } given ? given.UInt64() : null;
            CommittedSector sector = await net.Actors.ProveSectorAsync(Miner(call), number).ConfigureAwait(false);
            call.Result.WriteStartObject();
            call.Result.WriteSectorFields(sector);
            call.Result.WriteEndObject();
        });
        table.AddWaiting("fvm_proveDeadline", async call =>
        {
            (int deadline, int partitions) = await net.Actors.ProveDeadlineAsync(Miner(call)).ConfigureAwait(false);
            call.Result.WriteStartObject();
            call.Result.WriteNumber("Deadline"u8, deadline);
            call.Result.WriteNumber("Partitions"u8, partitions);
            call.Result.WriteEndObject();
        });
    }

    /// <summary>A sector, when it must be proven first, and when it ends.</summary>
    public static void WriteSectorFields(this Utf8JsonWriter result, CommittedSector sector)
    {
        result.WriteNumber("SectorNumber"u8, sector.Number);
        result.WriteNumber("Deadline"u8, sector.Deadline);
        result.WriteNumber("Opens"u8, sector.Opens);
        result.WriteNumber("Expiration"u8, sector.Expiration);
    }

    private static Address? Miner(RpcCall call) => call.Optional(0, "miner") is { IsMissing: false } named ? named.AnyAddress() : null;

    /// <summary>Code by its CID, as text or as a link, or that of a built-in actor by its name.</summary>
    private static Cid Code(Devnet net, RpcValue value)
    {
        if (value.Kind == JsonValueKind.Object)
            return value.Link();
        return BuiltinActorNames.TryFromManifestName(value.Text(), out BuiltinActor type) && net.StateAt().Manifest.TryGetCode(type, out Cid? code) ? code : value.CidText();
    }

    /// <summary>As lotus writes what Exec returns.</summary>
    private static void Write(Utf8JsonWriter result, ExecReturn made)
    {
        result.WriteStartObject();
        result.WriteString("IDAddress"u8, made.IdAddress.Shown());
        result.WriteString("RobustAddress"u8, made.RobustAddress.Shown());
        result.WriteEndObject();
    }
}
