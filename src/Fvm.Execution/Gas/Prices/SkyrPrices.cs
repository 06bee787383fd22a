using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Gas.Prices;

/// <summary>Network versions 16 and 17. ref-fvm release/v2 <c>fvm/src/gas/price_list.rs</c>, SKYR_PRICES.</summary>
internal static class SkyrPrices
{
    /// <summary>Storing a byte of state or chain.</summary>
    private const ulong StorageByte = 1_300;

    /// <summary>Asking the node anything.</summary>
    private const ulong Extern = 21_000;

    /// <summary>An actor in the state tree: 36 bytes of key, 40 of state.</summary>
    private const ulong ActorStorage = (36 + 40) * StorageByte;

    public static PriceList List { get; } = new()
    {
        // 38,863 to validate; storage for the message and 36 bytes around it.
        OnChainMessage = new(Gas(38_863 + (36 * StorageByte)), Gas(StorageByte)),
        OnChainReturnPerByte = Gas(StorageByte),

        Calls = new CallPrices(Flat: Gas(29_233), Transfer: Gas(27_500), TransferOnly: Gas(159_672), InvocationRebate: Gas(5_377)),
        ActorCreate = Gas(1_108_454 + ActorStorage),
        ActorDeleteRefund = Gas(ActorStorage),

        VerifySecp256k1 = new(Gas(1_637_292), GasAmount.Zero),
        VerifyBls = new(Gas(16_598_605), GasAmount.Zero),
        RecoverSecpPublicKey = Gas(1_637_292),
        HashFlat = Gas(31_355),
        HashPerByte = new Dictionary<ulong, GasAmount>
        {
            [Multicodec.Sha2_256] = GasAmount.Zero,
            [Multicodec.Blake2b256] = GasAmount.Zero,
            [Multicodec.Blake2b512] = GasAmount.Zero,
            [Multicodec.Keccak256] = GasAmount.Zero,
            [Multicodec.Ripemd160] = GasAmount.Zero,
        },

        ComputeUnsealedSectorCid = Gas(98_647),
        VerifySeal = Gas(2_000),
        VerifyAggregate = new Dictionary<RegisteredSealProof, AggregateCost>
        {
            [RegisteredSealProof.StackedDRG32GiBV1P1] = new(Gas(449_900), new StepCost(
                (4, Gas(103_994_170)), (7, Gas(112_356_810)), (13, Gas(122_912_610)), (26, Gas(137_559_930)),
                (52, Gas(162_039_100)), (103, Gas(210_960_780)), (205, Gas(318_351_180)), (410, Gas(528_274_980)))),
            [RegisteredSealProof.StackedDRG64GiBV1P1] = new(Gas(359_272), new StepCost(
                (4, Gas(102_581_240)), (7, Gas(110_803_030)), (13, Gas(120_803_700)), (26, Gas(134_642_130)),
                (52, Gas(157_357_890)), (103, Gas(203_017_690)), (205, Gas(304_253_590)), (410, Gas(509_880_640)))),
        },
        VerifyPost = new(Gas(117_680_921), Gas(43_780)),
        VerifyReplicaUpdate = Gas(36_316_136),
        VerifyConsensusFault = Gas(Extern + 495_422),

        RandomnessSeed = Gas(Extern),

        BlockOpen = Gas(Extern + 114_617),
        BlockAllocatePerByte = Gas(10),
        CopyPerByte = new GasAmount(500),

        // A byte is stored once and copied twice: into the buffer, and at the end into the node's store.
        BlockLink = new(Gas(353_640), new GasAmount((StorageByte * GasAmount.Precision) + (2 * 500))),

        Execution = new ExecutionPrices(
            HostCall: Gas(14_000),
            MemoryPerByte: GasAmount.Zero,
            TablePerElement: GasAmount.Zero,
            Metering: new InstructionPrices(
                Instruction: 4_000, MemoryPage: 0, MemoryByte: 0, TableElement: 0, StackLimit: 2_048, InstrumentRelease.V0_2)),

        PreloadedActors = [],
    };

    private static GasAmount Gas(ulong gas) => GasAmount.FromGas(gas);
}
