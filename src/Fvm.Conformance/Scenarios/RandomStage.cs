using System.Numerics;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;
using static Fvm.Conformance.Scenarios.RegistryStage;

namespace Fvm.Conformance.Scenarios;

/// <summary>A world with everything in it, and what random steps do there: whatever may succeed or fail, as long as it does so everywhere.</summary>
internal sealed class RandomStage
{
    private const uint Any = ScenarioWorld.AnyExit;
    private static readonly Address System = SingletonActors.System.ToAddress();
    private static readonly Address Reward = SingletonActors.Reward.ToAddress();
    private static readonly Address Power = SingletonActors.StoragePower.ToAddress();

    private readonly ScenarioWorld world;
    private readonly RegistryStage registry;
    private readonly MultisigStage multisig;
    private readonly MultisigStage vesting;
    private readonly ChannelStage channel;
    private readonly Address user;
    private readonly Address cron;
    private readonly Address[] senders;
    private readonly Address[] targets;
    private readonly Action<RandomStep>[] kinds;

    public RandomStage(ScenarioWorld world)
    {
        this.world = world;
        registry = new RegistryStage(world).WithClients();
        multisig = new MultisigStage(world);
        vesting = new MultisigStage(world, 2, 1, 5000, 100, firstKey: 30);
        channel = new ChannelStage(world);
        user = world.Forwarder(400);
        world.Put(SingletonActors.StoragePower.Value, BuiltinActor.Account);
        cron = world.Put(300, BuiltinActor.Cron, world.Sandbox.Store.PutDagCbor(ChainEncoding.ToCbor(new CronState
        {
            Entries = [new(Reward, RewardMethods.ThisEpochReward.Number), new(multisig.Wallet, 2), new(channel.From, AccountMethods.PubkeyAddress.Number)],
        })));
        senders = [.. multisig.Accounts, channel.From, channel.To, .. registry.Clients, registry.Verifiers[0], registry.Root];
        targets =
        [
            .. senders, multisig.Wallet, vesting.Wallet, channel.Channel, Registry, Token, Reward, System, SingletonActors.Init.ToAddress(), SingletonActors.Cron.ToAddress(),
            user, ScenarioKeys.Bls(110), ScenarioKeys.Secp256k1(111), ScenarioKeys.Delegated(9), Address.FromId(98765), Address.FromActorBytes("f2"u8),
        ];
        kinds =
        [
            Propose, Propose, Approve, Approve, Approve, Cancel, ChangeWallet, ChangeWallet, Redeem, Redeem, Redeem, Settle, Advance, Verifier, Client, Allocate, Allocate,
            Claim, Claim, ExtendTerms, SpendOnExtension, RemoveAllocations, RemoveClaims, TransferToken, TransferTokenFrom, ChangeAllowance, ChangeAllowance, BurnToken,
            MintOrDestroy, TickReward, TickReward, Award, TickCron, Garbage, Garbage, Transfer, Transfer, Authenticate, Exec, UserCalls, UserCalls, GetClaims, RemoveDataCap,
        ];
    }

    public void Do(RandomStep step) => kinds[step.Kind % kinds.Length](step);

    private static T Pick<T>(IReadOnlyList<T> from, int choice) => from[choice % from.Count];

    private MultisigStage Wallet(RandomStep step) => step.D % 3 == 0 ? vesting : multisig;

    private void Propose(RandomStep step) => Wallet(step).Propose(
        Any, step.A % 6, Pick(targets, step.B), step.C % 7 == 0 ? step.C % 90 : step.C % 4, step.D % 5 == 0 ? (ulong)(step.D % 12) : 0);

    private void Approve(RandomStep step) => Wallet(step).Approve(Any, step.A % 6, step.B % 40, step.C % 11 == 0 ? new byte[32] : default);

    private void Cancel(RandomStep step) => Wallet(step).Cancel(Any, step.A % 6, step.B % 40);

    private void ChangeWallet(RandomStep step)
    {
        MultisigStage wallet = Wallet(step);
        (Address one, Address other) = (Pick(wallet.Accounts, step.B), Pick(wallet.Accounts, step.C));
        (MethodId method, byte[] parameters) = (step.D % 6) switch
        {
            0 => (MultisigMethods.AddSigner, ChainEncoding.ToCbor(new AddSignerParams(one, step.C % 2 == 0))),
            1 => (MultisigMethods.RemoveSigner, ChainEncoding.ToCbor(new RemoveSignerParams(one, step.C % 2 == 0))),
            2 => (MultisigMethods.ChangeNumApprovalsThreshold, ChainEncoding.ToCbor(new ChangeNumApprovalsThresholdParams((ulong)(step.B % 4)))),
            3 => (MultisigMethods.LockBalance, ChainEncoding.ToCbor(new LockBalanceParams(step.B % 50, step.C % 1000, TokenAmount.FromFil(step.B % 60)))),
            _ => (MultisigMethods.SwapSigner, ChainEncoding.ToCbor(new SwapSignerParams(one, other))),
        };
        wallet.Propose(Any, step.A % 6, wallet.Wallet, 0, method.Number, parameters);
    }

    private void Redeem(RandomStep step)
    {
        SignedVoucher voucher = channel.Voucher((ulong)(step.A % 12), (ulong)(step.B % 40), (step.C % 45) - 2);
        if (step.D % 3 == 0)
            voucher = voucher with { Merges = [.. Enumerable.Range(0, step.D % 4).Select(i => new VoucherMerge((ulong)((step.A + i + 1) % 12), (ulong)((step.B + step.C) % 60)))] };
        if (step.D % 10 == 0)
            voucher = voucher with { MinSettleHeight = step.C % 5000 };
        if (step.D % 13 == 0)
            channel.Update(Any, channel.From, ChannelStage.SignedByPayee(voucher));
        else
            channel.Redeem(Any, voucher);
    }

    private void Settle(RandomStep step)
    {
        if (step.A % 4 == 0)
            channel.Settle(Any, Pick(senders, step.B));
        else if (step.A % 16 == 1)
            channel.Collect(Any, channel.To);
    }

    private void Advance(RandomStep step) => world.Epoch += (step.A % 3) switch { 0 => step.B % 5, 1 => step.B % 2000, _ => step.B % (20 * Day) };

    private void Verifier(RandomStep step)
    {
        Address verifier = step.A % 3 == 0 ? Pick(multisig.Accounts, step.B) : Pick(registry.Verifiers, step.B);
        Address caller = step.C % 9 == 0 ? verifier : registry.Root;
        if (step.D % 5 == 0)
            registry.Call(Any, caller, VerifiedRegistryMethods.RemoveVerifier, verifier);
        else
            registry.AddVerifier(Any, caller, verifier, (step.D % 200) * (BigInteger)MiB);
    }

    private void Client(RandomStep step) =>
        registry.AddClient(Any, Pick(registry.Verifiers, step.A), Pick(registry.Clients, step.B), ((step.C % 6) * (BigInteger)MiB) - (step.D % 9 == 0 ? 1 : 0));

    private AllocationRequest RandomRequest(int choice) => Request(
        Pick(registry.Miners, choice), MiB << (choice % 3), (180 * Day) - (choice % 17 == 0 ? 1 : 0), (300 + (choice % 1600)) * Day, world.Epoch + (choice % (int)(30 * Day)));

    private void Allocate(RandomStep step)
    {
        AllocationRequest[] requests = [.. Enumerable.Range(0, step.A % 4).Select(i => RandomRequest(step.B + (i * 97)))];
        BigInteger bytes = requests.Aggregate(BigInteger.Zero, (sum, request) => sum + request.Size.Value) + (step.C % 15 == 0 ? 1 : 0);
        registry.Spend(Any, Pick(registry.Clients, step.D), bytes, requests);
    }

    private void Claim(RandomStep step)
    {
        long expiry = world.Epoch + ((150 + (step.C % 270)) * Day);
        SectorAllocationClaims[] sectors = [.. Enumerable.Range(0, step.A % 4).Select(i => Sector(
            (ulong)i, expiry, [.. Enumerable.Range(0, (step.B + i) % 3).Select(j => Of(Pick(registry.Clients, step.D + i), (ulong)((step.B + i + j) % 40), MiB << ((step.D + j) % 3)))]))];
        registry.Claim(Any, Pick(registry.Miners, step.D / 7), step.C % 3 == 0, sectors);
    }

    private void ExtendTerms(RandomStep step) => registry.Call(
        Any,
        Pick(registry.Clients, step.A),
        VerifiedRegistryMethods.ExtendClaimTerms,
        new ExtendClaimTermsParams([.. Enumerable.Range(0, step.B % 4).Select(i => new ClaimTerm(Id(Pick(registry.Miners, step.C + i)), (ulong)((step.D + i) % 40), (step.D % 2000) * Day))]));

    private void SpendOnExtension(RandomStep step) => registry.Spend(
        Any, Pick(registry.Clients, step.A), (BigInteger)MiB << (step.B % 3), [], new ClaimExtensionRequest(Id(Pick(registry.Miners, step.C)), (ulong)(step.D % 40), (step.B % 2000) * Day));

    private void RemoveAllocations(RandomStep step) => registry.RemoveAllocations(Any, Pick(registry.Clients, step.A), Ids(step));

    private void RemoveClaims(RandomStep step) => registry.RemoveClaims(Any, Pick(registry.Miners, step.A), Ids(step));

    private static ulong[] Ids(RandomStep step) => [.. Enumerable.Range(0, step.B % 4).Select(i => (ulong)((step.C + (i * step.D)) % 40))];

    private static TokenAmount SomeTokens(int choice) => choice % 9 == 0 ? TokenAmount.FromAtto((choice % 5) - 2) : Tokens(choice % 8);

    private void TransferToken(RandomStep step) =>
        registry.CallToken(Any, Pick(senders, step.A), Frc46Token.Transfer, new TransferParams(Pick(targets, step.B), SomeTokens(step.C), Requests(step.D)));

    private void TransferTokenFrom(RandomStep step) => registry.CallToken(
        Any, Pick(senders, step.A), Frc46Token.TransferFrom, new TransferFromParams(Pick(registry.Clients, step.B), step.D % 4 == 0 ? Pick(targets, step.B) : Registry, SomeTokens(step.C), Requests(step.D)));

    private static byte[] Requests(int choice) => choice % 5 == 0 ? [] : ChainEncoding.ToCbor(new AllocationRequests([], []));

    private void ChangeAllowance(RandomStep step)
    {
        Address owner = Pick(registry.Clients, step.A);
        Address spender = step.D % 9 == 0 ? Pick(targets, step.B) : Pick(senders, step.B);
        if (step.D % 3 == 0)
            registry.CallToken(Any, owner, Frc46Token.RevokeAllowance, new RevokeAllowanceParams(spender));
        else
            registry.CallToken(Any, owner, step.D % 3 == 1 ? Frc46Token.IncreaseAllowance : Frc46Token.DecreaseAllowance, new AllowanceChangeParams(spender, SomeTokens(step.C)));
    }

    private void BurnToken(RandomStep step)
    {
        if (step.A % 2 == 0)
            registry.CallToken(Any, Pick(registry.Clients, step.B), Frc46Token.Burn, new BurnParams(SomeTokens(step.C)));
        else
            registry.CallToken(Any, Pick(senders, step.B), Frc46Token.BurnFrom, new BurnFromParams(Pick(registry.Clients, step.D), SomeTokens(step.C)));
    }

    private void MintOrDestroy(RandomStep step)
    {
        Address client = Pick(registry.Clients, step.B);
        if (step.A % 2 == 0)
            registry.Mint(Any, client, SomeTokens(step.C), [.. senders.Take(step.D % 3)]);
        else
            world.As(Any, Registry, Token, DataCapMethods.Destroy, new DataCapDestroyParams(client, SomeTokens(step.C)));
    }

    private void TickReward(RandomStep step)
    {
        BigInteger power = new BigInteger(2_888_888_880_000_000_000) * (step.A % 400) / 100;
        world.As(Any, Power, Reward, RewardMethods.UpdateNetworkKPI.Number, IpldBlock.Cbor(ActorCodecs.BigInt, power));
    }

    private void Award(RandomStep step) => world.As(
        Any,
        System,
        Reward,
        RewardMethods.AwardBlockReward,
        new AwardBlockRewardParams(Pick(targets, step.A), TokenAmount.FromFil(step.B % 5), TokenAmount.FromFil(step.C % 3), (step.D % 7) - 1));

    private void TickCron(RandomStep step) => world.As(Any, System, cron, CronMethods.EpochTick.Number);

    private void Garbage(RandomStep step)
    {
        byte[] bytes = new byte[step.C % 24];
        new Random(step.D).NextBytes(bytes);
        if (bytes.Length != 0 && step.C % 3 != 0)
            bytes[0] = (byte)(0x80 + (bytes[0] % 6));
        ulong method = step.B % 5 == 0 ? MethodNumber.FirstExported + (ulong)step.B : (ulong)(step.B % 13);
        world.Send(Any, Pick(senders, step.A), Pick(targets, step.A / 16), method == 0 ? 1 : method, bytes.Length == 0 ? null : IpldBlock.Cbor(bytes));
    }

    private void Transfer(RandomStep step) => world.Send(Any, Pick(senders, step.A), Pick(targets, step.B), 0, value: TokenAmount.FromFil(step.C % 40));

    private void Authenticate(RandomStep step)
    {
        byte[] message = [(byte)step.A, (byte)step.B];
        Signature signature = step.C % 2 == 0 ? ScenarioKeys.SignSecp256k1(60, message) : ScenarioKeys.SignBls(61, message);
        Address account = step.D % 3 == 0 ? Pick(targets, step.D) : step.C % 2 == 0 ? channel.From : channel.To;
        world.Send(Any, Pick(senders, step.B), account, AccountMethods.AuthenticateMessage, new AuthenticateMessageParams(signature.Bytes, message));
    }

    private void Exec(RandomStep step)
    {
        Address from = Pick(senders, step.A);
        if (step.B % 2 == 0)
            MultisigStage.Create(world, Any, from, new MultisigConstructorParams([.. Enumerable.Range(step.C, step.D % 4).Select(i => Pick(targets, i))], (ulong)(step.D % 3), step.B % 9, 0), step.C % 3);
        else
            ChannelStage.Create(world, Any, from, new PaymentChannelConstructorParams(Pick(senders, step.C), Pick(targets, step.D)), step.C % 3);
    }

    private void UserCalls(RandomStep step)
    {
        IpldBlock? parameters = step.C % 3 == 0 ? null : IpldBlock.Cbor(step.C % 3 == 1 ? ChainEncoding.ToCbor(Pick(targets, step.D)) : [0x80]);
        MethodId[] methods = [Frc46Token.Balance, Frc46Token.TotalSupply, Frc46Token.Burn, Frc46Token.RevokeAllowance, AccountMethods.AuthenticateMessage, UniversalReceiver.Receive];
        ulong method = step.D % 4 == 0 ? (ulong)(step.D % 10) : Pick(methods, step.B).Number;
        world.Send(Any, Pick(senders, step.A), user, 2, Forwarding.Call(step.B % 2 == 0 ? Token : Pick(targets, step.A), method, parameters, readOnly: step.D % 3 == 0));
    }

    private void GetClaims(RandomStep step) =>
        registry.Call(Any, Pick(senders, step.A), VerifiedRegistryMethods.GetClaims, new GetClaimsParams(Id(Pick(registry.Miners, step.B)), Ids(step)));

    private void RemoveDataCap(RandomStep step) => registry.RemoveDataCap(Any, Pick(registry.Clients, step.A), (step.B % 20) * (BigInteger)MiB, (ulong)(step.C % 4));
}
