using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests;

public class InitActorTests
{
    private static readonly Address Init = SingletonActors.Init.ToAddress();
    private static readonly Address System = SingletonActors.System.ToAddress();

    [Fact]
    public void The_constructor_wants_the_system_and_an_empty_state()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        var parameters = IpldBlock.Cbor(new InitConstructorParams("other"));
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(account, Init, 1, parameters).Receipt.ExitCode);
        Assert.Equal(ExitCode.UsrIllegalState, worlds.Implicit(System, Init, 1, parameters).Receipt.ExitCode);

        worlds.Set(new ActorId(300), BuiltinActor.Init);
        Assert.Equal(ExitCode.Ok, worlds.Implicit(System, Address.FromId(300), 1, parameters).Receipt.ExitCode);
        InitState state = worlds.State<InitState>(Address.FromId(300));
        Assert.Equal((100UL, "other"), (state.NextId, state.NetworkName));
        Assert.Equal("bafy2bzaceamp42wmmgr2g2ymg46euououzfyck7szknvfacqscohrvaikwfay", state.AddressMap.ToString());
    }

    [Theory]
    [InlineData(BuiltinActor.Account)]
    [InlineData(BuiltinActor.Miner)]
    [InlineData(BuiltinActor.Init)]
    [InlineData(BuiltinActor.Evm)]
    [InlineData(BuiltinActor.Placeholder)]
    public void Exec_refuses_what_the_caller_may_not_make(BuiltinActor type)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        var parameters = IpldBlock.Cbor(new ExecParams(worlds.Native.CodeOf(type), ReadOnlyMemory<byte>.Empty));
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(account, Init, 2, parameters).Receipt.ExitCode);
    }

    [Fact]
    public void Exec_refuses_code_that_is_not_built_in()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        Cid code = Cid.ForBlock(Multicodec.Raw, "no such code"u8);
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(account, Init, 2, IpldBlock.Cbor(new ExecParams(code, default))).Receipt.ExitCode);
    }

    /// <summary>The address is mapped before the constructor runs; when that fails, all of it is undone, and its code is the message's.</summary>
    [Fact]
    public void Exec_fails_as_the_constructor_does()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        Cid before = worlds.Head(Init);
        var parameters = IpldBlock.Cbor(new ExecParams(worlds.Native.CodeOf(BuiltinActor.Multisig), ReadOnlyMemory<byte>.Empty));
        ApplyResult result = worlds.Send(account, Init, 2, parameters, TokenAmount.FromFil(1));
        Assert.Equal(ExitCode.UsrIllegalArgument, result.Receipt.ExitCode);
        Assert.Equal(before, worlds.Head(Init));
    }

    [Fact]
    public void Exec4_is_for_the_address_manager()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        var parameters = IpldBlock.Cbor(new Exec4Params(worlds.Native.CodeOf(BuiltinActor.Account), default, new byte[20]));
        Assert.Equal(ExitCode.UsrForbidden, worlds.Send(account, Init, 3, parameters).Receipt.ExitCode);
    }

    /// <summary>A placeholder is deployed over, everything else is not; here the new code is an Ethereum account's, whose constructor any f410 address passes.</summary>
    [Theory]
    [InlineData(null, 18)]
    [InlineData(BuiltinActor.Placeholder, 18)]
    [InlineData(BuiltinActor.EthAccount, 18)]
    [InlineData(BuiltinActor.Multisig, 18)]
    public void Exec4_deploys_over_placeholders_only(BuiltinActor? existing, uint exit)
    {
        var worlds = new TwoWorlds();
        byte[] sub = [.. Enumerable.Repeat((byte)7, 20)];
        Address delegated = Address.FromDelegated(10, sub);
        if (existing is not null)
        {
            // The machine makes the placeholder and maps the address; the test then says what is there.
            Address account = worlds.Account(Keys.Secp256k1(1));
            Assert.Equal(ExitCode.Ok, worlds.Send(account, delegated, 0, value: TokenAmount.FromFil(1)).Receipt.ExitCode);
            worlds.Set(new ActorId(101), existing.Value, fil: 1, delegated: delegated);
        }

        worlds.Set(SingletonActors.EthereumAddressManager, BuiltinActor.Account);
        var parameters = IpldBlock.Cbor(new Exec4Params(worlds.Native.CodeOf(BuiltinActor.EthAccount), default, sub));
        ApplyResult result = worlds.Implicit(SingletonActors.EthereumAddressManager.ToAddress(), Init, 3, parameters);
        Assert.Equal(exit, result.Receipt.ExitCode.Value);
    }

    [Theory]
    [InlineData("", 16)]
    [InlineData("80", 21)]
    [InlineData("8101", 21)]
    [InlineData("82D82A580700015500030102034000", 21)]
    [InlineData("82D82A450001550000F6", 21)]
    [InlineData("82D82A4500015500004000", 21)]
    public void Malformed_parameters_have_their_exit_codes(string hex, uint exit)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        IpldBlock? parameters = hex.Length == 0 ? null : IpldBlock.Cbor(Convert.FromHexString(hex));
        Assert.Equal(exit, worlds.Send(account, Init, 2, parameters).Receipt.ExitCode.Value);
    }
}
