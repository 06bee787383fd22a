using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using static Fvm.Conformance.Scenarios.RegistryStage;

namespace Fvm.Conformance.Scenarios;

/// <summary>The data cap token.</summary>
internal static class DataCapScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        Story("names-itself", stage =>
        {
            foreach (MethodId method in new[] { Frc46Token.Name, Frc46Token.Symbol, Frc46Token.Granularity, Frc46Token.TotalSupply })
                stage.World.Send(0, stage.Root, Token, method);
            stage.CallToken(0, stage.Root, Frc46Token.Balance, stage.Clients[0]);
            stage.CallToken(0, stage.Root, Frc46Token.Balance, ScenarioKeys.Bls(95));
            stage.World.Send(22, stage.Root, Token, 10);
        }),
        Story("constructor", stage =>
        {
            stage.World.As(20, SingletonActors.System.ToAddress(), Token, MethodId.Constructor, Registry);
            stage.CallToken(18, stage.Root, MethodId.Constructor, Registry);
        }),
        Story("the-governor-mints", stage =>
        {
            stage.CallToken(18, stage.Clients[0], DataCapMethods.Mint, new DataCapMintParams(stage.Clients[0], Tokens(5), []));
            stage.Mint(0, stage.Clients[0], Tokens(5), SingletonActors.StorageMarket.ToAddress(), stage.Root);
            stage.Mint(0, stage.Clients[0], Tokens(0));
            stage.Mint(16, stage.Clients[0], Tokens(-1));
            stage.Mint(16, stage.Clients[0], TokenAmount.FromAtto(1));
            stage.CallToken(0, stage.Root, Frc46Token.Allowance, new AllowanceParams(stage.Clients[0], stage.Root));
        }),
        Story("minting-for-nobody", stage =>
        {
            stage.Mint(17, ScenarioKeys.Secp256k1(90), Tokens(1));
            stage.Mint(23, Address.FromId(123456), Tokens(1));
        }),
        Story("minting-with-an-operator-that-is-not-there", stage =>
        {
            stage.Mint(24, stage.Clients[0], Tokens(1), ScenarioKeys.Secp256k1(91));
            stage.Mint(17, stage.Clients[0], TokenAmount.FromAtto(1), ScenarioKeys.Secp256k1(91));
            stage.Mint(16, stage.Clients[0], TokenAmount.FromAtto(1), stage.Clients[1]);
        }),
        Story("the-hook-decides", stage =>
        {
            stage.Mint(22, Token, Tokens(1));
            stage.Mint(21, Registry, Tokens(1));
            stage.Mint(0, new MultisigStage(stage.World).Wallet, Tokens(1));
            stage.Mint(ScenarioWorld.AnyExit, SingletonActors.Init.ToAddress(), Tokens(1));
            stage.Mint(0, stage.World.Put(300, Fvm.Protocol.State.BuiltinActor.Placeholder), Tokens(1));
        }),
        Story("the-governor-destroys", stage =>
        {
            stage.Mint(0, stage.Clients[0], Tokens(5));
            stage.CallToken(18, stage.Clients[0], DataCapMethods.Destroy, new DataCapDestroyParams(stage.Clients[0], Tokens(1)));
            Destroy(stage, 19, stage.Clients[0], Tokens(6));
            Destroy(stage, 16, stage.Clients[0], Tokens(-1));
            Destroy(stage, 16, stage.Clients[0], TokenAmount.FromAtto(1));
            Destroy(stage, ScenarioWorld.AnyExit, stage.Clients[0], Tokens(5));
            Destroy(stage, ScenarioWorld.AnyExit, ScenarioKeys.Secp256k1(91), Tokens(0));
            Destroy(stage, ScenarioWorld.AnyExit, Address.FromId(98765), Tokens(0));
        }),
        Story("tokens-go-to-the-governor-only", stage =>
        {
            (Address client, Address other) = (stage.Clients[0], stage.Clients[1]);
            stage.Mint(0, client, Tokens(50));
            stage.CallToken(18, client, Frc46Token.Transfer, new TransferParams(other, Tokens(1), default));
            stage.CallToken(16, client, Frc46Token.Transfer, new TransferParams(ScenarioKeys.Secp256k1(92), Tokens(1), default));
            stage.CallToken(16, client, Frc46Token.Transfer, new TransferParams(Registry, TokenAmount.FromAtto(5), default));
            stage.CallToken(19, client, Frc46Token.Transfer, new TransferParams(Registry, Tokens(51), default));
            stage.World.As(19, Registry, Token, Frc46Token.Transfer, new TransferParams(other, Tokens(1), default));
            stage.World.As(0, Registry, Token, Frc46Token.Transfer, new TransferParams(other, Tokens(0), default));
        }),
        Story("transfers-from-others", stage =>
        {
            (Address client, Address other) = (stage.Clients[0], stage.Clients[1]);
            stage.Mint(0, client, Tokens(50));
            stage.CallToken(18, other, Frc46Token.TransferFrom, new TransferFromParams(client, other, Tokens(1), default));
            stage.CallToken(16, client, Frc46Token.TransferFrom, new TransferFromParams(client, Registry, Tokens(1), default));
            stage.CallToken(ScenarioWorld.AnyExit, client, Frc46Token.TransferFrom, new TransferFromParams(ScenarioKeys.Secp256k1(83), Registry, Tokens(1), default));
            stage.CallToken(19, other, Frc46Token.TransferFrom, new TransferFromParams(client, Registry, Tokens(0), default));
            stage.CallToken(19, other, Frc46Token.TransferFrom, new TransferFromParams(ScenarioKeys.Secp256k1(93), Registry, Tokens(0), default));
        }),
        Story("operators-spend-their-allowance", stage =>
        {
            (Address client, Address spender) = (stage.Clients[0], stage.Clients[1]);
            stage.Mint(0, client, Tokens(4 * MiB));
            stage.CallToken(0, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(spender, Tokens(3 * MiB)));
            byte[] requests = ChainEncoding.ToCbor(new AllocationRequests([Request(stage.Miners[0])], []));
            stage.CallToken(0, spender, Frc46Token.TransferFrom, new TransferFromParams(client, Registry, Tokens(MiB), requests));
            stage.CallToken(19, spender, Frc46Token.BurnFrom, new BurnFromParams(client, Tokens((2 * MiB) + 1)));
            stage.CallToken(0, spender, Frc46Token.BurnFrom, new BurnFromParams(client, Tokens(MiB)));
            stage.CallToken(19, spender, Frc46Token.TransferFrom, new TransferFromParams(client, Registry, Tokens(2 * MiB), requests));
        }),
        Story("allowances-change", stage =>
        {
            (Address client, Address spender) = (stage.Clients[0], stage.Clients[1]);
            stage.CallToken(0, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(spender, Tokens(3)));
            stage.CallToken(0, client, Frc46Token.DecreaseAllowance, new AllowanceChangeParams(spender, TokenAmount.FromAtto(1)));
            stage.CallToken(0, client, Frc46Token.DecreaseAllowance, new AllowanceChangeParams(spender, Tokens(9)));
            stage.CallToken(0, client, Frc46Token.DecreaseAllowance, new AllowanceChangeParams(spender, Tokens(1)));
            stage.CallToken(0, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(client, Tokens(1)));
            stage.CallToken(0, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(spender, Tokens(0)));
            stage.CallToken(16, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(spender, Tokens(-1)));
            stage.CallToken(ScenarioWorld.AnyExit, client, Frc46Token.DecreaseAllowance, new AllowanceChangeParams(spender, Tokens(-1)));
            stage.CallToken(17, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(ScenarioKeys.Bls(95), Tokens(1)));
        }),
        Story("allowances-are-revoked", stage =>
        {
            (Address client, Address spender) = (stage.Clients[0], stage.Clients[1]);
            stage.CallToken(0, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(spender, Tokens(3)));
            stage.CallToken(0, client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(stage.Root, Tokens(3)));
            stage.CallToken(0, client, Frc46Token.RevokeAllowance, new RevokeAllowanceParams(spender));
            stage.CallToken(0, client, Frc46Token.RevokeAllowance, new RevokeAllowanceParams(spender));
            stage.CallToken(0, client, Frc46Token.RevokeAllowance, new RevokeAllowanceParams(stage.Root));
            stage.CallToken(0, client, Frc46Token.RevokeAllowance, new RevokeAllowanceParams(ScenarioKeys.Secp256k1(94)));
            stage.CallToken(0, client, Frc46Token.Allowance, new AllowanceParams(client, ScenarioKeys.Secp256k1(94)));
            stage.CallToken(0, client, Frc46Token.Allowance, new AllowanceParams(ScenarioKeys.Secp256k1(94), client));
        }),
        Story("owners-burn", stage =>
        {
            Address client = stage.Clients[0];
            stage.Mint(0, client, Tokens(10));
            stage.CallToken(0, client, Frc46Token.Burn, new BurnParams(Tokens(4)));
            stage.CallToken(19, client, Frc46Token.Burn, new BurnParams(Tokens(7)));
            stage.CallToken(16, client, Frc46Token.Burn, new BurnParams(Tokens(-1)));
            stage.CallToken(ScenarioWorld.AnyExit, client, Frc46Token.Burn, new BurnParams(TokenAmount.FromAtto(7)));
            stage.CallToken(16, client, Frc46Token.BurnFrom, new BurnFromParams(client, Tokens(1)));
            stage.CallToken(0, client, Frc46Token.Burn, new BurnParams(Tokens(0)));
            stage.CallToken(19, stage.Clients[1], Frc46Token.Burn, new BurnParams(Tokens(1)));
        }),
        Story("malformed-parameters", stage =>
        {
            foreach (MethodId method in new[] { Frc46Token.Transfer, Frc46Token.TransferFrom, Frc46Token.Burn, Frc46Token.Balance, DataCapMethods.Mint, Frc46Token.RevokeAllowance })
            {
                foreach (string hex in new[] { "80", "8142006541", "8340F640", "5B0000000000000001", "814041", "F6" })
                    stage.World.Send(ScenarioWorld.AnyExit, stage.Root, Token, method.Number, IpldBlock.Cbor(Convert.FromHexString(hex)));
            }
        }),
    ];

    private static void Destroy(RegistryStage stage, uint exit, Address owner, TokenAmount amount) =>
        stage.World.As(exit, Registry, Token, DataCapMethods.Destroy, new DataCapDestroyParams(owner, amount));

    private static Scenario Story(string name, Action<RegistryStage> play) => new($"datacap/{name}", world => play(new RegistryStage(world)));
}
