using System.Numerics;
using Fvm.Actors;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;

namespace Fvm.Hosting.Genesis;

/// <summary>
/// The states that the constructors of release v18 give power (f04) and market (f05), written without them, for as long as these actors are owed in C#.
/// Source: builtin-actors <c>actors/power/src/state.rs</c> and <c>actors/market/src/state.rs</c>, State::new.
/// </summary>
internal static class EmptyStorageStates
{
    private const int PowerFields = 17;
    private const int MarketFields = 13;
    private const int WideMap = 6;
    private const int ProposalsWidth = 5;
    private const int DealStatesWidth = 6;

    /// <summary>750,000 GiB and 3,840 GiB an epoch: the network's power and its growth as they were expected at its start (power <c>policy.rs</c>).</summary>
    private static readonly FilterEstimate InitialPower = FilterEstimate.Of(new BigInteger(750_000) << 30, new BigInteger(3_840) << 30);

    /// <summary>Power: nothing of anything.</summary>
    public static Cid Power(IBlockstore store)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(PowerFields);
        for (int i = 0; i < 8; i++) // total and committed power, raw and quality adjusted; pledge; this epoch's two powers and pledge
            ChainBigInt.Write(writer, BigInteger.Zero);
        InitialPower.Write(writer);
        writer.WriteInt64(0); // miners
        writer.WriteInt64(0); // miners above the minimum
        writer.WriteInt64(0); // the ramp of the pledge: its start
        writer.WriteUInt64(0); // and its duration
        writer.WriteCid(EmptyMap(store, WideMap)); // cron events
        writer.WriteInt64(0); // first epoch with cron events
        writer.WriteCid(EmptyMap(store)); // claims
        writer.WriteNull(); // proofs to verify: none since FIP-0084
        return store.PutDagCbor(writer.ToArray());
    }

    /// <summary>Market: nothing of anything.</summary>
    public static Cid Market(IBlockstore store)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(MarketFields);
        writer.WriteCid(new Amt<byte[]>(store, CborCodecs.Raw, bitWidth: ProposalsWidth).Flush());
        writer.WriteCid(new Amt<byte[]>(store, CborCodecs.Raw, bitWidth: DealStatesWidth).Flush());
        writer.WriteCid(EmptyMap(store)); // pending proposals
        writer.WriteCid(EmptyMap(store, WideMap)); // escrow
        writer.WriteCid(EmptyMap(store, WideMap)); // locked
        writer.WriteUInt64(0); // next deal
        writer.WriteCid(EmptyMap(store)); // deals by epoch
        writer.WriteInt64(NetworkConstants.EpochUndefined); // last cron
        for (int i = 0; i < 3; i++) // locked collateral of clients and of providers, locked storage fees
            ChainBigInt.Write(writer, BigInteger.Zero);
        writer.WriteCid(EmptyMap(store)); // allocations of pending deals
        writer.WriteCid(EmptyMap(store)); // sectors by provider
        return store.PutDagCbor(writer.ToArray());
    }

    private static Cid EmptyMap(IBlockstore store, int bitWidth = 5) =>
        new Hamt<byte[]>(store, CborCodecs.Raw, new HamtOptions(bitWidth)).Flush();
}
