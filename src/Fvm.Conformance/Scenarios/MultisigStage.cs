using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Crypto;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>Six accounts, and a multisig of the first few.</summary>
internal sealed class MultisigStage
{
    private const int FirstKey = 40;
    private const int AccountCount = 6;

    public MultisigStage(ScenarioWorld world, int signers = 3, ulong threshold = 2, long unlockDuration = 0, long startEpoch = 0, long fil = 100, int firstKey = FirstKey)
    {
        World = world;
        Accounts = [.. Enumerable.Range(firstKey, AccountCount).Select(key => world.Account(key))];
        ApplyResult made = Create(world, 0, Accounts[0], new MultisigConstructorParams([.. Accounts.Take(signers)], threshold, unlockDuration, startEpoch), fil);
        Wallet = world.Returned<ExecReturn>(made)?.IdAddress ?? Accounts[0];
    }

    public ScenarioWorld World { get; }

    public IReadOnlyList<Address> Accounts { get; }

    public Address Wallet { get; }

    public static ApplyResult Create(ScenarioWorld world, uint exit, Address from, MultisigConstructorParams parameters, long fil = 0) => world.Send(
        exit,
        from,
        SingletonActors.Init.ToAddress(),
        InitMethods.Exec,
        new ExecParams(world.Sandbox.CodeOf(BuiltinActor.Multisig), ChainEncoding.ToCbor(parameters)),
        TokenAmount.FromFil(fil));

    public ApplyResult Propose(uint exit, int who, Address to, long fil = 0, ulong method = 0, byte[]? parameters = null) => World.Send(
        exit, Accounts[who], Wallet, MultisigMethods.Propose, new ProposeParams(to, TokenAmount.FromFil(fil), method, parameters));

    /// <summary>A proposal that the multisig calls itself.</summary>
    public ApplyResult ProposeSelf<T>(int who, MethodId method, T parameters)
        where T : IChainValue<T>
        => Propose(0, who, Wallet, 0, method.Number, ChainEncoding.ToCbor(parameters));

    public ApplyResult Approve(uint exit, int who, long id, ReadOnlyMemory<byte> hash = default) =>
        World.Send(exit, Accounts[who], Wallet, MultisigMethods.Approve, new TxnIdParams(id, hash));

    public ApplyResult Cancel(uint exit, int who, long id, ReadOnlyMemory<byte> hash = default) =>
        World.Send(exit, Accounts[who], Wallet, MultisigMethods.Cancel, new TxnIdParams(id, hash));

    /// <summary>The hash of a proposal of a plain transfer, by which it may be named: of [proposer, to, value, method, parameters].</summary>
    public static byte[] Hash(Address proposer, Address to, long fil)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(5);
        proposer.Write(writer);
        to.Write(writer);
        TokenAmount.FromFil(fil).Write(writer);
        writer.WriteUInt64(0);
        writer.WriteBytes([]);
        return Blake2b.Hash256(writer.ToArray());
    }
}
