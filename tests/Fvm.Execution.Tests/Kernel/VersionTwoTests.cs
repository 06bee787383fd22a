using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Execution.Messages;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Kernel;

/// <summary>What is different in nv16 and nv17 (vm-facts 2.5, 3.2, 3.4, 3.7). Costs of operations in milligas.</summary>
public class VersionTwoTests
{
    private const ulong Inclusion = 85_663 + (1_300 * World.Length);
    private const ulong Call = 29_233 - 5_377;
    private const ulong Create = 1_207_254;

    private static readonly TokenAmount Atto = new(1);

    [Theory]
    [InlineData(0, 0ul, 29_233ul)]
    [InlineData(1, 0ul, 216_405ul)]
    [InlineData(0, 2ul, 23_856ul)]
    [InlineData(1, 2ul, 51_356ul)]
    public void Message_costs_its_inclusion_and_a_call(int value, ulong method, ulong cost)
    {
        World world = World.At(17);
        Address actor = world.Actor(200, (_, _) => Exit.Ok);
        Says.Ends(world.Call(actor, method, new TokenAmount(value)), 0, Inclusion + cost);
    }

    [Theory]
    [InlineData(0u, 1_300ul * 3)]
    [InlineData(20u, 0ul)]
    public void Return_value_is_paid_on_success_only(uint exitCode, ulong price)
    {
        World world = World.At(17);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [1, 2, 3], out uint handle));
            return exitCode == 0 ? Exit.Return(handle) : Exit.With(exitCode);
        });
        // 3 bytes at 10.5 gas, rounded up with the rest.
        Says.Ends(world.Call(actor), exitCode, Inclusion + Call + 32 + price);
    }

    [Fact]
    public void Return_value_that_cannot_be_paid_undoes_the_message()
    {
        World world = World.At(17);
        Address actor = world.Actor(200, (kernel, _) =>
        {
            Says.Ok(kernel.Self.SetRoot(Code.Account));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, [1, 2, 3, 4], out uint handle));
            return Exit.Return(handle);
        });
        const ulong Gas = Inclusion + Call + 42 + 5_200;
        Says.Ends(world.Call(actor, gasLimit: Gas - 1), 7, Gas - 1);
        Assert.NotEqual(Code.Account, world.State(200)!.Head);
        Says.Ends(world.Call(actor, gasLimit: Gas), 0, Gas);
        Assert.Equal(Code.Account, world.State(200)!.Head);
    }

    [Fact]
    public void Account_is_made_by_a_send_and_its_constructor_paid_as_a_call()
    {
        World world = World.At(17);
        world.OnConstructAccount((kernel, parameters) =>
        {
            Says.Ok(kernel.Ipld.BlockStat(parameters, out BlockStat stat));
            Assert.Equal(Multicodec.DagCbor, stat.Codec);
            return Exit.With(20);
        });
        Says.Ends(world.Call(World.Key(9), 0, Atto), 0, Inclusion + Create + Call + 216_405);
        Assert.Equal(Atto, world.Balance(World.InitialNextId));
    }

    [Fact]
    public void Bls_zero_address_is_refused_after_the_price_of_an_account() =>
        Says.Ends(World.At(17).Call(Address.BlsZero, 0), 10, Inclusion + Create);

    [Fact]
    public void F410_addresses_make_no_actors() => Says.Ends(World.At(17).Call(World.Ethereum(1), 0), 5, Inclusion);

    [Theory]
    [InlineData(BuiltinActor.Account, true)]
    [InlineData(BuiltinActor.EthAccount, false)]
    [InlineData(BuiltinActor.Placeholder, false)]
    public void Only_accounts_send_whatever_the_manifest_has(BuiltinActor code, bool may)
    {
        World world = World.At(17);
        world.Put(101, Code.Of(code), TokenAmount.FromFil(1));
        Says.Ends(world.Apply(world.Message(World.Alice) with { From = Address.FromId(101) }), may ? 0u : 1);
    }

    [Fact]
    public void State_access_is_free_whoever_is_asked_for() => World.At(17).Inside(kernel => Assert.Equal(0ul, kernel.Cost(() =>
    {
        Says.Ok(kernel.Actor.BalanceOf(new ActorId(World.AliceId), out TokenAmount _));
        Says.Refuses(ErrorNumber.NotFound, kernel.Actor.GetActorCodeCid(new ActorId(777), out Cid? _));
        Says.Ok(kernel.Self.SetRoot(Code.Account));
    })));

    [Fact]
    public void Blocks_are_dag_cbor_of_any_size_at_their_prices() => World.At(17).Inside(
        kernel =>
        {
            uint handle = 0;
            Assert.Equal(105_000ul, kernel.Cost(() => Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, new byte[10], out handle))));
            Assert.Equal(105_000ul, kernel.Cost(() =>
                Says.Refuses(ErrorNumber.IllegalCodec, kernel.Ipld.BlockCreate(Multicodec.Raw, new byte[10], out _))));
            Says.Refuses(ErrorNumber.IllegalCodec, kernel.Ipld.BlockCreate(Multicodec.Cbor, [], out _));
            Assert.Equal(5_000ul, kernel.Cost(() => Says.Ok(kernel.Ipld.BlockRead(handle, 0, new byte[10], out _))));
            Cid? cid = null;
            Assert.Equal(353_640_000ul + 13_010_000, kernel.Cost(() => Says.Ok(kernel.Ipld.BlockLink(handle, Multicodec.Blake2b256, 32, out cid))));
            Assert.Equal(135_617_000ul + 105_000, kernel.Cost(() => Says.Ok(kernel.Ipld.BlockOpen(cid!, out _, out _))));
            Says.Ok(kernel.Ipld.BlockCreate(Multicodec.DagCbor, new byte[(1 << 20) + 1], out _));
        },
        gasLimit: 100_000_000);

    [Fact]
    public void Parameters_are_dag_cbor()
    {
        World world = World.At(17);
        Address actor = world.Actor(200, (kernel, given) =>
        {
            Says.Ok(kernel.Ipld.BlockStat(given, out BlockStat stat));
            Assert.Equal(new BlockStat(Multicodec.DagCbor, 1), stat);
            return Exit.Ok;
        });
        Says.Ends(world.Call(actor, parameters: [0x80]), 0);
    }

    [Fact]
    public void Prices_of_the_rest() => World.At(17).Inside(
        kernel =>
        {
            byte[] digest = new byte[64];
            Assert.Equal(31_355_000ul, kernel.Cost(() => Says.Ok(kernel.Crypto.Hash(Multicodec.Sha2_256, new byte[500], digest, out _))));
            Assert.Equal(31_355_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, kernel.Crypto.Hash(0x99, [], digest, out _))));
            Assert.Equal(1_637_292_000ul, kernel.Cost(() => Says.Ok(
                kernel.Crypto.VerifySignature(SignatureType.Secp256k1, new byte[65], World.Key(1), new byte[500], out _))));
            Assert.Equal(16_598_605_000ul, kernel.Cost(() => Says.Ok(
                kernel.Crypto.VerifySignature(SignatureType.Bls, new byte[96], World.Key(1), new byte[500], out _))));
            Assert.Equal(21_000_000ul, kernel.Cost(() => Says.Ok(kernel.Randomness.DrawChainRandomness(1, 1, new byte[500], digest))));
            Assert.Equal(516_422_000ul, kernel.Cost(() => Says.Ok(kernel.Crypto.VerifyConsensusFault([], [], [], out _))));
            Assert.Equal(2_000_000ul, kernel.Cost(() => Says.Ok(kernel.Crypto.VerifySeal(Seal, out _))));
            Assert.Equal(0ul, kernel.Cost(() => Says.Ok(kernel.Crypto.BatchVerifySeals([Seal], new bool[1]))));
        },
        gasLimit: 100_000_000);

    [Fact]
    public void Signers_that_are_accounts_are_resolved_by_their_states()
    {
        World world = World.At(17);
        var writer = new CborWriter();
        writer.WriteArrayHeader(1);
        World.Key(2).Write(writer);
        world.Put(101, Code.Account, head: world.Save(writer.Written));
        ulong opening = 135_617_000 + (10_500 * (ulong)writer.Length);
        world.Inside(
            kernel =>
            {
                Assert.Equal(1_637_292_000 + opening, kernel.Cost(() => Says.Ok(Verify(Address.FromId(101)))));
                Assert.Equal(1_637_292_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.NotFound, Verify(Address.FromId(777)))));
                Assert.Equal(1_637_292_000ul, kernel.Cost(() => Says.Refuses(ErrorNumber.IllegalArgument, Verify(Address.FromId(200)))));

                SyscallStatus Verify(Address signer) => kernel.Crypto.VerifySignature(SignatureType.Secp256k1, new byte[65], signer, [], out _);
            },
            gasLimit: 100_000_000);
    }

    [Fact]
    public void Deletion_gives_gas_back_and_more_than_there_was_is_available()
    {
        World world = World.At(17);
        GasAmount before = default;
        GasAmount after = default;
        Address actor = world.Actor(200, (kernel, _) =>
        {
            before = kernel.Gas.Available;
            // Again and again: the actor is gone, the gas comes back all the same.
            for (int i = 0; i < 10; i++)
                Says.Ok(kernel.Self.SelfDestruct(World.Key(9)));
            after = kernel.Gas.Available;
            return Exit.Ok;
        });
        ApplyResult result = world.Call(actor, gasLimit: 1_000_000);
        // The receipt stops at nothing.
        Says.Ends(result, 0, 0);
        Assert.Equal(988_000_000ul, after.Milligas - before.Milligas);
        Assert.Equal(1_000_000ul, result.GasBurned);
        Assert.Null(world.State(200));
    }

    [Fact]
    public void Anybody_creates_actors_of_built_in_code_that_is_no_singletons()
    {
        World world = World.At(17);
        world.Put(301, Code.Account);
        world.Inside(
            kernel =>
            {
                var id = new ActorId(300);
                Assert.Equal(0ul, kernel.Cost(() =>
                {
                    Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Named("script-200"), id, null));
                    Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Of(BuiltinActor.Reward), id, null));
                    Says.Refuses(ErrorNumber.Forbidden, kernel.Actor.CreateActor(Code.Of(BuiltinActor.Multisig), new ActorId(301), null));
                }));
                Assert.Equal(Create * 1_000, kernel.Cost(() => Says.Ok(kernel.Actor.CreateActor(Code.Of(BuiltinActor.Multisig), id, null))));
            },
            gasLimit: 10_000_000);
        Assert.Equal(Code.Of(BuiltinActor.Multisig), world.State(300)!.Code);
    }

    [Fact]
    public void Each_question_for_an_address_takes_one_and_it_derives_from_the_senders_key()
    {
        World world = World.At(17);
        var writer = new CborWriter();
        writer.WriteArrayHeader(1);
        World.AliceKey.Write(writer);
        world.Put(World.AliceId, Code.Account, TokenAmount.FromFil(1_000), head: world.Save(writer.Written));
        world.Inside(kernel =>
        {
            for (byte i = 0; i < 3; i++)
            {
                Says.Ok(kernel.Actor.NextActorAddress(out Address? address));
                Assert.Equal(Address.FromActorBytes([0x55, .. World.AliceKey.Bytes, .. new byte[15], i]), address);
            }
        });
    }

    [Fact]
    public void A_call_stack_has_one_frame_more()
    {
        var world = new World { Context = World.At(17).Context with { MaxCallDepth = 1 } };
        Address leaf = world.Actor(202, (kernel, _) =>
        {
            Says.Refuses(ErrorNumber.LimitExceeded, kernel.Send.Send(World.Alice, 0, 0, default, null, false, out SendResult _));
            return Exit.Ok;
        });
        world.Inside(kernel => Assert.Equal(ExitCode.Ok, kernel.Send(leaf).ExitCode));
    }

    [Fact]
    public void State_keeps_four_fields_and_receipts_have_no_events()
    {
        World world = World.At(17);
        ApplyResult result = world.Call(World.Alice, 0);
        Assert.Null(result.Receipt.EventsRoot);
        Cid root = new Executor(world.Machine).Flush();
        Assert.True(world.Store.TryGet(root, out ReadOnlyMemory<byte> block));
        Assert.Equal(4, block.Span[1]);
        var next = new Machine(world.Context, world.Store, root, world.Node, world.Proofs, world.Codes);
        Assert.Equal(1ul, next.Tree.GetActor(new ActorId(World.AliceId))!.Nonce);
    }

    private static SealVerifyInfo Seal { get; } =
        new(RegisteredSealProof.StackedDRG2KiBV1P1, new SectorId(new ActorId(1000), 1), [], default, default, default, Code.Account, Code.Account);
}
