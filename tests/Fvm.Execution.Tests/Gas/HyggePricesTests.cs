using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Gas;
using Fvm.Execution.Gas.Prices;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Tests.Gas;

/// <summary>
/// The prices of nv18 to nv20 against the figures of FIP-0057, FIP-0049 and ../shared/reference/vm-facts.md 3.2 and 3.5, which were read from
/// ref-fvm independently of the table. In milligas.
/// </summary>
public class HyggePricesTests
{
    private static readonly PriceList Prices = HyggePrices.List;

    public static TheoryData<string, ulong, ulong> Figures() => new()
    {
        { "OnChainMessage 0", Prices.OnChainMessage(0).Amount.Milligas, 560_663_000 },
        { "OnChainMessage 119", Prices.OnChainMessage(119).Amount.Milligas, 715_363_000 },
        { "OnChainReturnValue 8", Prices.OnChainReturnValue(8).Amount.Milligas, 10_400_000 },
        { "OnValueTransfer", Prices.OnValueTransfer().Amount.Milligas, 6_000_000 },
        { "OnMethodInvocation", Prices.OnMethodInvocation(links: 0).Amount.Milligas, 75_000_000 },
        { "OnActorLookup", Prices.OnActorLookup().Amount.Milligas, 500_000_000 },
        { "OnActorUpdate", Prices.OnActorUpdate().Amount.Milligas, 475_000_000 },
        { "OnCreateActor, explicit", Prices.OnCreateActor(newAddress: false).Amount.Milligas, 650_000_000 },
        { "OnCreateActor, by a send", Prices.OnCreateActor(newAddress: true).Amount.Milligas, 2_700_000_000 },
        { "OnDeleteActor", Prices.OnDeleteActor().Amount.Milligas, 0 },
        { "OnResolveAddress", Prices.OnResolveAddress().Amount.Milligas, 0 },
        { "OnLookupAddress", Prices.OnLookupAddress().Amount.Milligas, 0 },
        { "OnGetActorCodeCid", Prices.OnGetActorCodeCid().Amount.Milligas, 0 },
        { "OnGetBuiltinActorType", Prices.OnGetBuiltinActorType().Amount.Milligas, 0 },
        { "OnGetCodeCidForType", Prices.OnGetCodeCidForType().Amount.Milligas, 0 },
        { "OnBalanceOf", Prices.OnBalanceOf().Amount.Milligas, 0 },
        { "OnSelfBalance", Prices.OnSelfBalance().Amount.Milligas, 0 },
        { "OnNetworkContext", Prices.OnNetworkContext().Amount.Milligas, 0 },
        { "OnMessageContext", Prices.OnMessageContext().Amount.Milligas, 0 },
        { "OnBlockStat", Prices.OnBlockStat().Amount.Milligas, 0 },
        { "OnBlockOpenBase", Prices.OnBlockOpenBase().Amount.Milligas, 187_440_000 },
        { "OnBlockOpenPerByte 7", Prices.OnBlockOpenPerByte(7).Amount.Milligas, 70_000 },
        { "OnBlockCreate 7", Prices.OnBlockCreate(7, links: 0).Amount.Milligas, 70_000 },
        { "OnBlockRead 7", Prices.OnBlockRead(7).Amount.Milligas, 2_800 },
        { "OnBlockLink 0", Prices.OnBlockLink(0).Amount.Milligas, 506_000_000 },
        { "OnBlockLink 1000", Prices.OnBlockLink(1000).Amount.Milligas, 506_000_000 + 3_352_400_000 },
        { "OnVerifySignature secp 3", Prices.OnVerifySignature(SignatureType.Secp256k1, 3).Amount.Milligas, 1_637_322_000 },
        { "OnVerifySignature bls 3", Prices.OnVerifySignature(SignatureType.Bls, 3).Amount.Milligas, 16_598_683_000 },
        { "OnRecoverSecpPublicKey", Prices.OnRecoverSecpPublicKey().Amount.Milligas, 1_637_292_000 },
        { "OnHashing sha2-256", Prices.OnHashing(Multicodec.Sha2_256, 10).Amount.Milligas, 70_000 },
        { "OnHashing blake2b-256", Prices.OnHashing(Multicodec.Blake2b256, 10).Amount.Milligas, 100_000 },
        { "OnHashing blake2b-512", Prices.OnHashing(Multicodec.Blake2b512, 10).Amount.Milligas, 100_000 },
        { "OnHashing keccak-256", Prices.OnHashing(Multicodec.Keccak256, 10).Amount.Milligas, 330_000 },
        { "OnHashing ripemd-160", Prices.OnHashing(Multicodec.Ripemd160, 10).Amount.Milligas, 350_000 },
        { "OnComputeUnsealedSectorCid", Prices.OnComputeUnsealedSectorCid().Amount.Milligas, 98_647_000 },
        { "OnVerifySeal", Prices.OnVerifySeal().Amount.Milligas, 2_000_000 },
        { "OnVerifyPost 5", Prices.OnVerifyPost(5).Amount.Milligas, 117_899_821_000 },
        { "OnVerifyReplicaUpdate", Prices.OnVerifyReplicaUpdate().Amount.Milligas, 36_316_136_000 },
        { "OnVerifyConsensusFault", Prices.OnVerifyConsensusFault().Amount.Milligas, 516_422_000 },
        { "OnGetRandomness 0", Prices.OnGetRandomness(entropy: 0).Amount.Milligas, 21_480_000 },
        { "OnGetRandomness 32", Prices.OnGetRandomness(entropy: 32).Amount.Milligas, 21_800_000 },
        { "OnTipsetCid, parent", Prices.OnTipsetCid(historical: false).Amount.Milligas, 50_000_000 },
        { "OnTipsetCid, older", Prices.OnTipsetCid(historical: true).Amount.Milligas, 215_000_000 },
        // Recorded: ../shared/vectors/syscalls/nv18/v3-event-1.json.
        { "OnActorEventValidate 9", Prices.OnActorEventValidate(9).Amount.Milligas, 1_996_600 },
        { "OnActorEventAccept 9", Prices.OnActorEventAccept(9).Amount.Milligas, 319_200 },
        { "OnActorEventValidate 0", Prices.OnActorEventValidate(0).Amount.Milligas, 1_750_000 },
        { "OnActorEventAccept 0", Prices.OnActorEventAccept(0).Amount.Milligas, 182_400 },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void Charge_is_the_independent_figure(string charge, ulong actual, ulong expected) =>
        Assert.True(expected == actual, $"{charge}: {actual}, not {expected}");

    [Theory]
    [InlineData(1, 449_900ul, 359_272ul)]
    [InlineData(3, 1_349_700ul, 1_077_816ul)]
    [InlineData(4, 1_799_600ul + 103_994_170, 1_437_088ul + 102_581_240)]
    [InlineData(6, 2_699_400ul + 103_994_170, 2_155_632ul + 102_581_240)]
    [InlineData(7, 3_149_300ul + 112_356_810, 2_514_904ul + 110_803_030)]
    [InlineData(13, 5_848_700ul + 122_912_610, 4_670_536ul + 120_803_700)]
    [InlineData(26, 11_697_400ul + 137_559_930, 9_341_072ul + 134_642_130)]
    [InlineData(52, 23_394_800ul + 162_039_100, 18_682_144ul + 157_357_890)]
    [InlineData(103, 46_339_700ul + 210_960_780, 37_005_016ul + 203_017_690)]
    [InlineData(205, 92_229_500ul + 318_351_180, 73_650_760ul + 304_253_590)]
    [InlineData(410, 184_459_000ul + 528_274_980, 147_301_520ul + 509_880_640)]
    [InlineData(819, 368_468_100ul + 528_274_980, 294_243_768ul + 509_880_640)]
    public void Aggregates_pay_per_seal_and_by_steps(ulong seals, ulong gas32, ulong gas64)
    {
        Assert.Equal(GasAmount.FromGas(gas32), Prices.OnVerifyAggregateSeals(RegisteredSealProof.StackedDRG32GiBV1P1, seals).Amount);
        Assert.Equal(GasAmount.FromGas(gas64), Prices.OnVerifyAggregateSeals(RegisteredSealProof.StackedDRG64GiBV1P1, seals).Amount);
        // Sizes without a row of their own pay as 32 GiB.
        Assert.Equal(GasAmount.FromGas(gas32), Prices.OnVerifyAggregateSeals(RegisteredSealProof.StackedDRG512MiBV1P1, seals).Amount);
        Assert.Equal(GasAmount.FromGas(gas32), Prices.OnVerifyAggregateSeals(RegisteredSealProof.StackedDRG64GiBV1, seals).Amount);
    }

    [Fact]
    public void Prices_saturate() => Assert.Equal(GasAmount.Max, Prices.OnChainMessage(ulong.MaxValue).Amount);

    [Fact]
    public void Wasm_is_priced_in_milligas()
    {
        ExecutionPrices execution = Prices.Execution;
        Assert.Equal(14_000_000ul, execution.HostCall.Milligas);
        Assert.Equal(400ul, execution.MemoryPerByte.Milligas);
        Assert.Equal(3_200ul, execution.TablePerElement.Milligas);
        Assert.Equal(new InstructionPrices(4_000, 26_214_400, 400, 3_200, 2_048), execution.Metering);
    }

    [Fact]
    public void Preloaded_actors_are_those_of_FIP_0055() => Assert.Equal([0ul, 1, 2, 3, 4, 5, 6, 7, 10, 99], Prices.PreloadedActors);
}
