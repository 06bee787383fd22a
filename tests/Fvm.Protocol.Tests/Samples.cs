using System.Numerics;
using Fvm.Ipld;
using Fvm.Protocol.Sectors;
using Fvm.Protocol.State;

namespace Fvm.Protocol.Tests;

/// <summary>Random values of every kind from a fixed seed, and random damage.</summary>
internal sealed class Samples(int seed)
{
    private readonly Random random = new(seed);

    internal ulong UInt64() => random.Next(4) switch
    {
        0 => (ulong)random.Next(30),
        1 => ulong.MaxValue - (ulong)random.Next(3),
        _ => (ulong)random.NextInt64() >> random.Next(64),
    };

    internal byte[] Bytes(int maxLength = 80)
    {
        byte[] bytes = new byte[random.Next(maxLength + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    internal byte[] Exactly(int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    internal Address Address() => random.Next(5) switch
    {
        0 => Protocol.Address.FromId(UInt64()),
        1 => Protocol.Address.FromSecp256k1PublicKey(Exactly(65)),
        2 => Protocol.Address.FromActorHash(Exactly(20)),
        3 => Protocol.Address.FromBls(Exactly(48)),
        _ => Protocol.Address.FromDelegated(UInt64(), Bytes(54)),
    };

    internal TokenAmount Amount()
    {
        BigInteger magnitude = new(Bytes(40), isUnsigned: true);
        return new TokenAmount(random.Next(2) == 0 ? magnitude : -magnitude);
    }

    internal Cid Cid() => Ipld.Cid.Create(Multicodec.DagCbor, Multicodec.Blake2b256, Exactly(32));

    internal Message Message() => new()
    {
        Version = UInt64(),
        To = Address(),
        From = Address(),
        Sequence = UInt64(),
        Value = Amount(),
        MethodNum = UInt64(),
        Params = Bytes(),
        GasLimit = UInt64(),
        GasFeeCap = Amount(),
        GasPremium = Amount(),
    };

    internal Signature Signature() => new((SignatureType)random.Next(1, 4), Bytes(199));

    internal SignedMessage SignedMessage() => new(Message(), Signature());

    internal Receipt Receipt() => new(new ExitCode((uint)random.Next(40)), Bytes(), UInt64(), random.Next(2) == 0 ? null : Cid());

    internal StampedEvent StampedEvent() => new(new ActorId(UInt64()), ActorEvent());

    internal ActorEvent ActorEvent() => new([.. Many(() => new EventEntry(UInt64(), "ключ" + random.Next(100), UInt64(), Bytes()))]);

    internal ActorState ActorState() => new(Cid(), Cid(), UInt64(), Amount(), random.Next(2) == 0 ? null : Address());

    internal StateRoot StateRoot() => new((StateTreeVersion)random.Next(6), Cid(), Cid());

    internal SectorId SectorId() => new(new ActorId(UInt64()), UInt64());

    internal SectorInfo SectorInfo() => new((RegisteredSealProof)random.Next(-2, 25), UInt64(), Cid());

    internal PoStProof PoStProof() => new((RegisteredPoStProof)random.Next(-2, 25), Bytes());

    internal WindowPoStVerifyInfo WindowPoSt()
        => new(Bytes(40), [.. Many(PoStProof)], [.. Many(SectorInfo)], new ActorId(UInt64()));

    internal SealVerifyInfo Seal() => new(
        (RegisteredSealProof)random.Next(-2, 25), SectorId(), [.. Many(UInt64)], Bytes(40), Bytes(40), Bytes(), Cid(), Cid());

    internal AggregateSealVerifyInfo AggregateSeal() => new(UInt64(), Bytes(40), Bytes(40), Cid(), Cid());

    internal AggregateSealVerifyProofAndInfos Aggregate() => new(
        new ActorId(UInt64()), (RegisteredSealProof)random.Next(25), (RegisteredAggregateProof)random.Next(-1, 3), Bytes(), [.. Many(AggregateSeal)]);

    internal ReplicaUpdateInfo ReplicaUpdate() => new((RegisteredUpdateProof)random.Next(-1, 7), Cid(), Cid(), Cid(), Bytes());

    internal PieceInfo Piece() => new(new PaddedPieceSize(UInt64()), Cid());

    internal ManifestRoot ManifestRoot() => new((uint)random.Next(), Cid());

    internal ManifestEntry ManifestEntry() => new("name" + random.Next(100), Cid());

    internal List<T> Many<T>(Func<T> one)
    {
        List<T> list = [];
        for (int n = random.Next(4); n > 0; n--)
            list.Add(one());
        return list;
    }

    /// <summary>Flips, inserts, drops or cuts a few bytes.</summary>
    internal byte[] Mutate(byte[] bytes)
    {
        List<byte> list = [.. bytes];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(list.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < list.Count:
                    list[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    list.Insert(at, (byte)random.Next(256));
                    break;
                case 2 when at < list.Count:
                    list.RemoveAt(at);
                    break;
                default:
                    if (at < list.Count)
                        list[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. list];
    }

    /// <summary>Changes a few characters, some of them foreign.</summary>
    internal string Mutate(string text)
    {
        const string Characters = "ft01234567890abcxyz+-. ö\0";
        char[] chars = text.ToCharArray();
        for (int n = random.Next(1, 4); n > 0; n--)
            chars[random.Next(chars.Length)] = Characters[random.Next(Characters.Length)];
        return new string(chars, 0, random.Next(4) == 0 ? random.Next(chars.Length) : chars.Length);
    }
}
