using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Gas.Prices;

/// <summary>Network versions 18 to 20. ref-fvm release/v3 <c>fvm/src/gas/price_list.rs</c>, HYGGE_PRICES.</summary>
internal static class HyggePrices
{
    public static PriceList List { get; } = new()
    {
        // 38,863 to validate, 475,000 to update the sender, 1,300 a byte of storage for the message and 36 bytes around it.
        OnChainMessage = new(Gas(38_863 + 475_000 + (36 * 1_300)), Gas(1_300)),
        OnChainReturnPerByte = Gas(1_300),

        ValueTransfer = Gas(6_000),
        MethodInvocation = Gas(75_000),

        ActorLookup = Gas(500_000),
        ActorUpdate = Gas(475_000),
        ActorCreate = Gas(650_000),
        AddressLookup = Gas(1_050_000),
        AddressAssignment = Gas(1_000_000),

        VerifySecp256k1 = new(Gas(1_637_292), Gas(10)),
        VerifyBls = new(Gas(16_598_605), Gas(26)),
        RecoverSecpPublicKey = Gas(1_637_292),
        HashPerByte = new Dictionary<ulong, GasAmount>
        {
            [Multicodec.Sha2_256] = Gas(7),
            [Multicodec.Blake2b256] = Gas(10),
            [Multicodec.Blake2b512] = Gas(10),
            [Multicodec.Keccak256] = Gas(33),
            [Multicodec.Ripemd160] = Gas(35),
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
        VerifyConsensusFault = Gas(516_422),

        RandomnessSeed = Gas(21_000),
        TipsetCidLatest = Gas(50_000),
        TipsetCidHistorical = Gas(215_000),

        BlockOpen = Gas(187_440),
        BlockAllocatePerByte = Gas(2),
        CopyPerByte = new GasAmount(400),
        BlockRetentionPerByte = Gas(10),

        // 334,000 for about 100 bytes of metadata and 3,340 a byte to store; 172,000 to flush; copied 0.4, allocated 2, hashed 10 a byte.
        BlockLink = new(Gas(334_000 + 172_000), Gas(3_340 + 2 + 10) + new GasAmount(400)),

        EventValidate = new(Gas(1_750), Gas(25)),

        ShowsFreeCharges = true,

        Execution = new ExecutionPrices(
            HostCall: Gas(14_000),
            MemoryPerByte: new GasAmount(400),
            TablePerElement: new GasAmount(3_200), // 8 bytes an element
            Metering: new InstructionPrices(
                Instruction: 4_000,
                MemoryPage: 65_536 * 400,
                MemoryByte: 400,
                TableElement: 8 * 400,
                StackLimit: 2_048)),

        PreloadedActors = [0, 1, 2, 3, 4, 5, 6, 7, 10, 99],
    };

    private static GasAmount Gas(ulong gas) => GasAmount.FromGas(gas);
}
