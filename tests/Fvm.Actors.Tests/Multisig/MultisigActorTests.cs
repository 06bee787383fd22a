using Fvm.Actors.Tests.Fixtures;
using Fvm.Crypto;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Tests.Multisig;

public class MultisigActorTests
{
    [Theory]
    [InlineData("", 1UL, 0L, 16)]
    [InlineData("0 0", 1UL, 0L, 16)]
    [InlineData("0 1", 3UL, 0L, 16)]
    [InlineData("0 1", 0UL, 0L, 16)]
    [InlineData("0 1", 1UL, -1L, 16)]
    [InlineData("0 1 2 3", 4UL, 0L, 0)]
    public void Constructor(string signers, ulong threshold, long duration, uint exit)
    {
        var world = new MultisigWorld();
        Address[] accounts = [.. signers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(digit => world.Accounts[digit[0] - '0'])];
        Assert.Equal(exit, world.Create(new MultisigConstructorParams(accounts, threshold, duration, 0)).Receipt.ExitCode.Value);
    }

    [Fact]
    public void The_constructor_makes_accounts_of_new_keys_and_wants_actors_behind_ids()
    {
        var world = new MultisigWorld();
        Assert.Equal(ExitCode.Ok, world.Create(new MultisigConstructorParams([Keys.Secp256k1(77), Keys.Bls(78)], 1, 0, 0)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrNotFound, world.Create(new MultisigConstructorParams([Address.FromId(987654)], 1, 0, 0)).Receipt.ExitCode);
        Address[] many = [.. Enumerable.Range(0, 257).Select(number => Address.FromId((ulong)number))];
        Assert.Equal(ExitCode.UsrIllegalArgument, world.Create(new MultisigConstructorParams(many, 1, 0, 0)).Receipt.ExitCode);
    }

    [Fact]
    public void Two_of_three_send()
    {
        var world = new MultisigWorld();
        ProposeReturn proposed = world.Propose(0, world.Accounts[3], TokenAmount.FromFil(10));
        Assert.Equal((0L, false), (proposed.TxnId, proposed.Applied));
        Assert.Equal(ExitCode.UsrForbidden, world.Call(0, MultisigMethods.Approve, new TxnIdParams(0, default)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrForbidden, world.Call(3, MultisigMethods.Approve, new TxnIdParams(0, default)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrNotFound, world.Call(1, MultisigMethods.Approve, new TxnIdParams(5, default)).Receipt.ExitCode);
        ApproveReturn approved = world.Approve(1, 0);
        Assert.True(approved.Applied);
        Assert.Equal(ExitCode.Ok, approved.Code);
        Assert.Equal(TokenAmount.FromFil(1010), world.Worlds.Native.Actor(world.Accounts[3])!.Balance);
        Assert.Equal(ExitCode.UsrNotFound, world.Call(2, MultisigMethods.Approve, new TxnIdParams(0, default)).Receipt.ExitCode);
    }

    /// <summary>What the callee refuses is applied all the same, and told.</summary>
    [Theory]
    [InlineData(2UL, 0)]
    [InlineData(7777UL, 22)]
    [InlineData(1UL << 40, 0)]
    public void The_callee_decides_the_code_within(ulong method, uint code)
    {
        var world = new MultisigWorld(threshold: 1);
        ProposeReturn proposed = world.Propose(0, world.Accounts[3], default, method);
        Assert.True(proposed.Applied);
        Assert.Equal(code, proposed.Code.Value);
    }

    [Fact]
    public void Hashes_name_the_proposal()
    {
        var world = new MultisigWorld(threshold: 3);
        world.Propose(0, world.Accounts[3], TokenAmount.FromFil(1));
        byte[] data = new MultisigTransaction(world.Accounts[3], TokenAmount.FromFil(1), 0, default, [world.Accounts[0]]).ProposalData();
        byte[] hash = Blake2b.Hash256(data);
        Assert.False(world.Approve(1, 0, hash).Applied);
        Assert.Equal(ExitCode.UsrIllegalArgument, world.Call(2, MultisigMethods.Approve, new TxnIdParams(0, new byte[32])).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrIllegalState, world.Call(0, MultisigMethods.Cancel, new TxnIdParams(0, new byte[32])).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrForbidden, world.Call(1, MultisigMethods.Cancel, new TxnIdParams(0, hash)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrForbidden, world.Call(3, MultisigMethods.Cancel, new TxnIdParams(0, hash)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrNotFound, world.Call(0, MultisigMethods.Cancel, new TxnIdParams(1, hash)).Receipt.ExitCode);
        Assert.Equal(ExitCode.Ok, world.Call(0, MultisigMethods.Cancel, new TxnIdParams(0, hash)).Receipt.ExitCode);
    }

    [Fact]
    public void What_is_locked_cannot_be_spent()
    {
        var world = new MultisigWorld(threshold: 1, unlockDuration: 100, startEpoch: 10);
        (long Epoch, long Fil, uint Exit)[] steps = [(1, 1, 19), (1, 0, 0), (60, 51, 19), (60, 50, 0), (109, 50, 19), (110, 50, 0), (111, 1, 19)];
        foreach ((long epoch, long fil, uint exit) in steps)
        {
            world.Worlds.Epoch = epoch;
            var parameters = new ProposeParams(world.Accounts[3], TokenAmount.FromFil(fil), 0, default);
            Assert.Equal(exit, world.Call(0, MultisigMethods.Propose, parameters).Receipt.ExitCode.Value);
        }

        var negative = new ProposeParams(world.Accounts[3], TokenAmount.FromFil(-1), 0, default);
        Assert.Equal(ExitCode.UsrIllegalArgument, world.Call(0, MultisigMethods.Propose, negative).Receipt.ExitCode);
    }

    /// <summary>The epochs since unlocking began are counted with overflow checks: a start far in the past is a panic of the wasm actor.</summary>
    [Fact]
    public void A_start_at_the_end_of_time_is_exit_24()
    {
        var world = new MultisigWorld(threshold: 1, unlockDuration: 100, startEpoch: long.MinValue);
        var parameters = new ProposeParams(world.Accounts[3], TokenAmount.FromFil(1), 0, default);
        Assert.Equal(ExitCode.UsrAssertionFailed, world.Call(0, MultisigMethods.Propose, parameters).Receipt.ExitCode);
    }

    [Fact]
    public void Only_the_multisig_changes_itself()
    {
        var world = new MultisigWorld();
        Assert.Equal(ExitCode.UsrForbidden, world.Call(0, MultisigMethods.AddSigner, new AddSignerParams(world.Accounts[3], true)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrForbidden, world.Call(0, MultisigMethods.RemoveSigner, new RemoveSignerParams(world.Accounts[1], true)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrForbidden, world.Call(0, MultisigMethods.SwapSigner, new SwapSignerParams(world.Accounts[1], world.Accounts[3])).Receipt.ExitCode);
        Assert.Equal(
            ExitCode.UsrForbidden,
            world.Call(0, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(1)).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrForbidden, world.Call(0, MultisigMethods.LockBalance, new LockBalanceParams(0, 1, TokenAmount.Zero)).Receipt.ExitCode);
    }

    [Fact]
    public void Signers_come_and_go()
    {
        var world = new MultisigWorld(threshold: 1);
        IReadOnlyList<Address> accounts = world.Accounts;
        Assert.Equal(18u, world.ProposeToSelf(0, MultisigMethods.AddSigner, new AddSignerParams(accounts[1], false)).Code.Value);
        Assert.Equal(17u, world.ProposeToSelf(0, MultisigMethods.AddSigner, new AddSignerParams(Address.FromId(99999), false)).Code.Value);
        Assert.Equal(0u, world.ProposeToSelf(0, MultisigMethods.AddSigner, new AddSignerParams(Keys.Secp256k1(4), false)).Code.Value);
        Assert.Equal(16u, world.ProposeToSelf(0, MultisigMethods.RemoveSigner, new RemoveSignerParams(accounts[1], true)).Code.Value);
        Assert.Equal(0u, world.ProposeToSelf(0, MultisigMethods.RemoveSigner, new RemoveSignerParams(accounts[1], false)).Code.Value);
        Assert.Equal(18u, world.ProposeToSelf(0, MultisigMethods.RemoveSigner, new RemoveSignerParams(accounts[1], false)).Code.Value);
        Assert.Equal(16u, world.ProposeToSelf(0, MultisigMethods.SwapSigner, new SwapSignerParams(accounts[2], accounts[3])).Code.Value);
        Assert.Equal(0u, world.ProposeToSelf(0, MultisigMethods.SwapSigner, new SwapSignerParams(accounts[2], accounts[1])).Code.Value);
        Assert.Equal([accounts[0], accounts[3], accounts[1]], world.State.Signers);
        Assert.Equal(16u, world.ProposeToSelf(0, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(4)).Code.Value);
        Assert.Equal(16u, world.ProposeToSelf(0, MultisigMethods.LockBalance, new LockBalanceParams(0, 0, TokenAmount.Zero)).Code.Value);
        Assert.Equal(0u, world.ProposeToSelf(0, MultisigMethods.LockBalance, new LockBalanceParams(5, 7, TokenAmount.FromFil(3))).Code.Value);
        Assert.Equal(18u, world.ProposeToSelf(0, MultisigMethods.LockBalance, new LockBalanceParams(5, 7, TokenAmount.FromFil(3))).Code.Value);
        Assert.Equal(0u, world.ProposeToSelf(0, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(3)).Code.Value);
    }

    /// <summary>Random proposals, approvals, cancellations and changes by everybody: the two worlds agree, the invariants hold.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_walks(int seed)
    {
        var random = new Random(seed);
        var world = new MultisigWorld(threshold: 2);
        for (int step = 0; step < 60; step++)
        {
            int who = random.Next(4);
            Address other = world.Accounts[random.Next(4)];
            long id = random.NextInt64(Math.Max(1, world.State.NextTxnId));
            byte[] swap = ChainEncoding.ToCbor(new SwapSignerParams(world.Accounts[random.Next(4)], other));
            switch (random.Next(7))
            {
                case 0:
                    world.Call(who, MultisigMethods.Propose, new ProposeParams(other, TokenAmount.FromFil(random.Next(3)), 0, default));
                    break;
                case 1:
                    world.Call(who, MultisigMethods.Cancel, new TxnIdParams(id, default));
                    break;
                case 2:
                    world.Call(who, MultisigMethods.Propose, new ProposeParams(world.Wallet, default, 7, swap));
                    break;
                case 3:
                    byte[] threshold = ChainEncoding.ToCbor(new ChangeNumApprovalsThresholdParams((ulong)random.Next(1, 4)));
                    world.Call(who, MultisigMethods.Propose, new ProposeParams(world.Wallet, default, 8, threshold));
                    break;
                default:
                    world.Call(who, MultisigMethods.Approve, new TxnIdParams(id, default));
                    break;
            }
        }
    }
}
