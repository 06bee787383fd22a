using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using static Fvm.Conformance.Scenarios.RegistryStage;

namespace Fvm.Conformance.Scenarios;

/// <summary>Built-in actors that are called by the wasm actor of a user: what is closed to it, read-only calls, calls with too little gas.</summary>
internal static class UserActorScenarios
{
    private const uint TellsItself = ScenarioWorld.AnyExit;

    public static IEnumerable<Scenario> All =>
    [
        Story("internal-methods-are-closed", (world, account, user) =>
        {
            foreach (ActorId id in new[] { SingletonActors.System, SingletonActors.Init, SingletonActors.Reward, SingletonActors.Cron })
            {
                for (ulong method = 1; method <= 4; method++)
                    Call(world, 18, account, user, id.ToAddress(), method);
            }

            Call(world, 18, account, user, account, AccountMethods.PubkeyAddress.Number);
            Call(world, 0, account, user, account, MethodNumber.FirstExported);
        }),
        Story("internal-methods-are-closed-in-multisigs", (world, account, user) =>
        {
            var stage = new MultisigStage(world);
            for (ulong method = 1; method <= 10; method++)
                Call(world, 18, account, user, stage.Wallet, method);
            Call(world, 0, account, user, stage.Wallet, UniversalReceiver.Receive.Number, IpldBlock.Cbor(new UniversalReceiverParams(1, default)));
        }),
        Story("internal-methods-are-closed-in-the-registry", (world, account, user) =>
        {
            var stage = new RegistryStage(world).WithClients();
            for (ulong method = 1; method <= 12; method++)
                Call(world, 18, account, user, Registry, method);
            Call(world, 0, account, user, Registry, VerifiedRegistryMethods.GetClaims.Exported!.Value, IpldBlock.Cbor(new GetClaimsParams(Id(stage.Miners[0]), [1])));
        }),
        Story("reads-while-read-only", (world, account, user) =>
        {
            var stage = new RegistryStage(world).WithClients();
            Read(world, 0, account, user, Token, Frc46Token.Name.Number);
            Read(world, 0, account, user, Token, Frc46Token.TotalSupply.Number);
            Read(world, 0, account, user, Token, Frc46Token.Balance.Number, IpldBlock.Cbor(stage.Clients[0]));
            Read(world, 0, account, user, Registry, VerifiedRegistryMethods.GetClaims.Exported!.Value, IpldBlock.Cbor(new GetClaimsParams(Id(stage.Miners[0]), [1])));
            Read(world, TellsItself, account, user, account, AccountMethods.AuthenticateMessage.Number, IpldBlock.Cbor(new AuthenticateMessageParams(default, default)));
        }),
        Story("writes-while-read-only", (world, account, user) =>
        {
            var stage = new RegistryStage(world).WithClients();
            stage.Mint(TellsItself, user, Tokens(5));
            Read(world, TellsItself, account, user, Token, Frc46Token.Burn.Number, IpldBlock.Cbor(new BurnParams(Tokens(1))));
            Read(world, TellsItself, account, user, Token, Frc46Token.IncreaseAllowance.Number, IpldBlock.Cbor(new AllowanceChangeParams(account, Tokens(1))));
            Read(world, TellsItself, account, user, Token, Frc46Token.RevokeAllowance.Number, IpldBlock.Cbor(new RevokeAllowanceParams(account)));
            Read(world, TellsItself, account, user, Token, Frc46Token.Transfer.Number, IpldBlock.Cbor(new TransferParams(Registry, Tokens(0), default)));
            Read(world, TellsItself, account, user, Registry, VerifiedRegistryMethods.RemoveExpiredAllocations.Exported!.Value, IpldBlock.Cbor(new RemoveExpiredAllocationsParams(Id(stage.Clients[0]), [])));
            Read(world, TellsItself, account, user, Registry, VerifiedRegistryMethods.ExtendClaimTerms.Exported!.Value, IpldBlock.Cbor(new ExtendClaimTermsParams([])));
            Call(world, 0, account, user, Token, Frc46Token.Burn.Number, IpldBlock.Cbor(new BurnParams(Tokens(0))));
        }),
        Story("owns-data-cap", (world, account, user) =>
        {
            var stage = new RegistryStage(world).WithClients();
            stage.AddClient(TellsItself, stage.Verifiers[0], user, 10 * MiB);
            stage.Mint(0, stage.Clients[0], Tokens(5), user);
            Call(world, TellsItself, account, user, Token, Frc46Token.BurnFrom.Number, IpldBlock.Cbor(new BurnFromParams(stage.Clients[0], Tokens(2))));
            byte[] requests = ChainEncoding.ToCbor(new AllocationRequests([], []));
            Call(world, TellsItself, account, user, Token, Frc46Token.TransferFrom.Number, IpldBlock.Cbor(new TransferFromParams(stage.Clients[0], Registry, Tokens(0), requests)));
        }),
        Story("makes-accounts-by-calling-them", (world, account, user) =>
        {
            Call(world, 0, account, user, ScenarioKeys.Secp256k1(20), 0);
            Call(world, 0, account, user, ScenarioKeys.Bls(20), 0);
            Call(world, 0, account, user, ScenarioKeys.Delegated(20), 0);
            Read(world, TellsItself, account, user, ScenarioKeys.Secp256k1(21), 0);
            Read(world, TellsItself, account, user, ScenarioKeys.Delegated(21), MethodNumber.FirstExported);
            Call(world, TellsItself, account, user, Address.FromActorBytes("nobody"u8), 0);
            Call(world, TellsItself, account, user, Address.FromId(98765), 0);
        }),
        Story("calls-with-too-little-gas", (world, account, user) =>
        {
            var stage = new RegistryStage(world);
            // The callee runs out of gas (7), which is no code that the user's actor may leave with (9).
            foreach (ulong limit in new ulong[] { 0, 1, 1000, 100_000 })
            {
                Call(world, 9, account, user, Token, Frc46Token.TotalSupply.Number, gasLimit: limit);
                Call(world, 9, account, user, stage.Clients[0], AccountMethods.AuthenticateMessage.Number, IpldBlock.Cbor(new AuthenticateMessageParams(new byte[65], new byte[100])), limit);
            }

            Call(world, 0, account, user, Token, Frc46Token.TotalSupply.Number, gasLimit: 100_000_000);
        }),
        Story("dispatch-of-exported-numbers", (world, account, user) =>
        {
            Address[] targets = [SingletonActors.System.ToAddress(), SingletonActors.Init.ToAddress(), SingletonActors.Reward.ToAddress(), SingletonActors.Cron.ToAddress(), account, new ChannelStage(world).Channel, new MultisigStage(world).Wallet];
            foreach (Address target in targets)
            {
                foreach (ulong method in new[] { MethodNumber.FirstExported - 1, MethodNumber.FirstExported, UniversalReceiver.Receive.Number, AccountMethods.AuthenticateMessage.Number })
                    Call(world, TellsItself, account, user, target, method, IpldBlock.Cbor(new byte[] { 0x82, 0x40, 0x40 }));
            }
        }),
    ];

    private static Scenario Story(string name, Action<ScenarioWorld, Address, Address> play) =>
        new($"user/{name}", world => play(world, world.Account(1), world.Forwarder(400)));

    private static void Call(
        ScenarioWorld world, uint exit, Address account, Address user, Address to, ulong method, IpldBlock? parameters = null, ulong gasLimit = ulong.MaxValue) =>
        world.Send(exit, account, user, 2, Forwarding.Call(to, method, parameters, gasLimit: gasLimit));

    private static void Read(ScenarioWorld world, uint exit, Address account, Address user, Address to, ulong method, IpldBlock? parameters = null) =>
        world.Send(exit, account, user, 2, Forwarding.Call(to, method, parameters, readOnly: true));
}
