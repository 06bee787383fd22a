using System.Text;
using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests;

public class AccountActorTests
{
    private static readonly byte[] Message = Encoding.ASCII.GetBytes("what was signed");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Accounts_tell_their_key_and_authenticate(bool bls)
    {
        var worlds = new TwoWorlds();
        Address key = bls ? Keys.Bls(1) : Keys.Secp256k1(1);
        Address account = worlds.Account(key);
        Address other = worlds.Account(Keys.Secp256k1(2));
        ApplyResult result = worlds.Send(other, account, AccountMethods.PubkeyAddress.Number);
        Assert.Equal(ChainEncoding.ToCbor(key), result.Receipt.ReturnData.ToArray());
        Assert.Equal(0x51UL, result.ReturnCodec);

        byte[] signature = bls ? Keys.SignBls(1, Message) : Keys.SignSecp256k1(1, Message);
        Assert.Equal(ExitCode.Ok, Authenticate(signature, Message));
        Assert.Equal(ExitCode.UsrIllegalArgument, Authenticate(signature, [.. Message, 0]));
        Assert.Equal(ExitCode.UsrIllegalArgument, Authenticate(bls ? Keys.SignBls(2, Message) : Keys.SignSecp256k1(2, Message), Message));
        Assert.Equal(ExitCode.UsrIllegalArgument, Authenticate(signature[..^1], Message));
        Assert.Equal(ExitCode.UsrIllegalArgument, Authenticate([], Message));

        ExitCode Authenticate(byte[] given, byte[] message)
        {
            ApplyResult answer = worlds.Send(
                other, account, AccountMethods.AuthenticateMessage.Number, IpldBlock.Cbor(new AuthenticateMessageParams(given, message)));
            Assert.Equal(answer.Receipt.ExitCode.IsSuccess ? new byte[] { 0xf5 } : [], answer.Receipt.ReturnData.ToArray());
            return answer.Receipt.ExitCode;
        }
    }

    [Theory]
    [InlineData(2UL, "80", 16)]
    [InlineData(3UL, null, 22)]
    [InlineData(1UL, null, 16)]
    [InlineData(1UL, "40", 21)]
    [InlineData((1UL << 24) - 1, null, 22)]
    [InlineData(1UL << 24, null, 0)]
    [InlineData(ulong.MaxValue, "80", 0)]
    [InlineData(3726118371UL, null, 0)]
    [InlineData(2643134072UL, null, 16)]
    [InlineData(2643134072UL, "824041", 21)]
    [InlineData(2643134072UL, "828040", 21)]
    [InlineData(2643134072UL, "8240405f", 21)]
    public void Other_methods(ulong method, string? hex, uint exit)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        Address other = worlds.Account(Keys.Secp256k1(2));
        ApplyResult result = worlds.Send(other, account, method, hex is null ? null : IpldBlock.Cbor(Convert.FromHexString(hex)));
        Assert.Equal(exit, result.Receipt.ExitCode.Value);
        Assert.True(result.Receipt.ReturnData.IsEmpty);
        Assert.Null(result.ReturnCodec);
    }

    /// <summary>What sends to a key address that is new makes the account, by way of its constructor.</summary>
    [Fact]
    public void The_first_transfer_makes_the_account()
    {
        var worlds = new TwoWorlds();
        Address from = worlds.Account(Keys.Secp256k1(1));
        Assert.Equal(ExitCode.Ok, worlds.Send(from, Keys.Bls(9), 0, value: TokenAmount.FromFil(5)).Receipt.ExitCode);
        Assert.Equal(Keys.Bls(9), worlds.State<AccountState>(Keys.Bls(9)).Address);
        Assert.True(AccountInvariants.Check(new ActorId(101), worlds.State<AccountState>(Address.FromId(101))).IsEmpty);
    }

    [Theory]
    [InlineData(0, 18)]
    [InlineData(1, 16)]
    [InlineData(2, 16)]
    [InlineData(3, 16)]
    [InlineData(4, 0)]
    [InlineData(5, 20)]
    public void The_constructor_wants_the_system_a_key_and_an_empty_state(int row, uint exit)
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        worlds.Set(new ActorId(300), BuiltinActor.Account);
        Address system = SingletonActors.System.ToAddress();
        (Address From, Address To, Address Key) = row switch
        {
            0 => (account, Address.FromId(300), Keys.Bls(3)),
            1 => (system, Address.FromId(300), Address.FromId(7)),
            2 => (system, Address.FromId(300), Address.FromActorBytes("x"u8)),
            3 => (system, Address.FromId(300), Address.FromDelegated(10, new byte[20])),
            4 => (system, Address.FromId(300), Keys.Bls(3)),
            _ => (system, account, Keys.Bls(3)),
        };
        Assert.Equal(exit, worlds.Implicit(From, To, 1, IpldBlock.Cbor(Key)).Receipt.ExitCode.Value);
    }

    /// <summary>Burnt funds, f099, is an account whose state names no key: it has one for nobody.</summary>
    [Fact]
    public void Nobody_signs_for_the_burnt_funds()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        ApplyResult result = worlds.Send(
            account, SingletonActors.BurntFunds.ToAddress(), AccountMethods.AuthenticateMessage.Number, IpldBlock.Cbor(new AuthenticateMessageParams(default, default)));
        Assert.Equal(ExitCode.UsrIllegalState, result.Receipt.ExitCode);
    }

    /// <summary>State that is not what it should be is exit 16 (builtin-actors <c>runtime/mod.rs</c>, state).</summary>
    [Fact]
    public void Malformed_state_is_an_illegal_argument()
    {
        var worlds = new TwoWorlds();
        Address account = worlds.Account(Keys.Secp256k1(1));
        worlds.Set(new ActorId(300), BuiltinActor.Account);
        Assert.Equal(ExitCode.UsrIllegalArgument, worlds.Send(account, Address.FromId(300), AccountMethods.PubkeyAddress.Number).Receipt.ExitCode);
    }
}
