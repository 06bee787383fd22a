using Fvm.Abi;
using Fvm.Abi.Kernel;

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

    public required GasAmount ValueTransfer { get; init; }

    public required GasAmount MethodInvocation { get; init; }

    /// <summary>The first read of an actor's state by a message.</summary>
    public required GasAmount ActorLookup { get; init; }

    /// <summary>The first update of an actor's state by a message.</summary>
    public required GasAmount ActorUpdate { get; init; }

    /// <summary>Storage of a new actor.</summary>
    public required GasAmount ActorCreate { get; init; }

    /// <summary>Looking up an address. Charged only together with an assignment; a mere resolution is free.</summary>
    public required GasAmount AddressLookup { get; init; }

    /// <summary>Assigning an address to a new actor.</summary>
    public required GasAmount AddressAssignment { get; init; }

    public required ScalingCost VerifySecp256k1 { get; init; }

    public required ScalingCost VerifyBls { get; init; }

    public required GasAmount RecoverSecpPublicKey { get; init; }

    /// <summary>Prices of hashing a byte, by multihash code; a code that is absent is not supported.</summary>
    public required IReadOnlyDictionary<ulong, GasAmount> HashPerByte { get; init; }

    public required GasAmount ComputeUnsealedSectorCid { get; init; }

    public required GasAmount VerifySeal { get; init; }

    /// <summary>Aggregates of 64 GiB sectors; every other size pays <see cref="VerifyAggregate32GiB"/>.</summary>
    public required AggregateCost VerifyAggregate64GiB { get; init; }

    public required AggregateCost VerifyAggregate32GiB { get; init; }

    /// <summary>A window PoSt, by challenged sectors; one price for all sizes.</summary>
    public required ScalingCost VerifyPost { get; init; }

    public required GasAmount VerifyReplicaUpdate { get; init; }

    public required GasAmount VerifyConsensusFault { get; init; }

    /// <summary>Fetching randomness; FVM v3 adds the hashing of 48 bytes and the entropy.</summary>
    public required GasAmount RandomnessSeed { get; init; }

    public required GasAmount TipsetCidLatest { get; init; }

    public required GasAmount TipsetCidHistorical { get; init; }

    /// <summary>Reading a block from the store.</summary>
    public required GasAmount BlockOpen { get; init; }

    /// <summary>A byte of a block allocated.</summary>
    public required GasAmount BlockAllocatePerByte { get; init; }

    /// <summary>A byte copied.</summary>
    public required GasAmount CopyPerByte { get; init; }

    /// <summary>The least price of a byte of a block that is kept in memory, so that a message cannot hold more than about 1 GiB.</summary>
    public required GasAmount BlockRetentionPerByte { get; init; }

    /// <summary>Storing a block: about 100 bytes of metadata, and each byte.</summary>
    public required ScalingCost BlockPersist { get; init; }

    /// <summary>Flushing a block at the end.</summary>
    public required GasAmount BlockFlush { get; init; }

    /// <summary>Validating an encoded event, by its length.</summary>
    public required ScalingCost EventValidate { get; init; }

    /// <summary>Execution of wasm, settled by the binding.</summary>
    public required ExecutionPrices Execution { get; init; }

    /// <summary>Actors whose state is always loaded and always updated at no cost (FIP-0055).</summary>
    public required IReadOnlyList<ulong> PreloadedActors { get; init; }
}
