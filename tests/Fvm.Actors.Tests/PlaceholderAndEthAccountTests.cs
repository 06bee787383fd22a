using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests;

public class PlaceholderAndEthAccountTests
{
    private static readonly Address System = SingletonActors.System.ToAddress();

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(ulong.MaxValue)]
    public void Placeholders_accept_everything(ulong method)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        Address address = Address.FromDelegated(10, [.. Enumerable.Repeat((byte)3, 20)]);
        Assert.Equal(ExitCode.Ok, worlds.Send(account, address, 0, value: TokenAmount.FromFil(1)).Receipt.ExitCode);
        ApplyResult result = worlds.Send(account, address, method, IpldBlock.Cbor(new byte[] { 1, 2, 3 }), TokenAmount.FromFil(1));
        Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
        Assert.True(result.Receipt.ReturnData.IsEmpty);
        Assert.Equal(TokenAmount.FromFil(2), worlds.Native.Actor(address)!.Balance);
        Assert.True(EthAccountInvariants.Check(new ActorId(101), worlds.Native.Actor(address)!).IsEmpty);
    }

    [Theory]
    [InlineData(1UL, null, 18)]
    [InlineData(2UL, null, 22)]
    [InlineData(1UL << 24, "ff", 0)]
    [InlineData(2643134072UL, null, 0)]
    public void Ethereum_accounts_accept_exported_methods(ulong method, string? hex, uint exit)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        worlds.Set(new ActorId(300), BuiltinActor.EthAccount, delegated: Address.FromDelegated(10, new byte[20]));
        ApplyResult result = worlds.Send(account, Address.FromId(300), method, hex is null ? null : IpldBlock.Cbor(Convert.FromHexString(hex)));
        Assert.Equal(exit, result.Receipt.ExitCode.Value);
    }

    [Theory]
    [InlineData(null, 16)]
    [InlineData(11UL, 16)]
    [InlineData(10UL, 0)]
    public void The_constructor_wants_an_f410_address(ulong? space, uint exit)
    {
        var worlds = new TwoWorlds();
        worlds.Set(new ActorId(300), BuiltinActor.EthAccount, delegated: space is { } id ? Address.FromDelegated(id, new byte[20]) : null);
        Assert.Equal(exit, worlds.Implicit(System, Address.FromId(300), 1).Receipt.ExitCode.Value);
    }

    /// <summary>An f410 address that sends its first message becomes an Ethereum account, without a message of its own.</summary>
    [Fact]
    public void A_placeholder_that_sends_becomes_an_account()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        Address address = Address.FromDelegated(10, [.. Enumerable.Repeat((byte)3, 20)]);
        worlds.Send(account, address, 0, value: TokenAmount.FromFil(1));
        Assert.Equal(worlds.Native.CodeOf(BuiltinActor.Placeholder), worlds.Native.Actor(address)!.Code);
        Assert.Equal(ExitCode.Ok, worlds.Send(address, account, 0, value: TokenAmount.FromFil(1)).Receipt.ExitCode);
        Assert.Equal(worlds.Native.CodeOf(BuiltinActor.EthAccount), worlds.Native.Actor(address)!.Code);
    }
}
