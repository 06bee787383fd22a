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

    /// <summary>The greatest CBOR overhead of a stamped event: tuple 1, emitter 9, entries' head 2.</summary>
    private const ulong EventSize = 12;

    /// <summary>The greatest CBOR overhead of an entry: tuple 1, flags 1, key's head 2, codec 2, value's head 3.</summary>
    private const ulong EventEntrySize = 9;

    public static GasCharge OnChainMessage(this PriceList p, ulong length) => new("OnChainMessage", p.OnChainMessage.Apply(length));

    public static GasCharge OnChainReturnValue(this PriceList p, ulong size) => new("OnChainReturnValue", p.OnChainReturnPerByte * size);

    public static GasCharge OnValueTransfer(this PriceList p) => new("OnValueTransfer", p.ValueTransfer);

    public static GasCharge OnMethodInvocation(this PriceList p, ulong links) =>
        new("OnMethodInvocation", p.MethodInvocation + (p.LinkTracked * links));

    /// <summary>A call in FVM v2: with its value, which is cheaper where a method is called too.</summary>
    public static GasCharge OnMethodInvocation(this CallPrices p, bool hasValue, bool hasMethod)
    {
        GasAmount amount = p.Flat;
        if (hasValue)
            amount += hasMethod ? p.Transfer : p.Transfer + p.TransferOnly;
        return new("OnMethodInvocation", hasMethod ? amount - p.InvocationRebate : amount);
    }

    /// <summary>The return value of a call between actors: its links become reachable (FVM v4).</summary>
    public static GasCharge OnReturnValue(this PriceList p, ulong links) => new("OnReturnValue", p.LinkTracked * links);

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

    public static GasCharge OnInstallActor(this PriceList p) => Free(p, "OnInstallActor");

    public static GasCharge OnBalanceOf(this PriceList p) => Free(p, "OnBalanceOf");

    public static GasCharge OnSelfBalance(this PriceList p) => Free(p, "OnSelfBalance");

    public static GasCharge OnDeleteActor(this PriceList p) => Free(p, "OnDeleteActor");

    public static GasCharge OnNetworkContext(this PriceList p) => Free(p, "OnNetworkContext");

    public static GasCharge OnMessageContext(this PriceList p) => Free(p, "OnMessageContext");

    public static GasCharge OnBlockStat(this PriceList p)
    {
        _ = p; // free in every version
        return new("OnBlockStat", GasAmount.Zero);
    }

    public static GasCharge OnBlockOpenBase(this PriceList p) => new("OnBlockOpenBase", p.BlockOpen + p.LinkChecked);

    /// <summary>A block in memory, in FVM v3.</summary>
    public static GasCharge OnBlockOpenPerByte(this PriceList p, ulong size) => new("OnBlockOpenPerByte", Retained(p, size, GasAmount.Zero));

    /// <summary>A block in memory, whose links become reachable, in FVM v4.</summary>
    public static GasCharge OnBlockOpen(this PriceList p, ulong size, ulong links) => new("OnBlockOpen", Retained(p, size, p.LinkTracked * links));

    public static GasCharge OnBlockCreate(this PriceList p, ulong size, ulong links) => new("OnBlockCreate", Retained(p, size, p.LinkChecked * links));

    public static GasCharge OnActorGetRoot(this PriceList p) => new("OnActorGetRoot", p.LinkTracked);

    public static GasCharge OnActorSetRoot(this PriceList p) => new("OnActorSetRoot", p.LinkChecked);

    public static GasCharge OnBlockRead(this PriceList p, ulong size) => new("OnBlockRead", p.CopyPerByte * size);

    public static GasCharge OnBlockLink(this PriceList p, ulong size) => new("OnBlockLink", p.BlockLink.Apply(size) + p.LinkTracked);

    public static GasCharge OnVerifySignature(this PriceList p, SignatureType type, ulong size) =>
        new("OnVerifySignature", (type == SignatureType.Bls ? p.VerifyBls : p.VerifySecp256k1).Apply(size));

    public static GasCharge OnRecoverSecpPublicKey(this PriceList p) => new("OnRecoverSecpPublicKey", p.RecoverSecpPublicKey);

    /// <summary>A code that is not supported costs the flat price; who calls decides whether it comes to that.</summary>
    public static GasCharge OnHashing(this PriceList p, ulong code, ulong size) =>
        new("OnHashing", p.TryGetHashPerByte(code, out GasAmount perByte) ? p.HashFlat + (perByte * size) : p.HashFlat);

    public static GasCharge OnComputeUnsealedSectorCid(this PriceList p) => new("OnComputeUnsealedSectorCid", p.ComputeUnsealedSectorCid);

    public static GasCharge OnVerifySeal(this PriceList p) => new("OnVerifySeal", p.VerifySeal);

    public static GasCharge OnVerifyAggregateSeals(this PriceList p, RegisteredSealProof proof, ulong seals) => new(
        "OnVerifyAggregateSeals",
        (p.VerifyAggregate.TryGetValue(proof, out AggregateCost? cost) ? cost : p.VerifyAggregate[RegisteredSealProof.StackedDRG32GiBV1P1]).Apply(seals));

    public static GasCharge OnVerifyPost(this PriceList p, ulong sectors) => new("OnVerifyPost", p.VerifyPost.Apply(sectors));

    public static GasCharge OnVerifyReplicaUpdate(this PriceList p) => new("OnVerifyReplicaUpdate", p.VerifyReplicaUpdate);

    public static GasCharge OnVerifyConsensusFault(this PriceList p) => new("OnVerifyConsensusFault", p.VerifyConsensusFault);

    public static GasCharge OnTipsetCid(this PriceList p, bool historical) =>
        new("OnTipsetCid", historical ? p.TipsetCidHistorical : p.TipsetCidLatest);

    public static GasCharge OnGetRandomness(this PriceList p, ulong entropy) =>
        new("OnGetRandomness", p.RandomnessSeed + (p.Blake2bPerByte * (entropy + RandomnessPrefix)));

    /// <summary>Randomness in FVM v4. A future epoch is a lookback below zero, which as an unsigned number is beyond any gas.</summary>
    public static GasCharge OnFetchRandomness(this PriceList p, long lookback) => new("OnGetRandomness", p.Lookback.Apply(unchecked((ulong)lookback)));

    public static GasCharge OnTipsetCid(this PriceList p, long lookback) => new("OnTipsetCid", p.Lookback.Apply(unchecked((ulong)lookback)));

    public static GasCharge OnVerifyBlsAggregateSignature(this PriceList p, ulong signers, ulong length) =>
        new("OnVerifyBlsAggregateSignature", (p.BlsPairing * (signers + 1)) + (p.BlsHashPerByte * length));

    /// <summary>An event in FVM v4: three copies, one hash, and validation of entries and keys; the size is estimated from what the caller says.</summary>
    public static GasCharge OnActorEvent(this PriceList p, ulong entries, ulong keys, ulong values)
    {
        ulong size = EventSize + (EventEntrySize * entries) + keys + values;
        return new(
            "OnActorEvent",
            (CopyAndAllocate(p, size) * 3) + p.EventEntries.Apply(entries) + p.Utf8.Apply(keys) + (p.Blake2bPerByte * size));
    }

    public static GasCharge OnActorEventValidate(this PriceList p, ulong length) =>
        new("OnActorEventValidate", CopyAndAllocate(p, length) + p.EventValidate.Apply(length));

    /// <summary>Three copies, two allocations and one hash of the stamped event; indexing is free.</summary>
    public static GasCharge OnActorEventAccept(this PriceList p, ulong length)
    {
        ulong stamped = length + StampSize;
        return new(
            "OnActorEventAccept",
            (p.CopyPerByte * stamped * 3) + (p.BlockAllocatePerByte * stamped * 2) + (p.Blake2bPerByte * stamped));
    }

    private static GasAmount CopyAndAllocate(PriceList p, ulong size) => (p.CopyPerByte * size) + (p.BlockAllocatePerByte * size);

    /// <summary>What a block in memory costs: what it takes to copy it and to see to its links, but at least the retention (FVM v2 has none).</summary>
    private static GasAmount Retained(PriceList p, ulong size, GasAmount links)
    {
        GasAmount compute = CopyAndAllocate(p, size) + links;
        return compute + ((p.BlockRetentionPerByte * size) - compute);
    }

    private static GasCharge Free(PriceList prices, string name) => prices.ShowsFreeCharges ? new(name, GasAmount.Zero) : GasCharge.None;
}
