using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>Multisigs: making them, proposals, approvals, cancellation, vesting.</summary>
internal static class MultisigScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("multisig/constructor-bounds", world =>
        {
            Address[] accounts = [.. Enumerable.Range(1, 4).Select(key => world.Account(key))];
            (int[] Signers, ulong Threshold, long Duration, uint Exit)[] rows =
                [([], 1, 0, 16), ([0, 0], 1, 0, 16), ([0, 1], 3, 0, 16), ([0, 1], 0, 0, 16), ([0, 1], 1, -1, 16), ([0, 1, 2, 3], 4, 0, 0), ([0], 1, 5, 0)];
            foreach ((int[] signers, ulong threshold, long duration, uint exit) in rows)
                MultisigStage.Create(world, exit, accounts[0], new MultisigConstructorParams([.. signers.Select(index => accounts[index])], threshold, duration, 3), 1);
        }),
        new("multisig/constructor-with-new-keys", world =>
            MultisigStage.Create(world, 0, world.Account(1), new MultisigConstructorParams([ScenarioKeys.Secp256k1(77), ScenarioKeys.Bls(78)], 2, 0, 0))),
        new("multisig/constructor-with-the-same-signer-by-two-names", world =>
            MultisigStage.Create(world, 16, world.Account(1), new MultisigConstructorParams([Address.FromId(100), ScenarioKeys.Secp256k1(1)], 1, 0, 0))),
        new("multisig/constructor-with-nobody", world =>
            MultisigStage.Create(world, 17, world.Account(1), new MultisigConstructorParams([Address.FromId(987654)], 1, 0, 0))),
        new("multisig/constructor-with-256-and-257-signers", world =>
        {
            Address account = world.Account(1);
            Address[] many = [.. Enumerable.Range(0, 257).Select(number => ScenarioKeys.Delegated((byte)number)).Take(200)];
            MultisigStage.Create(world, 16, account, new MultisigConstructorParams([.. Enumerable.Range(0, 257).Select(number => Address.FromId((ulong)number))], 1, 0, 0));
            MultisigStage.Create(world, ScenarioWorld.AnyExit, account, new MultisigConstructorParams(many, 1, 0, 0));
        }),
        new("multisig/constructor-is-for-init", world =>
        {
            Address account = world.Account(1);
            world.Send(18, account, new MultisigStage(world).Wallet, MethodId.Constructor, new MultisigConstructorParams([account], 1, 0, 0));
        }),
        new("multisig/one-of-one-sends-at-once", world => new MultisigStage(world, 1, 1).Propose(0, 0, world.Account(1), 7)),
        new("multisig/two-of-three", world =>
        {
            var stage = new MultisigStage(world);
            stage.Propose(0, 0, stage.Accounts[5], 10);
            stage.Approve(18, 0, 0);
            stage.Approve(18, 4, 0);
            stage.Approve(17, 1, 5);
            stage.Approve(0, 1, 0);
            stage.Approve(17, 2, 0);
        }),
        new("multisig/three-of-five", world =>
        {
            var stage = new MultisigStage(world, 5, 3);
            stage.Propose(0, 4, stage.Accounts[5], 10);
            stage.Approve(0, 3, 0);
            stage.Approve(18, 3, 0);
            stage.Approve(0, 2, 0);
        }),
        new("multisig/approves-by-hash", world =>
        {
            var stage = new MultisigStage(world, 3, 3);
            stage.Propose(0, 0, stage.Accounts[5], 1);
            byte[] hash = MultisigStage.Hash(stage.Accounts[0], stage.Accounts[5], 1);
            stage.Approve(16, 1, 0, new byte[32]);
            stage.Approve(16, 1, 0, hash.AsMemory(0, 31));
            stage.Approve(0, 1, 0, hash);
            stage.Approve(0, 2, 0, hash);
        }),
        new("multisig/cancel", world =>
        {
            var stage = new MultisigStage(world);
            stage.Propose(0, 0, stage.Accounts[5], 1);
            byte[] hash = MultisigStage.Hash(stage.Accounts[0], stage.Accounts[5], 1);
            stage.Cancel(20, 0, 0, new byte[32]);
            stage.Cancel(18, 1, 0, hash);
            stage.Cancel(18, 4, 0, hash);
            stage.Cancel(17, 0, 1, hash);
            stage.Cancel(0, 0, 0, hash);
            stage.Cancel(17, 0, 0);
            stage.Approve(17, 1, 0);
        }),
        new("multisig/stranger-proposes", world =>
        {
            var stage = new MultisigStage(world);
            stage.Propose(18, 4, stage.Accounts[0], 1);
            stage.Propose(16, 0, stage.Accounts[5], -1);
        }),
        new("multisig/tells-what-the-callee-said", world =>
        {
            var stage = new MultisigStage(world, 1, 1);
            stage.Propose(0, 0, stage.Accounts[5], 0, AccountMethods.PubkeyAddress.Number);
            stage.Propose(0, 0, stage.Accounts[5], 0, 7777);
            stage.Propose(0, 0, stage.Accounts[5], 0, 1UL << 40);
            stage.Propose(0, 0, Address.FromId(99999), 0, 2);
            stage.Propose(0, 0, ScenarioKeys.Bls(55), 3);
            stage.Propose(0, 0, SingletonActors.Init.ToAddress(), 0, 2, [0x80]);
        }),
        new("multisig/cannot-send-more-than-it-has", world =>
        {
            var stage = new MultisigStage(world, 2, 1);
            stage.Propose(19, 0, stage.Accounts[5], 101);
            stage.Propose(0, 0, stage.Accounts[5], 60);
            stage.Propose(19, 1, stage.Accounts[5], 41);
            stage.Propose(0, 1, stage.Accounts[5], 40);
        }),
        new("multisig/two-proposals-for-the-same-money", world =>
        {
            var stage = new MultisigStage(world);
            stage.Propose(0, 0, stage.Accounts[5], 80);
            stage.Propose(0, 1, stage.Accounts[4], 80);
            stage.Approve(0, 2, 0);
            stage.Approve(19, 2, 1);
            world.Send(0, stage.Accounts[3], stage.Wallet, 0, value: TokenAmount.FromFil(70));
            stage.Approve(0, 2, 1);
        }),
        Vesting("multisig/vests-from-the-future", 100, 50),
        Vesting("multisig/vests-from-now", 100, 1),
        Vesting("multisig/vests-in-thirds-rounded", 3, 10),
        Vesting("multisig/vests-from-the-past", 1000, -500),
        new("multisig/vests-from-the-end-of-time", world =>
        {
            var stage = new MultisigStage(world, 2, 1, 100, long.MinValue);
            stage.Propose(24, 0, stage.Accounts[5], 1);
            stage.Propose(0, 0, stage.Accounts[5], 0);
            new LockedWallet(world, long.MaxValue).Spend(19);
        }),
        new("multisig/takes-tokens", world =>
        {
            var stage = new MultisigStage(world);
            world.Send(0, stage.Accounts[5], stage.Wallet, MultisigMethods.UniversalReceiverHook, new UniversalReceiverParams(7, new byte[] { 1 }));
            world.Send(16, stage.Accounts[5], stage.Wallet, UniversalReceiver.Receive);
            world.Send(21, stage.Accounts[5], stage.Wallet, UniversalReceiver.Receive.Number, IpldBlock.Cbor(new byte[] { 0x80 }));
            world.Send(0, stage.Accounts[5], stage.Wallet, 1UL << 30, IpldBlock.Cbor(new byte[] { 0x80 }));
        }),
        new("multisig/a-hundred-pending", world =>
        {
            var stage = new MultisigStage(world);
            for (int i = 0; i < 100; i++)
                stage.Propose(0, i % 3, stage.Accounts[5], i % 5);
            for (int i = 0; i < 100; i += 7)
                stage.Approve(0, (i + 1) % 3, i);
            for (int i = 1; i < 100; i += 9)
            {
                if (i % 7 != 0)
                    stage.Cancel(0, i % 3, i);
            }
        }),
        new("multisig/malformed-parameters", world =>
        {
            var stage = new MultisigStage(world);
            foreach (string hex in new[] { "80", "8442006540004", "84420065400041", "8242006540", "9F00F64000FF", "820040", "82F640", "8239000140" })
            {
                byte[] bytes = Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex + "0");
                for (ulong method = 2; method <= 4; method++)
                    world.Send(ScenarioWorld.AnyExit, stage.Accounts[0], stage.Wallet, method, IpldBlock.Cbor(bytes));
            }
        }),
    ];

    private static Scenario Vesting(string name, long duration, long start) => new(name, world =>
    {
        var stage = new MultisigStage(world, 2, 1, duration, start);
        foreach (long epoch in new[] { 1L, 2, 9, 10, 11, 12, 13, 49, 50, 51, 99, 100, 101, 149, 150, 151, 499, 500, 501 })
        {
            world.Epoch = epoch;
            for (long fil = 64; fil > 0; fil /= 4)
                stage.Propose(ScenarioWorld.AnyExit, 0, stage.Accounts[5], fil);
            stage.Propose(0, 1, stage.Accounts[5], 0);
        }
    });

    /// <summary>A multisig of one account that vests from a far epoch.</summary>
    private sealed class LockedWallet
    {
        private readonly ScenarioWorld world;
        private readonly Address account;
        private readonly Address wallet;

        public LockedWallet(ScenarioWorld world, long start)
        {
            this.world = world;
            account = world.Account(30);
            wallet = world.Returned<ExecReturn>(MultisigStage.Create(world, 0, account, new MultisigConstructorParams([account], 1, 100, start), 10))!.IdAddress;
        }

        public void Spend(uint exit) =>
            world.Send(exit, account, wallet, MultisigMethods.Propose, new ProposeParams(account, TokenAmount.FromFil(1), 0, default));
    }
}
