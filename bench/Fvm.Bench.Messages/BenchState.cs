using System.Buffers.Binary;
using System.Text;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Hosting;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Bench.Messages;

/// <summary>A small network on actors in C#: accounts, a multisig of two signers, a token with holders. The messages of the benchmark begin here.</summary>
internal sealed class BenchState
{
    private const int AccountCount = 300;
    private const int HolderCount = 100;
    private const int TokensEach = 1_000_000;
    private const int BaseFee = 100;

    private readonly ActorEngine engine = new();
    private readonly BlockMemo memo = new();
    private readonly Address[] keys = [.. Enumerable.Range(1, AccountCount).Select(Key)];
    private readonly Address[] ids;
    private readonly Address token;
    private readonly Address alone;
    private readonly Address shared;

    public BenchState()
    {
        var sandbox = new ActorSandbox(null, engine) { Detail = TraceDetail.None };
        sandbox.SetActor(SingletonActors.EthereumAddressManager, new ActorState(sandbox.CodeOf(BuiltinActor.Eam), StateRoot.EmptyInfoCid, 0, default, null));
        ids = [.. keys.Select(key => sandbox.CreateAccount(key, TokenAmount.FromFil(1_000_000)))];
        token = DeployToken(sandbox);
        for (int i = 0; i < HolderCount; i++)
            Require(sandbox.Send(ids[0], token, EvmMethods.InvokeContract.Number, Call("mint(address,uint256)", Word(ids[i]), TokensEach)));
        alone = CreateMultisig(sandbox, threshold: 1);
        shared = CreateMultisig(sandbox, threshold: 2);
        Store = sandbox.Store;
        Root = sandbox.Flush();
    }

    public IBlockstore Store { get; }

    public Cid Root { get; }

    /// <summary>A machine on the state as it was at first, or as it was left.</summary>
    public VirtualMachine Machine(long epoch = 1000, Cid? root = null) => new VirtualMachineBuilder(NetworkVersion.V28)
        .OnState(Store, root ?? Root)
        .AtTipset(epoch, (ulong)epoch * NetworkConstants.EpochDurationSeconds, TokenAmount.FromAtto(BaseFee))
        .WithEngine(engine)
        .WithMemo(memo)
        .WithTracing(TraceDetail.None)
        .WithCode(NativeCode.Mainnet)
        .Build();

    /// <summary>FIL from one account to another, by key addresses.</summary>
    public Message Transfer(ulong nonce) => From(nonce, keys[2], MethodNumber.Send, null, TokenAmount.FromNano(1));

    /// <summary>A proposal that waits for another signer.</summary>
    public Message Propose(ulong nonce) => From(nonce, shared, MultisigMethods.Propose.Number, Proposal(), default);

    /// <summary>A proposal of a multisig with one signer, which moves FIL at once.</summary>
    public Message ProposeAndRun(ulong nonce) => From(nonce, alone, MultisigMethods.Propose.Number, Proposal(), default);

    /// <summary>Tokens from one holder to one of the others.</summary>
    public Message TokenTransfer(ulong nonce) =>
        From(nonce, token, EvmMethods.InvokeContract.Number, Call("transfer(address,uint256)", Word(ids[1 + (nonce % (HolderCount - 1))]), 1), default);

    /// <summary>A method that the receiver does not have.</summary>
    public Message Refused(ulong nonce) => From(nonce, shared, 99, null, default);

    /// <summary>The tick of cron, at which no actor is registered in this state.</summary>
    public static Message Tick => new()
    {
        From = SingletonActors.System.ToAddress(),
        To = SingletonActors.Cron.ToAddress(),
        MethodNum = CronMethods.EpochTick.Number,
        GasLimit = NetworkConstants.BlockGasLimit,
    };

    private static IpldBlock Proposal(Address to) => IpldBlock.Cbor(new ProposeParams(to, TokenAmount.FromNano(1), MethodNumber.Send, null));

    private IpldBlock Proposal() => Proposal(ids[5]);

    private Message From(ulong nonce, Address to, ulong method, IpldBlock? parameters, TokenAmount value) => new()
    {
        From = keys[0],
        To = to,
        MethodNum = method,
        Params = parameters?.Data ?? ReadOnlyMemory<byte>.Empty,
        Value = value,
        Sequence = nonce,
        GasLimit = 100_000_000,
        GasFeeCap = TokenAmount.FromAtto(2 * BaseFee),
        GasPremium = TokenAmount.FromAtto(10),
    };

    /// <summary>The nonce of the account that sends.</summary>
    public ulong Nonce => Machine().TryGetActor(keys[0], out ActorState? actor) ? actor.Nonce : 0;

    private Address CreateMultisig(ActorSandbox sandbox, ulong threshold)
    {
        var parameters = new MultisigConstructorParams([ids[0], ids[1]], threshold, 0, 0);
        var exec = new ExecParams(sandbox.CodeOf(BuiltinActor.Multisig), ChainEncoding.ToCbor(parameters));
        ApplyResult result = sandbox.Send(ids[0], SingletonActors.Init.ToAddress(), InitMethods.Exec.Number, IpldBlock.Cbor(exec), TokenAmount.FromFil(1000));
        return Decode<ExecReturn>(result).IdAddress;
    }

    private Address DeployToken(ActorSandbox sandbox)
    {
        using var reader = new StreamReader(typeof(BenchState).Assembly.GetManifestResourceStream("Stories.txt")!);
        string line = reader.ReadToEnd().Split('\n').Single(line => line.StartsWith("Token ", StringComparison.Ordinal));
        byte[] code = Convert.FromHexString(line.AsSpan("Token ".Length).Trim());
        IpldBlock parameters = IpldBlock.Cbor(CborCodecs.Bytes, code);
        ApplyResult result = sandbox.Send(ids[0], SingletonActors.EthereumAddressManager.ToAddress(), EamMethods.CreateExternal.Number, parameters);
        return Decode<EamReturn>(result).ActorId.ToAddress();
    }

    private static T Decode<T>(ApplyResult result)
        where T : IChainValue<T>
    {
        Require(result);
        return ChainEncoding.Codec<T>().Decode(result.Receipt.ReturnData.Span);
    }

    private static void Require(ApplyResult result)
    {
        if (!result.Receipt.ExitCode.IsSuccess)
            throw new InvalidOperationException($"setting the scene came to {result.Receipt.ExitCode}: {result.Failure}");
    }

    private static IpldBlock Call(string signature, params UInt256[] words) => IpldBlock.Cbor(
        CborCodecs.Bytes,
        [.. Keccak256.Hash(Encoding.ASCII.GetBytes(signature)).AsSpan(0, 4), .. words.SelectMany(static word => word.ToBigEndian())]);

    // The masked form of an id: 0xff, eleven zeros, the id.
    private static UInt256 Word(Address id)
    {
        Span<byte> word = stackalloc byte[UInt256.ByteLength];
        word.Clear();
        word[12] = 0xff;
        id.TryGetId(out ulong number);
        BinaryPrimitives.WriteUInt64BigEndian(word[24..], number);
        return UInt256.ReadBigEndian(word);
    }

    private static Address Key(int number)
    {
        Span<byte> secret = stackalloc byte[32];
        secret.Clear();
        BinaryPrimitives.WriteInt32BigEndian(secret[28..], number);
        Span<byte> key = stackalloc byte[Address.Secp256k1KeyLength];
        return Secp256k1.TryGetPublicKey(secret, key) ? Address.FromSecp256k1PublicKey(key) : throw new InvalidOperationException("no key");
    }
}
