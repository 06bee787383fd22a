using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Syscalls.Tests;

/// <summary>One good call of a syscall and what spoils it.</summary>
/// <param name="Module">The module.</param>
/// <param name="Name">The name.</param>
/// <param name="Arguments">The arguments, without the out pointer.</param>
/// <param name="KernelCall">What the kernel is asked; empty for what the binding answers itself.</param>
/// <param name="Answer">The answer in hexadecimal; empty where there is none.</param>
/// <param name="Buffer">What stands at <see cref="BufferAt"/> afterwards, in hexadecimal; empty where nothing is written.</param>
/// <param name="Spoilt">Arguments that spoil the call: index, value, the error number.</param>
public sealed record SyscallCase(
    string Module, string Name, long[] Arguments, string KernelCall, string Answer, string Buffer, params (int Index, long Value, int Error)[] Spoilt)
{
    public const int AnswerAt = 1024;
    public const int BufferAt = 2048;
    public const int CidAt = 4096;
    public const int AddressAt = 4200;
    public const int TextAt = 4300;
    public const int NotUtf8At = 4310;
    public const int HashAt = 4400;
    public const int SignatureAt = 4450;
    public const int PiecesAt = 4600;
    public const int PostAt = 4700;
    public const int AggregateAt = 4800;
    public const int UpdateAt = 4900;
    public const int SealsAt = 5200;
    public const int LengthsAt = 4320;
    public const int HeadersAt = 4340;
    public const int SealAt = 6000;
    public const int AddressLength = 21;
    public const int TextLength = 5;
    public const int End = Probe.PageSize;

    private const string CidLength = "26000000";

    public static byte[] Pieces { get; } = Encode(writer =>
    {
        writer.WriteArrayHeader(1);
        new PieceInfo(new PaddedPieceSize(2048), CommCid.FromDataCommitment(new byte[32])).Write(writer);
    });

    public static byte[] Post { get; } = ChainEncoding.ToCbor(new WindowPoStVerifyInfo(new byte[32], [], [], new ActorId(1001)));

    public static byte[] Aggregate { get; } = ChainEncoding.ToCbor(new AggregateSealVerifyProofAndInfos(
        new ActorId(1002), RegisteredSealProof.StackedDRG2KiBV1P1, RegisteredAggregateProof.SnarkPackV1, new byte[3], []));

    public static byte[] Update { get; } = ChainEncoding.ToCbor(new ReplicaUpdateInfo(
        RegisteredUpdateProof.StackedDRG32GiBV1, FakeKernel.SomeCid, FakeKernel.SomeCid, FakeKernel.SomeCid, new byte[2]));

    public static byte[] Seals { get; } = Encode(writer =>
    {
        writer.WriteArrayHeader(3);
        for (int i = 0; i < 3; i++)
        {
            new SealVerifyInfo(
                RegisteredSealProof.StackedDRG2KiBV1P1, new SectorId(new ActorId(1), 2), [], new byte[32], new byte[32], new byte[1], FakeKernel.SomeCid, FakeKernel.SomeCid).Write(writer);
        }
    });

    public static byte[] Seal { get; } = ChainEncoding.ToCbor(new SealVerifyInfo(
        RegisteredSealProof.StackedDRG2KiBV1P1, new SectorId(new ActorId(1003), 2), [], new byte[32], new byte[32], new byte[1], FakeKernel.SomeCid, FakeKernel.SomeCid));

    /// <summary>FVM v3.</summary>
    public static IReadOnlyList<SyscallCase> All { get; } = List();

    /// <summary>A probe whose memory holds everything that the cases read; answer and buffer are filled with 0xee.</summary>
    internal static Probe NewProbe(SyscallTable? syscalls = null) => new Probe(syscalls)
        .With(AnswerAt, Enumerable.Repeat((byte)0xee, 128).ToArray())
        .With(BufferAt, Enumerable.Repeat((byte)0xee, 128).ToArray())
        .With(CidAt, FakeKernel.SomeCid.Bytes)
        .With(AddressAt, FakeKernel.SomeAddress.Bytes)
        .With(TextAt, "hello"u8)
        .With(NotUtf8At, [0xff])
        .With(PiecesAt, Pieces)
        .With(PostAt, Post)
        .With(AggregateAt, Aggregate)
        .With(UpdateAt, Update)
        .With(SealsAt, Seals)
        .With(SealAt, Seal)
        .With(LengthsAt, [2, 0, 0, 0, 3, 0, 0, 0])
        .With(HeadersAt, [1, 0, 0, 0, 0, 0, 0, 0, 0x55, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0])
        .With(HeadersAt + 24, [2, 0, 0, 0, 0, 0, 0, 0, 0x51, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);

    /// <summary>What the kernel is asked, call by call.</summary>
    public IEnumerable<string> KernelCalls => KernelCall.Length == 0 ? [] : KernelCall.Split(" + ");

    public override string ToString() => $"{Module}.{Name}";

    private static SyscallCase[] List()
    {
        string cid = FakeKernel.SomeCid.ToString();
        string cidBytes = Convert.ToHexStringLower(FakeKernel.SomeCid.Bytes);
        string address = FakeKernel.SomeAddress.ToString();
        string addressBytes = Convert.ToHexStringLower(FakeKernel.SomeAddress.Bytes);
        const string amount = "1032547698badcfeefcdab8967452301";
        const string hello = "68656c6c6f";
        return
        [
            new("vm", "message_context", [], "vm.message_context",
                "6400000000000000" + "0500000000000000" + "6500000000000000" + "6600000000000000" + "0300000000000000" + amount
                + "0900000000000000" + "0000000000000000" + "0100000000000000", ""),
            new("network", "context", [], "network.context", "feffffffffffffff" + "00f1536500000000" + amount + "3a01000000000000" + "12000000", ""),
            new("network", "total_fil_circ_supply", [], "network.total_fil_circ_supply", amount, ""),
            new("network", "tipset_cid", [-7, BufferAt, 100], "network.tipset_cid -7", CidLength, cidBytes, (1, End - 99, 1), (2, -1, 1), (2, 37, 12)),

            new("ipld", "block_open", [CidAt], $"ipld.block_open {cid}", "7100000000000000" + "03000000" + "4d000000", "", (0, End + 1, 1), (0, -1, 1), (0, TextAt, 1)),
            new("ipld", "block_create", [0x71, TextAt, TextLength], $"ipld.block_create 113 {hello}", "04000000", "", (1, End - 4, 1), (2, -1, 1)),
            new("ipld", "block_read", [9, 10, BufferAt, 3], "ipld.block_read 9 10 3", "fbffffff", "abababee", (2, End - 2, 1), (3, End, 1)),
            new("ipld", "block_stat", [9], "ipld.block_stat 9", "7100000000000000" + "4d000000", ""),
            new("ipld", "block_link", [9, 0xb220, 32, BufferAt, 100], "ipld.block_link 9 45600 32", CidLength, cidBytes, (3, End - 99, 1), (4, -1, 1), (4, 37, 12)),

            new("self", "root", [BufferAt, 38], "self.root", CidLength, cidBytes, (0, End - 37, 1), (1, 37, 12), (1, 0, 12)),
            new("self", "set_root", [CidAt], $"self.set_root {cid}", "", "", (0, End, 1), (0, TextAt, 1)),
            new("self", "current_balance", [], "self.current_balance", amount, ""),
            new("self", "self_destruct", [AddressAt, AddressLength], $"self.self_destruct {address}", "", "", (0, End - 20, 1), (1, 20, 1), (1, 22, 1), (1, 0, 1)),

            new("actor", "resolve_address", [AddressAt, AddressLength], $"actor.resolve_address {address}", "d204000000000000", "", (0, End - 20, 1), (1, 20, 1), (1, -1, 1)),
            new("actor", "lookup_delegated_address", [8, BufferAt, 21], "actor.lookup_delegated_address f08", "15000000", addressBytes + "ee", (1, End - 20, 1), (2, 20, 12)),
            new("actor", "get_actor_code_cid", [8, BufferAt, 100], "actor.get_actor_code_cid f08", CidLength, cidBytes, (1, End - 99, 1), (2, 37, 12)),
            new("actor", "next_actor_address", [BufferAt, 21], "actor.next_actor_address", "15000000", addressBytes + "ee", (0, End - 20, 1), (1, 20, 12)),
            new("actor", "create_actor", [77, CidAt, AddressAt, AddressLength], $"actor.create_actor {cid} f077 {address}", "", "", (1, TextAt, 1), (2, End - 20, 1), (3, 20, 1)),
            new("actor", "get_builtin_actor_type", [CidAt], $"actor.get_builtin_actor_type {cid}", "06000000", "", (0, -1, 1), (0, TextAt, 1)),
            new("actor", "get_code_cid_for_type", [-1, BufferAt, 100], "actor.get_code_cid_for_type 4294967295", CidLength, cidBytes, (1, End - 99, 1), (2, 37, 12)),
            new("actor", "balance_of", [8], "actor.balance_of f08", amount, ""),

            new("crypto", "verify_signature", [2, TextAt, TextLength, AddressAt, AddressLength, TextAt, 2], $"crypto.verify_signature Bls {hello} {address} 6865", "00000000", "",
                (0, 0, 1), (0, 3, 1), (0, 257, 1), (1, End - 4, 1), (3, End - 20, 1), (4, 20, 1), (5, End - 1, 1)),
            new("crypto", "recover_secp_public_key", [HashAt, SignatureAt], "crypto.recover_secp_public_key 32 65 65", string.Concat(Enumerable.Repeat("65", 65)), "",
                (0, End - 31, 1), (1, End - 64, 1)),
            new("crypto", "hash", [0x12, TextAt, TextLength, BufferAt, 3], $"crypto.hash 18 {hello} 64", "03000000", "323232ee", (1, End - 4, 1), (3, End - 2, 1)),
            new("crypto", "verify_post", [PostAt, Post.Length], "crypto.verify_post f01001", "00000000", "", (0, -1, 1), (1, Post.Length - 1, 1), (1, Post.Length + 1, 1)),
            new("crypto", "compute_unsealed_sector_cid", [14, PiecesAt, Pieces.Length, BufferAt, 100], "crypto.compute_unsealed_sector_cid 14 1", CidLength, cidBytes,
                (0, 15, 1), (0, -1, 1), (1, End, 1), (2, Pieces.Length + 1, 1), (2, Pieces.Length - 1, 1), (3, End - 99, 1), (4, 10, 12)),
            new("crypto", "verify_consensus_fault", [TextAt, 1, TextAt, 2, TextAt, 3], "crypto.verify_consensus_fault 68 6865 68656c",
                "4d00000000000000" + "e803000000000000" + "02000000", "", (0, End, 1), (2, End - 1, 1), (4, End - 2, 1)),
            new("crypto", "verify_aggregate_seals", [AggregateAt, Aggregate.Length], "crypto.verify_aggregate_seals f01002", "00000000", "", (0, -1, 1), (1, Aggregate.Length - 1, 1)),
            new("crypto", "verify_replica_update", [UpdateAt, Update.Length], "crypto.verify_replica_update 3", "00000000", "", (0, -1, 1), (1, Update.Length - 1, 1)),
            new("crypto", "batch_verify_seals", [SealsAt, Seals.Length, BufferAt], "crypto.batch_verify_seals 3", "", "010001ee", (0, -1, 1), (1, Seals.Length - 1, 1), (2, End - 2, 1)),

            new("event", "emit_event", [TextAt, TextLength], $"event.emit_event {hello}", "", "", (0, End - 4, 1), (1, -1, 1)),

            new("rand", "get_chain_randomness", [-3, 50, TextAt, TextLength], $"rand.get_chain_randomness -3 50 {hello} 32", string.Concat(Enumerable.Repeat("11", 32)), "", (2, End - 4, 1)),
            new("rand", "get_beacon_randomness", [3, -50, TextAt, 0], "rand.get_beacon_randomness 3 -50  32", string.Concat(Enumerable.Repeat("22", 32)), "", (2, End + 1, 1)),

            new("gas", "charge", [TextAt, TextLength, 2], "", "", "", (0, End - 4, 1), (0, NotUtf8At, 1), (1, -1, 1)),
            new("gas", "available", [], "", "?", ""),

            new("send", "send", [AddressAt, AddressLength, -1, 4, 1, 2, 1000, 1], $"send.send {address} 18446744073709551615 4 18446744073709551618 1000 True",
                "21000000" + "07000000" + "5100000000000000" + "63000000", "", (0, End - 20, 1), (1, 20, 1), (7, 2, 1), (7, -1, 1)),

            new("debug", "log", [TextAt, TextLength], "debug.log hello", "", "", (0, End - 4, 1), (0, NotUtf8At, 1)),
            new("debug", "enabled", [], "", "00000000", ""),
            new("debug", "store_artifact", [TextAt, 2, TextAt, TextLength], "debug.store_artifact he hello", "", "", (0, NotUtf8At, 1), (0, End - 1, 1), (2, End - 4, 1)),
        ];
    }

    private static byte[] Encode(Action<CborWriter> write)
    {
        CborWriter writer = new();
        write(writer);
        return writer.ToArray();
    }
}
