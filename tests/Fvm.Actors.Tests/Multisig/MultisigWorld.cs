using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests.Multisig;

/// <summary>Four accounts, and a multisig of the first three. After each step the multisig's invariants hold.</summary>
internal sealed class MultisigWorld
{
    private static readonly Address Init = SingletonActors.Init.ToAddress();

    public MultisigWorld(ulong threshold = 2, long unlockDuration = 0, long startEpoch = 0, long fil = 100)
    {
        Accounts = [.. Enumerable.Range(1, 4).Select(number => Worlds.Account(Keys.Secp256k1((byte)number)))];
        ApplyResult made = Create(new MultisigConstructorParams([.. Accounts.Take(3)], threshold, unlockDuration, startEpoch), fil);
        Assert.Equal(ExitCode.Ok, made.Receipt.ExitCode);
        Wallet = ChainEncoding.Codec<ExecReturn>().Decode(made.Receipt.ReturnData.Span).IdAddress;
    }

    public TwoWorlds Worlds { get; } = new();

    public IReadOnlyList<Address> Accounts { get; }

    public Address Wallet { get; }

    public MultisigState State => Worlds.State<MultisigState>(Wallet);

    public ApplyResult Create(MultisigConstructorParams parameters, long fil = 0) => Worlds.Send(
        Accounts[0],
        Init,
        InitMethods.Exec.Number,
        IpldBlock.Cbor(new ExecParams(Worlds.Native.CodeOf(BuiltinActor.Multisig), ChainEncoding.ToCbor(parameters))),
        TokenAmount.FromFil(fil));

    public ApplyResult Call<T>(int account, MethodId method, T parameters)
        where T : IChainValue<T>
    {
        ApplyResult result = Worlds.Send(Accounts[account], Wallet, method.Number, IpldBlock.Cbor(parameters));
        Wallet.TryGetId(out ulong id);
        // The reference wants fewer approvals than the threshold of what is pending, and breaks that itself when a threshold is lowered.
        Assert.DoesNotContain(
            MultisigInvariants.Check(Worlds.Native.Store, new ActorId(id), State).Broken,
            line => !line.Contains("meets the approvals threshold", StringComparison.Ordinal));
        return result;
    }

    public ProposeReturn Propose(int account, Address to, TokenAmount value = default, ulong method = 0, byte[]? parameters = null)
    {
        ApplyResult result = Call(account, MultisigMethods.Propose, new ProposeParams(to, value, method, parameters));
        Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
        return ChainEncoding.Codec<ProposeReturn>().Decode(result.Receipt.ReturnData.Span);
    }

    public ProposeReturn ProposeToSelf<T>(int account, MethodId method, T parameters)
        where T : IChainValue<T>
        => Propose(account, Wallet, default, method.Number, ChainEncoding.ToCbor(parameters));

    public ApproveReturn Approve(int account, long id, ReadOnlyMemory<byte> hash = default)
    {
        ApplyResult result = Call(account, MultisigMethods.Approve, new TxnIdParams(id, hash));
        Assert.Equal(ExitCode.Ok, result.Receipt.ExitCode);
        return ChainEncoding.Codec<ApproveReturn>().Decode(result.Receipt.ReturnData.Span);
    }
}
