using System.Text;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>Accounts, placeholders and Ethereum accounts.</summary>
internal static class AccountScenarios
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes("what was signed");
    private static readonly Address System = SingletonActors.System.ToAddress();

    public static IEnumerable<Scenario> All =>
    [
        new("account/tells-its-secp256k1-key", world => world.Send(0, world.Account(1), world.Account(2), AccountMethods.PubkeyAddress)),
        new("account/tells-its-bls-key", world => world.Send(0, world.Account(1), world.BlsAccount(2), AccountMethods.PubkeyAddress)),
        new("account/authenticates-secp256k1", world =>
        {
            (Address other, Address account) = (world.Account(1), world.Account(2));
            byte[] signature = ScenarioKeys.SignSecp256k1(2, Text).Bytes.ToArray();
            Authenticate(world, 0, other, account, signature, Text);
            Authenticate(world, 16, other, account, signature, Text.Append((byte)0).ToArray());
            Authenticate(world, 16, other, account, ScenarioKeys.SignSecp256k1(3, Text).Bytes, Text);
            Authenticate(world, 16, other, account, signature.AsMemory(0, signature.Length - 1), Text);
            Authenticate(world, 16, other, account, default, Text);
            Authenticate(world, 16, other, account, new byte[65], default);
        }),
        new("account/authenticates-bls", world =>
        {
            (Address other, Address account) = (world.Account(1), world.BlsAccount(2));
            Authenticate(world, 0, other, account, ScenarioKeys.SignBls(2, Text).Bytes, Text);
            Authenticate(world, 16, other, account, ScenarioKeys.SignBls(3, Text).Bytes, Text);
            Authenticate(world, 16, other, account, ScenarioKeys.SignSecp256k1(2, Text).Bytes, Text);
            Authenticate(world, 16, other, account, new byte[96], Text);
        }),
        new("account/made-by-the-first-transfer", world =>
        {
            Address from = world.Account(1);
            world.Send(0, from, ScenarioKeys.Secp256k1(9), 0, value: TokenAmount.FromFil(1));
            world.Send(0, from, ScenarioKeys.Bls(9), 0, value: TokenAmount.FromFil(2));
            world.Send(0, from, ScenarioKeys.Bls(9), AccountMethods.PubkeyAddress);
            world.Send(10, from, Address.BlsZero, 0, value: TokenAmount.FromFil(3));
        }),
        new("account/nobody-at-an-f2-or-unknown-id", world =>
        {
            Address from = world.Account(1);
            world.Send(ScenarioWorld.AnyExit, from, Address.FromActorBytes("nobody"u8), 0, value: TokenAmount.FromFil(1));
            world.Send(ScenarioWorld.AnyExit, from, Address.FromId(777), 0, value: TokenAmount.FromFil(1));
            world.Send(ScenarioWorld.AnyExit, from, Address.FromDelegated(11, [1, 2, 3]), 0, value: TokenAmount.FromFil(1));
        }),
        new("account/cannot-send-more-than-it-owns", world => world.Send(6, world.Account(1, 5), world.Account(2), 0, value: TokenAmount.FromFil(6))),
        new("account/constructor", world =>
        {
            Address account = world.Account(1);
            Address fresh = world.Put(300, BuiltinActor.Account);
            world.Send(18, account, fresh, MethodId.Constructor, ScenarioKeys.Bls(3));
            world.As(16, System, fresh, MethodId.Constructor, Address.FromId(7));
            world.As(16, System, fresh, MethodId.Constructor, Address.FromActorBytes("x"u8));
            world.As(16, System, fresh, MethodId.Constructor, ScenarioKeys.Delegated(1));
            world.As(20, System, account, MethodId.Constructor, ScenarioKeys.Bls(3));
        }),
        new("account/burnt-funds-has-no-key", world => Authenticate(world, 20, world.Account(1), SingletonActors.BurntFunds.ToAddress(), default, default)),
        new("account/without-state", world => world.Send(16, world.Account(1), world.Put(300, BuiltinActor.Account), AccountMethods.PubkeyAddress)),
        new("placeholder/made-by-a-transfer-and-takes-everything", world =>
        {
            Address from = world.Account(1);
            Address place = ScenarioKeys.Delegated(3);
            world.Send(0, from, place, 0, value: TokenAmount.FromFil(1));
            world.Send(0, from, place, 1);
            world.Send(0, from, place, 7, IpldBlock.Cbor(new byte[] { 1, 2, 3 }), TokenAmount.FromFil(1));
            world.Send(0, from, place, ulong.MaxValue, IpldBlock.Cbor(new byte[] { 0xff }));
        }),
        new("placeholder/becomes-an-ethereum-account-when-it-sends", world =>
        {
            Address from = world.Account(1);
            Address place = ScenarioKeys.Delegated(3);
            world.Send(0, from, place, 0, value: TokenAmount.FromFil(10));
            world.Send(0, place, from, 0, value: TokenAmount.FromFil(1));
            world.Send(0, place, from, AccountMethods.PubkeyAddress);
            world.Send(0, from, place, MethodNumber.FirstExported, IpldBlock.Cbor(new byte[] { 0x80 }));
            world.Send(22, from, place, 2);
        }),
        new("ethaccount/constructor-wants-an-f410-address", world =>
        {
            world.As(16, System, world.Put(300, BuiltinActor.EthAccount), 1);
            world.As(16, System, world.Put(301, BuiltinActor.EthAccount, delegated: Address.FromDelegated(11, new byte[20])), 1);
            world.As(0, System, world.Put(302, BuiltinActor.EthAccount, delegated: ScenarioKeys.Delegated(5)), 1);
            world.As(16, System, Address.FromId(302), 1, IpldBlock.Cbor(new byte[] { 0x80 }));
            world.Send(18, world.Account(1), Address.FromId(302), 1);
        }),
        new("ethaccount/accepts-what-is-exported", world =>
        {
            Address account = world.Account(1);
            Address target = world.Put(300, BuiltinActor.EthAccount, delegated: ScenarioKeys.Delegated(5));
            world.Send(0, account, target, UniversalReceiver.Receive, new UniversalReceiverParams(5, new byte[] { 1 }));
            world.Send(0, account, target, MethodNumber.FirstExported);
            world.Send(22, account, target, MethodNumber.FirstExported - 1);
        }),
    ];

    private static void Authenticate(ScenarioWorld world, uint exit, Address from, Address account, ReadOnlyMemory<byte> signature, ReadOnlyMemory<byte> message) =>
        world.Send(exit, from, account, AccountMethods.AuthenticateMessage, new AuthenticateMessageParams(signature, message));
}
