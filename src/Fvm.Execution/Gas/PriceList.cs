using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Gas;

/// <summary>
/// The prices of one range of network versions, as data (ref-fvm <c>fvm/src/gas/price_list.rs</c>, FIP-0032, FIP-0057). How they make
/// charges is in <see cref="Charges"/>.
/// </summary>
internal sealed record PriceList
{
    /// <summary>Including a message: flat computing, storage of the envelope (36 bytes) and of each byte.</summary>
    public required ScalingCost OnChainMessage { get; init; }

    /// <summary>A byte of the return value of a message on chain.</summary>
    public required GasAmount OnChainReturnPerByte { get; init; }

    /// <summary>Calls in FVM v2, value and all; null since FVM v3, where <see cref="ValueTransfer"/> and <see cref="MethodInvocation"/> count.</summary>
    public CallPrices? Calls { get; init; }

    public GasAmount ValueTransfer { get; init; }

    public GasAmount MethodInvocation { get; init; }

    /// <summary>The first read of an actor's state by a message.</summary>
    public GasAmount ActorLookup { get; init; }

    /// <summary>The first update of an actor's state by a message.</summary>
    public GasAmount ActorUpdate { get; init; }

    /// <summary>Storage of a new actor.</summary>
    public required GasAmount ActorCreate { get; init; }

    /// <summary>What deleting an actor gives back, in FVM v2.</summary>
    public GasAmount ActorDeleteRefund { get; init; }

    /// <summary>Looking up an address. Charged only together with an assignment; a mere resolution is free.</summary>
    public GasAmount AddressLookup { get; init; }

    /// <summary>Assigning an address to a new actor.</summary>
    public GasAmount AddressAssignment { get; init; }

    public required ScalingCost VerifySecp256k1 { get; init; }

    public required ScalingCost VerifyBls { get; init; }

    public required GasAmount RecoverSecpPublicKey { get; init; }

    /// <summary>Hashing anything, in FVM v2.</summary>
    public GasAmount HashFlat { get; init; }

    /// <summary>Prices of hashing a byte, by multihash code; a code that is absent is not supported.</summary>
    public required IReadOnlyDictionary<ulong, GasAmount> HashPerByte
    {
        get;
        init
        {
            field = value;
            Blake2bPerByte = value.GetValueOrDefault(Multicodec.Blake2b256);
            KeccakPerByte = value.TryGetValue(Multicodec.Keccak256, out GasAmount price) ? price : null;
        }
    }

    /// <summary>Hashing a byte by BLAKE2b-256, which every event and every seed of randomness pays for; one of <see cref="HashPerByte"/>.</summary>
    public GasAmount Blake2bPerByte { get; private init; }

    /// <summary>Hashing a byte by Keccak-256, what contracts ask for again and again; one of <see cref="HashPerByte"/>, null where it is not supported.</summary>
    public GasAmount? KeccakPerByte { get; private init; }

    /// <summary>The price of hashing a byte; false for a code that is not supported.</summary>
    public bool TryGetHashPerByte(ulong code, out GasAmount price)
    {
        if (code != Multicodec.Keccak256 || KeccakPerByte is not { } keccak)
            return HashPerByte.TryGetValue(code, out price);
        price = keccak;
        return true;
    }

    public required GasAmount ComputeUnsealedSectorCid { get; init; }

    public required GasAmount VerifySeal { get; init; }

    /// <summary>Aggregates of seals by proof type; types that are absent pay what <see cref="RegisteredSealProof.StackedDRG32GiBV1P1"/> pays.</summary>
    public required IReadOnlyDictionary<RegisteredSealProof, AggregateCost> VerifyAggregate { get; init; }

    /// <summary>A window PoSt, by challenged sectors; one price for all sizes.</summary>
    public required ScalingCost VerifyPost { get; init; }

    public required GasAmount VerifyReplicaUpdate { get; init; }

    public required GasAmount VerifyConsensusFault { get; init; }

    /// <summary>Fetching randomness to FVM v3, which adds the hashing of 48 bytes and the entropy.</summary>
    public required GasAmount RandomnessSeed { get; init; }

    /// <summary>The last tipset's CID, in FVM v3.</summary>
    public GasAmount TipsetCidLatest { get; init; }

    /// <summary>An older tipset's CID, in FVM v3.</summary>
    public GasAmount TipsetCidHistorical { get; init; }

    /// <summary>Walking up the chain for randomness or a tipset's CID, by epochs, in FVM v4.</summary>
    public ScalingCost Lookback { get; init; }

    /// <summary>Reading a block from the store.</summary>
    public required GasAmount BlockOpen { get; init; }

    /// <summary>A byte of a block allocated.</summary>
    public required GasAmount BlockAllocatePerByte { get; init; }

    /// <summary>A byte copied.</summary>
    public required GasAmount CopyPerByte { get; init; }

    /// <summary>The least price of a byte of a block that is kept in memory, so that a message cannot hold more than about 1 GiB.</summary>
    public GasAmount BlockRetentionPerByte { get; init; }

    /// <summary>Storing a block, by bytes: copies, hash, storage, flush.</summary>
    public required ScalingCost BlockLink { get; init; }

    /// <summary>Validating an encoded event, by its length, in FVM v3.</summary>
    public ScalingCost EventValidate { get; init; }

    /// <summary>Validating an event, by its entries, in FVM v4.</summary>
    public ScalingCost EventEntries { get; init; }

    /// <summary>Validating UTF-8, by bytes.</summary>
    public ScalingCost Utf8 { get; init; }

    /// <summary>A pairing of an aggregated BLS signature; one more than there are signers.</summary>
    public GasAmount BlsPairing { get; init; }

    /// <summary>A byte of the messages of an aggregated BLS signature.</summary>
    public GasAmount BlsHashPerByte { get; init; }

    /// <summary>A field met when a block is scanned for links (0 before FVM v4, which does not scan).</summary>
    public GasAmount ScanPerField { get; init; }

    /// <summary>A CID met when a block is scanned for links.</summary>
    public GasAmount ScanPerCid { get; init; }

    /// <summary>A link that becomes reachable.</summary>
    public GasAmount LinkTracked { get; init; }

    /// <summary>A link that is looked up among the reachable ones.</summary>
    public GasAmount LinkChecked { get; init; }

    /// <summary>From FVM v3 on what is free is charged at nothing all the same, and stands in traces.</summary>
    public bool ShowsFreeCharges { get; init; }

    /// <summary>Execution of wasm, settled by the binding.</summary>
    public required ExecutionPrices Execution { get; init; }

    /// <summary>Actors whose state is always loaded and always updated at no cost (FIP-0055).</summary>
    public required IReadOnlyList<ulong> PreloadedActors { get; init; }
}
