using Fvm.Abi;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Gas;

/// <summary>How prices make charges: a name and a formula each (ref-fvm <c>fvm/src/gas/price_list.rs</c>, the <c>on_*</c> methods).</summary>
internal static class Charges
{
    /// <summary>Bytes hashed with the entropy when randomness is drawn: tag 8, digest 32, epoch 8.</summary>
    private const ulong RandomnessPrefix = 48;

    /// <summary>What stamping adds to an event: the emitter's id and CBOR heads, estimated.</summary>
    private const ulong StampSize = 12;

    public static GasCharge OnChainMessage(this PriceList p, ulong length) => new("OnChainMessage", p.OnChainMessage.Apply(length));

    public static GasCharge OnChainReturnValue(this PriceList p, ulong size) => new("OnChainReturnValue", p.OnChainReturnPerByte * size);

    public static GasCharge OnValueTransfer(this PriceList p) => new("OnValueTransfer", p.ValueTransfer);

    public static GasCharge OnMethodInvocation(this PriceList p) => new("OnMethodInvocation", p.MethodInvocation);

    public static GasCharge OnActorLookup(this PriceList p) => new("OnActorLookup", p.ActorLookup);

    public static GasCharge OnActorUpdate(this PriceList p) => new("OnActorUpdate", p.ActorUpdate);

    public static GasCharge OnCreateActor(this PriceList p, bool newAddress) =>
        new("OnCreateActor", newAddress ? p.ActorCreate + p.AddressAssignment + p.AddressLookup : p.ActorCreate);

    /// <summary>Free, though FIP-0057 prices it: the reference charges nothing.</summary>
    public static GasCharge OnResolveAddress(this PriceList p) => Free(p, "OnResolveAddress");

    public static GasCharge OnLookupAddress(this PriceList p) => Free(p, "OnLookupAddress");

    public static GasCharge OnGetActorCodeCid(this PriceList p) => Free(p, "OnGetActorCodeCid");

    public static GasCharge OnGetBuiltinActorType(this PriceList p) => Free(p, "OnGetBuiltinActorType");

    public static GasCharge OnGetCodeCidForType(this PriceList p) => Free(p, "OnGetCodeCidForType");

    public static GasCharge OnBalanceOf(this PriceList p) => Free(p, "OnBalanceOf");

    public static GasCharge OnSelfBalance(this PriceList p) => Free(p, "OnSelfBalance");

    public static GasCharge OnDeleteActor(this PriceList p) => Free(p, "OnDeleteActor");

    public static GasCharge OnNetworkContext(this PriceList p) => Free(p, "OnNetworkContext");

    public static GasCharge OnMessageContext(this PriceList p) => Free(p, "OnMessageContext");

    public static GasCharge OnBlockStat(this PriceList p) => Free(p, "OnBlockStat");

    public static GasCharge OnBlockOpenBase(this PriceList p) => new("OnBlockOpenBase", p.BlockOpen);

    public static GasCharge OnBlockOpenPerByte(this PriceList p, ulong size) => new("OnBlockOpenPerByte", Retained(p, size));

    public static GasCharge OnBlockCreate(this PriceList p, ulong size) => new("OnBlockCreate", Retained(p, size));

    public static GasCharge OnBlockRead(this PriceList p, ulong size) => new("OnBlockRead", p.CopyPerByte * size);

    public static GasCharge OnBlockLink(this PriceList p, ulong size) => new(
        "OnBlockLink",
        CopyAndAllocate(p, size) + (p.HashPerByte[Multicodec.Blake2b256] * size) + p.BlockFlush + p.BlockPersist.Apply(size));

    public static GasCharge OnVerifySignature(this PriceList p, SignatureType type, ulong size) =>
        new("OnVerifySignature", (type == SignatureType.Bls ? p.VerifyBls : p.VerifySecp256k1).Apply(size));

    public static GasCharge OnRecoverSecpPublicKey(this PriceList p) => new("OnRecoverSecpPublicKey", p.RecoverSecpPublicKey);

    public static GasCharge OnHashing(this PriceList p, ulong code, ulong size) => new("OnHashing", p.HashPerByte[code] * size);

    public static GasCharge OnComputeUnsealedSectorCid(this PriceList p) => new("OnComputeUnsealedSectorCid", p.ComputeUnsealedSectorCid);

    public static GasCharge OnVerifySeal(this PriceList p) => new("OnVerifySeal", p.VerifySeal);

    public static GasCharge OnVerifyAggregateSeals(this PriceList p, RegisteredSealProof proof, ulong seals) => new(
        "OnVerifyAggregateSeals",
        (proof == RegisteredSealProof.StackedDRG64GiBV1P1 ? p.VerifyAggregate64GiB : p.VerifyAggregate32GiB).Apply(seals));

    public static GasCharge OnVerifyPost(this PriceList p, ulong sectors) => new("OnVerifyPost", p.VerifyPost.Apply(sectors));

    public static GasCharge OnVerifyReplicaUpdate(this PriceList p) => new("OnVerifyReplicaUpdate", p.VerifyReplicaUpdate);

    public static GasCharge OnVerifyConsensusFault(this PriceList p) => new("OnVerifyConsensusFault", p.VerifyConsensusFault);

    public static GasCharge OnTipsetCid(this PriceList p, bool historical) =>
        new("OnTipsetCid", historical ? p.TipsetCidHistorical : p.TipsetCidLatest);

    public static GasCharge OnGetRandomness(this PriceList p, ulong entropy) =>
        new("OnGetRandomness", p.RandomnessSeed + (p.HashPerByte[Multicodec.Blake2b256] * (entropy + RandomnessPrefix)));

    public static GasCharge OnActorEventValidate(this PriceList p, ulong length) =>
        new("OnActorEventValidate", CopyAndAllocate(p, length) + p.EventValidate.Apply(length));

    /// <summary>Three copies, two allocations and one hash of the stamped event; indexing is free.</summary>
    public static GasCharge OnActorEventAccept(this PriceList p, ulong length)
    {
        ulong stamped = length + StampSize;
        return new(
            "OnActorEventAccept",
            (p.CopyPerByte * stamped * 3) + (p.BlockAllocatePerByte * stamped * 2) + (p.HashPerByte[Multicodec.Blake2b256] * stamped));
    }

    private static GasAmount CopyAndAllocate(PriceList p, ulong size) => (p.CopyPerByte * size) + (p.BlockAllocatePerByte * size);

    /// <summary>What a block in memory costs: what it takes to copy it, but at least the retention.</summary>
    private static GasAmount Retained(PriceList p, ulong size)
    {
        GasAmount compute = CopyAndAllocate(p, size);
        return compute + ((p.BlockRetentionPerByte * size) - compute);
    }

    private static GasCharge Free(PriceList prices, string name)
    {
        _ = prices; // priced zero in every version so far; the name stands in traces
        return new(name, GasAmount.Zero);
    }
}
