using Fvm.Ipld.Cbor;
using Fvm.Protocol.Sectors;
using Fvm.Protocol.State;

namespace Fvm.Protocol.Tests;

/// <summary>What holds for every encoded type: the round trip, exact field counts, no trailing bytes, and no exception from damaged bytes.</summary>
public class ChainValueTests
{
    private const int Rounds = 200;

    [Fact]
    public void Address_is_a_chain_value() => Check(static samples => samples.Address(), isTuple: false);

    [Fact]
    public void TokenAmount_is_a_chain_value() => Check(static samples => samples.Amount(), isTuple: false);

    [Fact]
    public void Message_is_a_chain_value() => Check(static samples => samples.Message());

    [Fact]
    public void Signature_is_a_chain_value() => Check(static samples => samples.Signature(), isTuple: false);

    [Fact]
    public void SignedMessage_is_a_chain_value() => Check(static samples => samples.SignedMessage());

    [Fact]
    public void Receipt_is_a_chain_value() => Check(static samples => samples.Receipt());

    [Fact]
    public void ActorEvent_is_a_chain_value() => Check(static samples => samples.ActorEvent(), isTuple: false);

    [Fact]
    public void StampedEvent_is_a_chain_value() => Check(static samples => samples.StampedEvent());

    [Fact]
    public void ActorState_is_a_chain_value() => Check(static samples => samples.ActorState());

    [Fact]
    public void StateRoot_is_a_chain_value() => Check(static samples => samples.StateRoot());

    [Fact]
    public void ManifestRoot_is_a_chain_value() => Check(static samples => samples.ManifestRoot());

    [Fact]
    public void ManifestEntry_is_a_chain_value() => Check(static samples => samples.ManifestEntry());

    [Fact]
    public void SectorId_is_a_chain_value() => Check(static samples => samples.SectorId());

    [Fact]
    public void SectorInfo_is_a_chain_value() => Check(static samples => samples.SectorInfo());

    [Fact]
    public void PoStProof_is_a_chain_value() => Check(static samples => samples.PoStProof());

    [Fact]
    public void WindowPoStVerifyInfo_is_a_chain_value() => Check(static samples => samples.WindowPoSt());

    [Fact]
    public void SealVerifyInfo_is_a_chain_value() => Check(static samples => samples.Seal());

    [Fact]
    public void AggregateSealVerifyInfo_is_a_chain_value() => Check(static samples => samples.AggregateSeal());

    [Fact]
    public void AggregateSealVerifyProofAndInfos_is_a_chain_value() => Check(static samples => samples.Aggregate());

    [Fact]
    public void ReplicaUpdateInfo_is_a_chain_value() => Check(static samples => samples.ReplicaUpdate());

    [Fact]
    public void PieceInfo_is_a_chain_value() => Check(static samples => samples.Piece());

    private static void Check<T>(Func<Samples, T> make, bool isTuple = true)
        where T : IChainValue<T>
    {
        Samples samples = new(seed: 42);
        for (int i = 0; i < Rounds; i++)
        {
            T value = make(samples);
            byte[] bytes = ChainEncoding.ToCbor(value);
            Assert.True(ChainEncoding.TryFromCbor<T>(bytes, out T? back, out CborError error), error.ToString());
            Assert.Equal(value, back);
            Assert.Equal(value.GetHashCode(), back.GetHashCode());
            Assert.Equal(bytes, ChainEncoding.Codec<T>().Encode(back));

            Assert.False(ChainEncoding.TryFromCbor<T>([.. bytes, 0], out _, out error));
            Assert.Equal(CborErrorKind.TrailingBytes, error.Kind);
            for (int cut = 0; cut < bytes.Length; cut += Math.Max(1, bytes.Length / 16))
                Assert.False(ChainEncoding.TryFromCbor<T>(bytes.AsSpan(0, cut), out _));
            if (isTuple)
                CheckFieldCount<T>(bytes);
            CheckDamage<T>(samples, bytes);
        }
    }

    // All tuples have fewer than 24 fields, so the count is in the first byte.
    private static void CheckFieldCount<T>(byte[] bytes)
        where T : IChainValue<T>
    {
        Assert.Equal(0x80, bytes[0] & 0xe0);
        bytes[0]--;
        Assert.False(ChainEncoding.TryFromCbor<T>(bytes, out _, out CborError fewer));
        Assert.Equal(CborErrorKind.ShapeMismatch, fewer.Kind);
        bytes[0] += 2;
        Assert.False(ChainEncoding.TryFromCbor<T>([.. bytes, 0xf6], out _, out CborError more));
        Assert.Equal(CborErrorKind.ShapeMismatch, more.Kind);
        bytes[0]--;
    }

    private static void CheckDamage<T>(Samples samples, byte[] bytes)
        where T : IChainValue<T>
    {
        for (int i = 0; i < 50; i++)
        {
            byte[] damaged = samples.Mutate(bytes);
            if (!ChainEncoding.TryFromCbor<T>(damaged, out T? value))
                continue;
            byte[] canonical = ChainEncoding.ToCbor(value);
            Assert.True(ChainEncoding.TryFromCbor<T>(canonical, out T? again));
            Assert.Equal(canonical, ChainEncoding.ToCbor(again));
        }
    }
}
