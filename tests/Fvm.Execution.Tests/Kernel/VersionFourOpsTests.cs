using System.Buffers.Binary;
using System.Text;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>Operations that nv21 changed or brought, but for blocks. Costs in milligas.</summary>
public class VersionFourOpsTests
{
    [Theory]
    [InlineData(1_000L, 146_200_000ul)]
    [InlineData(999L, 146_275_000ul)]
    [InlineData(0L, 221_200_000ul)]
    [InlineData(-1_000L, 296_200_000ul)]
    public void Randomness_is_the_nodes_digest_and_paid_by_lookback(long epoch, ulong cost)
    {
        World world = World.At(21);
        world.Inside(kernel =>
        {
            byte[] given = new byte[32];
            Assert.Equal(cost, kernel.Cost(() => Says.Ok(kernel.Randomness.GetChainRandomness(epoch, given))));
            Assert.Equal(world.Node.Chain, given);
            Assert.Equal(cost, kernel.Cost(() => Says.Ok(kernel.Randomness.GetBeaconRandomness(epoch, given))));
            Assert.Equal(world.Node.Beacon, given);
            world.Node.Chain = null;
            Assert.Equal(cost, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Randomness.GetChainRandomness(epoch, given))));
        });
    }

    [Fact]
    public void Randomness_of_the_future_is_out_of_gas_and_of_beyond_64_bits_refused()
    {
        World world = World.At(21);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Assert.Equal(0ul, kernel.Cost(() =>
                Says.Refuses(ErrorNumber.IllegalArgument, kernel.Randomness.GetChainRandomness(long.MinValue, new byte[32]))));
            Assert.Equal(SyscallOutcome.OutOfGas, kernel.Randomness.GetBeaconRandomness(1_001, new byte[32]).Outcome);
            return Exit.OutOfGas;
        });
        Says.Ends(world.Call(actor, gasLimit: 5_000_000), 7, 5_000_000);
    }

    [Theory]
    [InlineData(999L, 146_275_000ul)]
    [InlineData(100L, 213_700_000ul)]
    [InlineData(0L, 221_200_000ul)]
    public void Tipset_cids_have_no_bound(long epoch, ulong cost) => World.At(21).Inside(kernel =>
        Assert.Equal(cost, kernel.Cost(() =>
        {
            Says.Ok(kernel.Network.TipsetCid(epoch, out Cid? cid));
            Assert.Equal(FakeNode.TipsetAt(epoch), cid);
        })));

    [Theory]
    [InlineData(1_000L)]
    [InlineData(1_001L)]
    [InlineData(-1L)]
    public void Tipsets_of_now_and_later_are_refused_with_1(long epoch) => World.At(21).Inside(kernel =>
        Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Network.TipsetCid(epoch, out _)))));

    [Fact]
    public void Destroyed_actor_burns_what_it_has_if_told_to()
    {
        World world = World.At(21);
        world.Inside(kernel =>
        {
            Says.Refuses(ErrorNumber.IllegalOperation, kernel.Self.SelfDestruct(burnUnspent: false));
            Assert.Equal(475_000_000ul, kernel.Cost(() => Says.Ok(kernel.Self.SelfDestruct(burnUnspent: true))));
            Says.Ok(kernel.Self.SelfDestruct(burnUnspent: false));
        });
        Assert.Null(world.State(200));
        // The fee's burn is there too.
        Assert.Equal(10, (int)(world.Balance(99).Atto % 100));
    }

    [Fact]
    public void Running_out_of_gas_while_burning_is_fatal()
    {
        World world = World.At(21);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Gas.Charge("rest", kernel.Gas.Available - new GasAmount(1)));
            return kernel.Self.SelfDestruct(burnUnspent: true).IsOk ? Exit.Ok : Exit.OutOfGas;
        }, new TokenAmount(1));
        Says.Ends(world.Call(actor, gasLimit: 5_000_000), 10, 5_000_000);
    }

    [Fact]
    public void Read_only_forbids_destruction_and_events()
    {
        World world = World.At(21);
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Assert.Equal(0ul, kernel.Cost(() =>
            {
                Says.Refuses(ErrorNumber.ReadOnly, kernel.Self.SelfDestruct(burnUnspent: true));
                Says.Refuses(ErrorNumber.ReadOnly, kernel.Event.EmitEvent(default, [], []));
                Says.Refuses(ErrorNumber.ReadOnly, kernel.Self.SetRoot(Code.Account));
            }));
            return Exit.Ok;
        });
        world.Inside(kernel => Assert.Equal(ExitCode.Ok, kernel.Send(callee, readOnly: true).ExitCode));
    }

    public static TheoryData<string, (ulong Flags, ulong Codec, uint Key, uint Value)[], string, int, ErrorNumber?> Events() => new()
    {
        { "one entry", [(3, 0x55, 1, 1)], "k", 1, null },
        { "CBOR", [(0, 0x51, 1, 1)], "k", 1, null },
        { "none", [], "", 0, null },
        { "255 entries", [.. Enumerable.Repeat((0ul, 0x55ul, 0u, 0u), 255)], "", 0, null },
        { "256 entries", [.. Enumerable.Repeat((9ul, 0ul, 99u, 0u), 256)], "", 9_000, ErrorNumber.LimitExceeded },
        { "8193 bytes of values", [(9, 0, 99, 8_193)], "", 8_193, ErrorNumber.LimitExceeded },
        { "8192 bytes of values", [(0, 0x55, 0, 4_096), (0, 0x55, 0, 4_096)], "", 8_192, null },
        { "an unknown flag", [(4, 0, 99, 9_000)], "", 0, ErrorNumber.IllegalArgument },
        { "a key of 31", [(0, 0x55, 31, 0)], new string('k', 31), 0, null },
        { "a key of 32", [(0, 0, 32, 9_000)], new string('k', 32), 0, ErrorNumber.LimitExceeded },
        { "a value out of range", [(0, 0, 9, 8_193)], "", 0, ErrorNumber.IllegalArgument },
        { "a key beyond the keys", [(0, 0, 2, 0)], "k", 0, ErrorNumber.IllegalArgument },
        { "a value beyond the values", [(0, 0, 1, 2)], "k", 1, ErrorNumber.IllegalArgument },
        { "a foreign codec", [(0, 0x71, 1, 1)], "k", 1, ErrorNumber.IllegalCodec },
        { "a key left over", [(0, 0x55, 1, 1)], "kk", 1, ErrorNumber.IllegalArgument },
        { "a value left over", [(0, 0x55, 1, 1)], "k", 2, ErrorNumber.IllegalArgument },
        { "a whole letter", [(0, 0x55, 2, 0)], "é", 0, null },
        { "half a letter", [(0, 0x55, 1, 0), (0, 0x55, 1, 0)], "é", 0, ErrorNumber.IllegalArgument },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_is_charged_by_what_it_claims_and_then_judged(
        string what, (ulong Flags, ulong Codec, uint Key, uint Value)[] headers, string keys, int values, ErrorNumber? error)
    {
        byte[] packed = new byte[headers.Length * EventHeaders.HeaderSize];
        for (int i = 0; i < headers.Length; i++)
        {
            Span<byte> header = packed.AsSpan(i * EventHeaders.HeaderSize);
            BinaryPrimitives.WriteUInt64LittleEndian(header, headers[i].Flags);
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], headers[i].Codec);
            BinaryPrimitives.WriteUInt32LittleEndian(header[16..], headers[i].Key);
            BinaryPrimitives.WriteUInt32LittleEndian(header[20..], headers[i].Value);
        }

        ApplyResult result = Emit(packed, Encoding.UTF8.GetBytes(keys), new byte[values], error);
        Assert.True((error is null ? 1 : 0) == result.Events.Count, what);
        if (error is null)
            Assert.Equal(keys, string.Concat(result.Events[0].Event.Entries.Select(static entry => entry.Key)));
    }

    [Fact]
    public void Keys_must_be_utf_8_as_a_whole() => Emit([], [0xff], [], ErrorNumber.IllegalArgument);

    [Fact]
    public void Aggregated_signature_is_verified()
    {
        byte[][] secrets = [[.. new byte[31], 1], [.. new byte[31], 2]];
        byte[] publicKeys = new byte[96];
        byte[] signature = new byte[96];
        Assert.True(Bls.TryGetPublicKey(secrets[0], publicKeys.AsSpan(0, 48)));
        Bls.Sign(secrets[0], "one"u8, signature);
        World.At(21).Inside(
            kernel =>
            {
                Assert.Equal(2 * 8_299_302_000ul + 21_000, kernel.Cost(() => Assert.True(Verify(signature, publicKeys[..48], "one"u8.ToArray(), 3))));
                Assert.False(Verify(signature, publicKeys[..48], "two"u8.ToArray(), 3));
                // Nobody signed nothing: that is valid.
                Assert.Equal(8_299_302_000ul, kernel.Cost(() => Assert.True(Verify(new byte[96], [], []))));
                Assert.Equal(0ul, kernel.Cost(() => Refused(publicKeys[..48], [])));
                Assert.NotEqual(0ul, kernel.Cost(() => Refused(publicKeys[..48], "one"u8.ToArray(), 2)));
                Refused(publicKeys[..48], "one"u8.ToArray(), 4);
                Refused(publicKeys[..48], "one"u8.ToArray(), uint.MaxValue);

                bool Verify(byte[] given, byte[] keys, byte[] texts, params uint[] lengths)
                {
                    Says.Ok(kernel.Crypto.VerifyBlsAggregate(given, keys, texts, lengths, out bool valid));
                    return valid;
                }

                void Refused(byte[] keys, byte[] texts, params uint[] lengths) =>
                    Says.Refuses(ErrorNumber.IllegalArgument, kernel.Crypto.VerifyBlsAggregate(signature, keys, texts, lengths, out _));
            },
            gasLimit: 200_000_000_000);
    }

    [Fact]
    public void Refusal_by_depth_leaks_no_gas_limit()
    {
        var world = new World { Context = World.At(21).Context with { MaxCallDepth = 1 } };
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(
                ErrorNumber.LimitExceeded, kernel.Send.Send(World.Alice, 0, 0, TokenAmount.Zero, GasAmount.FromGas(1_000), false, out SendResult _))));
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor), 0, World.Inclusion + 75_000);
    }

    [Fact]
    public void Constructor_of_an_account_is_not_traced_as_an_invocation()
    {
        var world = new World { Context = World.At(21).Context with { Tracing = true } };
        string[] lines = [.. Says.Lines(world.Call(World.Key(9), 0).Trace)];
        Assert.Single(lines, static line => line.StartsWith("invoke", StringComparison.Ordinal));
        Assert.Equal("invoke f05000", lines[^2]);
    }

    [Fact]
    public void Return_codec_is_told()
    {
        World world = World.At(21);
        Address actor = world.Actor(200, (kernel, _) => Exit.Data(kernel, 1));
        Assert.Equal(Multicodec.Raw, world.Call(actor).ReturnCodec);
        Assert.Null(world.Call(World.Alice, 0).ReturnCodec);
    }

    private static ApplyResult Emit(byte[] packed, byte[] keys, byte[] values, ErrorNumber? error) => World.At(21).Inside(kernel =>
    {
        ulong entries = (ulong)(packed.Length / EventHeaders.HeaderSize);
        ulong size = 12 + (9 * entries) + (ulong)keys.Length + (ulong)values.Length;
        ulong expected = (17_200 * size) + 2_500_000 + (1_400_000 * entries) + (16_000 * (ulong)keys.Length);
        Assert.Equal(expected, kernel.Cost(() =>
        {
            SyscallStatus status = kernel.Event.EmitEvent(new EventHeaders(packed), keys, values);
            if (error is { } refused)
                Says.Refuses(refused, status);
            else
                Says.Ok(status);
        }));
    });
}
