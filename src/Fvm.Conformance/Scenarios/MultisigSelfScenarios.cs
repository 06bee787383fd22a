using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Conformance.Scenarios;

/// <summary>Multisigs that change themselves, that own each other, and that are called back while they call.</summary>
internal static class MultisigSelfScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("multisig/only-itself-changes-it", world =>
        {
            var stage = new MultisigStage(world);
            (Address signer, Address wallet, IReadOnlyList<Address> all) = (stage.Accounts[0], stage.Wallet, stage.Accounts);
            world.Send(18, signer, wallet, MultisigMethods.AddSigner, new AddSignerParams(all[4], true));
            world.Send(18, signer, wallet, MultisigMethods.RemoveSigner, new RemoveSignerParams(all[1], true));
            world.Send(18, signer, wallet, MultisigMethods.SwapSigner, new SwapSignerParams(all[1], all[4]));
            world.Send(18, signer, wallet, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(1));
            world.Send(18, signer, wallet, MultisigMethods.LockBalance, new LockBalanceParams(0, 1, TokenAmount.Zero));
        }),
        new("multisig/adds-signers", world =>
        {
            var stage = new MultisigStage(world, 2, 1);
            stage.ProposeSelf(0, MultisigMethods.AddSigner, new AddSignerParams(stage.Accounts[1], false));
            stage.ProposeSelf(0, MultisigMethods.AddSigner, new AddSignerParams(Address.FromId(99999), false));
            stage.ProposeSelf(0, MultisigMethods.AddSigner, new AddSignerParams(ScenarioKeys.Secp256k1(90), false));
            stage.ProposeSelf(0, MultisigMethods.AddSigner, new AddSignerParams(stage.Accounts[4], true));
            stage.Propose(0, 4, stage.Accounts[5], 1);
            stage.Approve(0, 0, 4);
        }),
        new("multisig/removes-signers", world =>
        {
            var stage = new MultisigStage(world, 3, 2);
            Confirm(stage, 0, MultisigMethods.RemoveSigner, new RemoveSignerParams(stage.Accounts[5], false));
            Confirm(stage, 1, MultisigMethods.RemoveSigner, new RemoveSignerParams(stage.Accounts[2], false));
            Confirm(stage, 2, MultisigMethods.RemoveSigner, new RemoveSignerParams(stage.Accounts[1], false));
            Confirm(stage, 3, MultisigMethods.RemoveSigner, new RemoveSignerParams(stage.Accounts[1], true));
            stage.ProposeSelf(0, MultisigMethods.RemoveSigner, new RemoveSignerParams(stage.Accounts[0], false));
            stage.ProposeSelf(0, MultisigMethods.RemoveSigner, new RemoveSignerParams(stage.Accounts[0], true));
        }),
        new("multisig/removing-a-signer-takes-his-approvals", world =>
        {
            var stage = new MultisigStage(world, 4, 2);
            for (int i = 0; i < 6; i++)
                stage.Propose(0, 2, stage.Accounts[5], i);
            stage.Propose(0, 3, stage.Accounts[5], 1);
            Confirm(stage, 7, MultisigMethods.RemoveSigner, new RemoveSignerParams(stage.Accounts[2], false));
            stage.Approve(17, 0, 0);
            stage.Approve(0, 0, 6);
        }),
        new("multisig/swaps-signers", world =>
        {
            var stage = new MultisigStage(world, 3, 2);
            stage.Propose(0, 2, stage.Accounts[5], 1);
            Confirm(stage, 1, MultisigMethods.SwapSigner, new SwapSignerParams(stage.Accounts[2], stage.Accounts[1]));
            Confirm(stage, 2, MultisigMethods.SwapSigner, new SwapSignerParams(stage.Accounts[5], stage.Accounts[4]));
            Confirm(stage, 3, MultisigMethods.SwapSigner, new SwapSignerParams(stage.Accounts[2], stage.Accounts[4]));
            stage.Approve(18, 2, 0);
            stage.Approve(17, 4, 0);
        }),
        new("multisig/changes-its-threshold", world =>
        {
            var stage = new MultisigStage(world, 3, 2);
            Confirm(stage, 0, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(0));
            Confirm(stage, 1, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(4));
            Confirm(stage, 2, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(1));
            stage.Propose(0, 0, stage.Accounts[5], 1);
        }),
        new("multisig/a-lower-threshold-lets-any-approval-execute", world =>
        {
            var stage = new MultisigStage(world, 3, 2);
            stage.Propose(0, 0, stage.Accounts[5], 1);
            Confirm(stage, 1, MultisigMethods.ChangeNumApprovalsThreshold, new ChangeNumApprovalsThresholdParams(1));
            stage.Approve(0, 0, 0);
        }),
        new("multisig/locks-its-balance-once", world =>
        {
            var stage = new MultisigStage(world, 2, 1);
            stage.ProposeSelf(0, MultisigMethods.LockBalance, new LockBalanceParams(0, 0, TokenAmount.Zero));
            stage.ProposeSelf(0, MultisigMethods.LockBalance, new LockBalanceParams(0, 10, TokenAmount.FromFil(-1)));
            stage.ProposeSelf(0, MultisigMethods.LockBalance, new LockBalanceParams(5, 100, TokenAmount.FromFil(60)));
            stage.ProposeSelf(0, MultisigMethods.LockBalance, new LockBalanceParams(5, 100, TokenAmount.FromFil(60)));
            stage.Propose(19, 0, stage.Accounts[5], 41);
            stage.Propose(0, 0, stage.Accounts[5], 40);
            world.Epoch = 55;
            stage.Propose(19, 0, stage.Accounts[5], 31);
            stage.Propose(0, 0, stage.Accounts[5], 30);
        }),
        new("multisig/owned-by-a-multisig", world =>
        {
            var outer = new MultisigStage(world, 2, 1);
            ApplyInner(world, outer);
        }),
        new("multisig/approves-while-it-executes", world =>
        {
            // The wallet is its own signer: what it executes proposes to, and approves in, the wallet that is executing it.
            var stage = new MultisigStage(world, 1, 1);
            stage.ProposeSelf(0, MultisigMethods.AddSigner, new AddSignerParams(stage.Wallet, true));
            stage.Propose(0, 0, stage.Accounts[5], 3);
            byte[] approve = ChainEncoding.ToCbor(new TxnIdParams(1, default));
            stage.Propose(0, 0, stage.Wallet, 0, MultisigMethods.Approve.Number, approve);
            stage.ProposeSelf(0, MultisigMethods.Propose, new ProposeParams(stage.Accounts[5], TokenAmount.FromFil(1), 0, default));
        }),
        new("multisig/cancels-through-itself", world =>
        {
            var stage = new MultisigStage(world, 1, 1);
            stage.ProposeSelf(0, MultisigMethods.AddSigner, new AddSignerParams(stage.Wallet, false));
            stage.ProposeSelf(0, MultisigMethods.Cancel, new TxnIdParams(1, default));
            stage.ProposeSelf(0, MultisigMethods.Propose, new ProposeParams(stage.Wallet, TokenAmount.FromFil(1), MultisigMethods.Propose.Number, default));
        }),
    ];

    /// <summary>Proposes as the first signer, approves as the second.</summary>
    private static void Confirm<T>(MultisigStage stage, long id, MethodId method, T parameters)
        where T : IChainValue<T>
    {
        stage.ProposeSelf(0, method, parameters);
        stage.Approve(ScenarioWorld.AnyExit, 1, id);
    }

    private static void ApplyInner(ScenarioWorld world, MultisigStage outer)
    {
        var made = MultisigStage.Create(world, 0, outer.Accounts[0], new MultisigConstructorParams([outer.Wallet, outer.Accounts[4]], 2, 0, 0), 50);
        Address inner = world.Returned<ExecReturn>(made)!.IdAddress;
        byte[] propose = ChainEncoding.ToCbor(new ProposeParams(outer.Accounts[5], TokenAmount.FromFil(9), 0, default));
        outer.Propose(0, 0, inner, 0, MultisigMethods.Propose.Number, propose);
        world.Send(0, outer.Accounts[4], inner, MultisigMethods.Approve, new TxnIdParams(0, default));
        world.Send(0, outer.Accounts[4], inner, MultisigMethods.Propose, new ProposeParams(outer.Wallet, TokenAmount.FromFil(5), 0, default));
        outer.Propose(0, 1, inner, 0, MultisigMethods.Approve.Number, ChainEncoding.ToCbor(new TxnIdParams(1, default)));
        outer.Propose(0, 1, inner, 0, MultisigMethods.Approve.Number, ChainEncoding.ToCbor(new TxnIdParams(7, default)));
    }
}
