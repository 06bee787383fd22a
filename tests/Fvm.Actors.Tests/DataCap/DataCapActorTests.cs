using System.Numerics;
using Fvm.Actors.Runtime;
using Fvm.Actors.Runtime.Frc46;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Actors.Tests.VerifiedRegistry;
using Fvm.Protocol;
using static Fvm.Actors.Tests.VerifiedRegistry.RegistryWorld;

namespace Fvm.Actors.Tests.DataCap;

public class DataCapActorTests
{
    private readonly RegistryWorld world = new();

    [Fact]
    public void The_token_names_itself()
    {
        Address caller = world.Root;
        (MethodId Method, string Encoding)[] table =
        [
            (Frc46Token.Name, "6744617461436170"), (Frc46Token.Symbol, "6444434150"), (Frc46Token.Granularity, "1B0DE0B6B3A7640000"), (Frc46Token.TotalSupply, "40"),
        ];
        Assert.All(table, row => Assert.Equal(
            row.Encoding, Convert.ToHexString(world.Worlds.Send(caller, Token, row.Method.Number).Receipt.ReturnData.Span)));
        Assert.Equal(22u, Code(world.Worlds.Send(caller, Token, 10)));
    }

    [Fact]
    public void The_governor_mints_and_destroys()
    {
        Address client = world.Clients[0];
        Assert.Equal(18u, Code(Mint(client, 5, from: client)));
        MintReturn minted = Returned<MintReturn>(Mint(client, 5, [SingletonActors.StorageMarket.ToAddress(), world.Verifiers[0]]));
        Assert.Equal((Tokens(5), Tokens(5)), (minted.Balance, minted.Supply));
        Assert.Equal(new TokenAmount(BigInteger.Pow(10, 39)), Allowance(client, world.Verifiers[0]));
        Assert.Equal(16u, Code(Mint(client, -1)));
        Assert.Equal(16u, Code(world.CallAs(Registry, Token, DataCapMethods.Mint, new DataCapMintParams(client, TokenAmount.FromAtto(1), []))));
        Assert.Equal(0u, Code(Mint(client, 0)));
        Assert.Equal(18u, Code(world.CallToken(client, DataCapMethods.Destroy, new DataCapDestroyParams(client, Tokens(1)))));
        Assert.Equal(19u, Code(world.CallAs(Registry, Token, DataCapMethods.Destroy, new DataCapDestroyParams(client, Tokens(6)))));
        Assert.Equal(16u, Code(world.CallAs(Registry, Token, DataCapMethods.Destroy, new DataCapDestroyParams(client, Tokens(-1)))));
        Assert.Equal(0u, Code(world.CallAs(Registry, Token, DataCapMethods.Destroy, new DataCapDestroyParams(client, Tokens(5)))));
    }

    /// <summary>
    /// Accounts are not made inside the transaction, so that new addresses are not found (17). An operator that is not found after minting went well loses the
    /// receiver's hook uncalled (24); where minting failed, it hides that failure (17 for 16).
    /// </summary>
    [Fact]
    public void Minting_for_nobody_and_for_nobody_to_spend()
    {
        Assert.Equal(17u, Code(Mint(Keys.Secp256k1(90), 1)));
        Assert.Equal(24u, Code(Mint(world.Clients[0], 1, [Keys.Secp256k1(91)])));
        Assert.Equal(17u, Code(world.CallAs(
            Registry, Token, DataCapMethods.Mint, new DataCapMintParams(world.Clients[0], TokenAmount.FromAtto(1), [Keys.Secp256k1(91)]))));
        Assert.Equal(16u, Code(world.CallAs(
            Registry, Token, DataCapMethods.Mint, new DataCapMintParams(world.Clients[0], TokenAmount.FromAtto(1), [world.Clients[1]]))));
    }

    /// <summary>What the receiver says of its hook is what minting comes to: nobody, an actor without a hook, and the registry, which wants requests.</summary>
    [Fact]
    public void The_hook_decides()
    {
        Assert.Equal(23u, Code(Mint(Address.FromId(123456), 1)));
        Assert.Equal(22u, Code(Mint(Token, 1)));
        Assert.Equal(21u, Code(Mint(Registry, 1)));
    }

    [Fact]
    public void Tokens_move_to_and_from_the_governor_only()
    {
        (Address client, Address other) = (world.Clients[0], world.Clients[1]);
        Assert.Equal(0u, Code(Mint(client, 50)));
        Assert.Equal(18u, Code(world.CallToken(client, Frc46Token.Transfer, new TransferParams(other, Tokens(1), default))));
        Assert.Equal(16u, Code(world.CallToken(client, Frc46Token.Transfer, new TransferParams(Keys.Secp256k1(92), Tokens(1), default))));
        Assert.Equal(16u, Code(world.CallToken(client, Frc46Token.Transfer, new TransferParams(Registry, TokenAmount.FromAtto(5), default))));
        Assert.Equal(19u, Code(world.CallToken(client, Frc46Token.Transfer, new TransferParams(Registry, Tokens(51), default))));
        Assert.Equal(19u, Code(world.CallAs(Registry, Token, Frc46Token.Transfer, new TransferParams(other, Tokens(1), default))));
        Assert.Equal(0u, Code(world.CallAs(Registry, Token, Frc46Token.Transfer, new TransferParams(other, Tokens(0), default))));
        Assert.Equal(18u, Code(world.CallToken(other, Frc46Token.TransferFrom, new TransferFromParams(client, other, Tokens(1), default))));
        Assert.Equal(16u, Code(world.CallToken(client, Frc46Token.TransferFrom, new TransferFromParams(client, Registry, Tokens(1), default))));
        Assert.Equal(16u, Code(world.CallToken(client, Frc46Token.TransferFrom, new TransferFromParams(Keys.Secp256k1(4), Registry, Tokens(1), default))));
        Assert.Equal(19u, Code(world.CallToken(other, Frc46Token.TransferFrom, new TransferFromParams(client, Registry, Tokens(0), default))));
        Assert.Equal(19u, Code(world.CallToken(other, Frc46Token.TransferFrom, new TransferFromParams(Keys.Secp256k1(93), Registry, Tokens(0), default))));
    }

    [Fact]
    public void Operators_spend_their_allowance()
    {
        (Address client, Address spender) = (world.Clients[0], world.Clients[1]);
        Assert.Equal(0u, Code(Mint(client, (long)(4 * MiB))));
        Assert.Equal(Tokens(3 * MiB), Change(client, Frc46Token.IncreaseAllowance, spender, Tokens(3 * MiB)));
        byte[] requests = ChainEncoding.ToCbor(new AllocationRequests([Request(world.Miners[0])], []));
        TransferFromReturn moved = Returned<TransferFromReturn>(
            world.CallToken(spender, Frc46Token.TransferFrom, new TransferFromParams(client, Registry, Tokens(MiB), requests)));
        Assert.Equal((Tokens(3 * MiB), Tokens(MiB), Tokens(2 * MiB)), (moved.FromBalance, moved.ToBalance, moved.Allowance));
        Assert.Equal(19u, Code(world.CallToken(spender, Frc46Token.BurnFrom, new BurnFromParams(client, Tokens((2 * MiB) + 1)))));
        BurnFromReturn burnt = Returned<BurnFromReturn>(world.CallToken(spender, Frc46Token.BurnFrom, new BurnFromParams(client, Tokens(MiB))));
        Assert.Equal((Tokens(2 * MiB), Tokens(MiB)), (burnt.Balance, burnt.Allowance));
        Assert.Equal(Tokens(MiB) - TokenAmount.FromAtto(1), Change(client, Frc46Token.DecreaseAllowance, spender, TokenAmount.FromAtto(1)));
        Assert.Equal(TokenAmount.Zero, Change(client, Frc46Token.DecreaseAllowance, spender, Tokens(9 * MiB)));
        Assert.Equal(TokenAmount.Zero, Change(client, Frc46Token.DecreaseAllowance, spender, Tokens(1)));
        Assert.Equal(Tokens(1), Change(client, Frc46Token.IncreaseAllowance, spender, Tokens(1)));
        Assert.Equal(Tokens(2), Change(client, Frc46Token.IncreaseAllowance, world.Root, Tokens(2)));
        Assert.Equal(Tokens(1), Revoke(client, spender));
        Assert.Equal(TokenAmount.Zero, Revoke(client, spender));
        Assert.Equal(Tokens(2), Revoke(client, world.Root));
        Assert.Equal(TokenAmount.Zero, Revoke(client, Keys.Secp256k1(94)));
        Assert.Equal(TokenAmount.Zero, Allowance(client, Keys.Secp256k1(94)));
        Assert.Equal(16u, Code(world.CallToken(client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(spender, Tokens(-1)))));
        Assert.Equal(17u, Code(world.CallToken(client, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(Keys.Bls(95), Tokens(1)))));
        Assert.Equal(Tokens(MiB), Returned<BurnReturn>(world.CallToken(client, Frc46Token.Burn, new BurnParams(Tokens(MiB)))).Balance);
        Assert.Equal(19u, Code(world.CallToken(client, Frc46Token.Burn, new BurnParams(Tokens(2 * MiB)))));
        Assert.Equal(16u, Code(world.CallToken(client, Frc46Token.BurnFrom, new BurnFromParams(client, Tokens(1)))));
    }

    private Abi.Node.ApplyResult Mint(Address to, long bytes, IReadOnlyList<Address>? operators = null, Address? from = null)
    {
        var parameters = new DataCapMintParams(to, Tokens(bytes), operators ?? []);
        return from is null ? world.CallAs(Registry, Token, DataCapMethods.Mint, parameters) : world.CallToken(from, DataCapMethods.Mint, parameters);
    }

    private TokenAmount Change(Address owner, MethodId method, Address spender, TokenAmount amount) =>
        Returned<TokenAmount>(world.CallToken(owner, method, new AllowanceChangeParams(spender, amount)));

    private TokenAmount Revoke(Address owner, Address spender) =>
        Returned<TokenAmount>(world.CallToken(owner, Frc46Token.RevokeAllowance, new RevokeAllowanceParams(spender)));

    private TokenAmount Allowance(Address owner, Address spender) =>
        Returned<TokenAmount>(world.CallToken(world.Root, Frc46Token.Allowance, new AllowanceParams(owner, spender)));
}
