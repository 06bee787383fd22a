using Fvm.Protocol;

namespace Fvm.Syscalls.Tests;

/// <summary>A major version of the FVM, and the cases of its syscalls: those of FVM v3 where they are the same.</summary>
/// <param name="Name">Such as "v4".</param>
/// <param name="Table">Its syscalls.</param>
/// <param name="Absent">The syscalls of FVM v3 that it does not have.</param>
/// <param name="OwnCases">The cases that differ.</param>
internal sealed record SyscallVersion(string Name, SyscallTable Table, string[] Absent, SyscallCase[] OwnCases)
{
    private const string Amount = "1032547698badcfeefcdab8967452301";
    private const int End = SyscallCase.End;
    private const int TextAt = SyscallCase.TextAt;
    private const int BufferAt = SyscallCase.BufferAt;

    public static IReadOnlyList<SyscallVersion> All { get; } =
    [
        new("v2", SyscallTable.V2,
            [
                "vm.message_context", "network.context", "network.tipset_cid", "actor.lookup_delegated_address", "actor.next_actor_address",
                "actor.balance_of", "event.emit_event", "gas.available",
            ],
            Two()),
        new("v3", SyscallTable.V3, [], [.. SyscallCase.All]),
        new("v4", SyscallTable.V4, [], Four()),
    ];

    public IEnumerable<SyscallCase> Cases => SyscallCase.All
        .Where(row => !Absent.Contains(row.ToString()) && OwnCases.All(own => own.ToString() != row.ToString()))
        .Concat(OwnCases);

    public static SyscallVersion Named(string name) => All.Single(version => version.Name == name);

    private static SyscallCase[] Two() =>
    [
        new("vm", "context", [], "vm.message_context + network.context",
            Amount + "6500000000000000" + "6600000000000000" + "0300000000000000" + "feffffffffffffff" + "12000000", ""),
        new("network", "base_fee", [], "network.context", Amount, ""),
        new("actor", "new_actor_address", [BufferAt, 21], "actor.next_actor_address", "15000000",
            Convert.ToHexStringLower(FakeKernel.SomeAddress.Bytes) + "ee", (0, End - 20, 1), (1, 20, 12)),
        new("actor", "create_actor", [77, SyscallCase.CidAt], $"actor.create_actor {FakeKernel.SomeCid} f077 -", "", "", (1, TextAt, 1)),
        new("crypto", "verify_seal", [SyscallCase.SealAt, SyscallCase.Seal.Length], "crypto.verify_seal f01003", "00000000", "",
            (0, -1, 1), (1, SyscallCase.Seal.Length - 1, 1), (1, SyscallCase.Seal.Length + 1, 1)),
        new("crypto", "compute_unsealed_sector_cid", [9, SyscallCase.PiecesAt, SyscallCase.Pieces.Length, BufferAt, 100],
            "crypto.compute_unsealed_sector_cid 9 1", "26000000", Convert.ToHexStringLower(FakeKernel.SomeCid.Bytes), (0, 10, 1), (0, -1, 1)),
        new("gas", "charge", [TextAt, SyscallCase.TextLength, 2], "", "", "", (0, End - 4, 1), (0, SyscallCase.NotUtf8At, 1), (1, -1, 1)),
        new("send", "send", [SyscallCase.AddressAt, SyscallCase.AddressLength, -1, 4, 1, 2],
            $"send.send {FakeKernel.SomeAddress} 18446744073709551615 4 18446744073709551618 - False",
            "21000000" + "07000000" + "5100000000000000" + "63000000", "", (0, End - 20, 1), (1, 20, 1)),
    ];

    private static SyscallCase[] Four() =>
    [
        new("self", "self_destruct", [2], "self.self_destruct True", "", ""),
        new("crypto", "verify_bls_aggregate", [2, SyscallCase.SignatureAt, SyscallCase.PiecesAt, TextAt, SyscallCase.LengthsAt],
            "crypto.verify_bls_aggregate 96 96 68656c6c6f 2,3", "00000000", "",
            (0, -1, 1), (0, 89_478_486, 1), (0, 2_000, 1), (1, End - 95, 1), (2, End - 95, 1), (3, End - 4, 1), (4, End - 7, 1)),
        new("crypto", "compute_unsealed_sector_cid", [19, SyscallCase.PiecesAt, SyscallCase.Pieces.Length, BufferAt, 100],
            "crypto.compute_unsealed_sector_cid 19 1", "26000000", Convert.ToHexStringLower(FakeKernel.SomeCid.Bytes), (0, 20, 1), (0, -1, 1)),
        new("event", "emit_event", [SyscallCase.HeadersAt, 2, TextAt, SyscallCase.TextLength, TextAt, 2],
            "event.emit_event 1/85/4/1 2/81/1/1 68656c6c6f 6865", "", "",
            (0, End - 47, 1), (1, -1, 1), (1, 178_956_971, 1), (2, End - 4, 1), (3, -1, 1), (4, End - 1, 1), (5, -1, 1)),
        new("rand", "get_chain_randomness", [-50], "rand.get_chain_randomness -50 32", string.Concat(Enumerable.Repeat("11", 32)), ""),
        new("rand", "get_beacon_randomness", [50], "rand.get_beacon_randomness 50 32", string.Concat(Enumerable.Repeat("22", 32)), ""),
    ];
}
