using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Actors.Tests.Fixtures;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Tests.Runtime;

/// <summary>What the runtime promises whoever writes an actor, on actors that do one thing each.</summary>
public class NativeActorTests
{
    private const ulong Method = 1UL << 24;

    public static TheoryData<string, uint> Endings => new()
    {
        { "validates", 0 },
        { "never validates", 24 },
        { "validates twice", 24 },
        { "aborts before it validates", 19 },
        { "aborts with a code of the VM", 9 },
        { "overflows", 24 },
        { "divides by zero", 24 },
        { "reads malformed data", 20 },
        { "has a bug", 10 },
        { "sends inside a transaction", 24 },
        { "creates state twice", 20 },
        { "writes state while read-only", 25 },
        { "returns a number above 128 bytes", 21 },
        { "stores a number above 128 bytes", 16 },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public void Methods_end_as_they_should(string what, uint exit)
    {
        var sandbox = new ActorSandbox();
        Address account = sandbox.CreateAccount(Keys.Secp256k1(1), TokenAmount.FromFil(1));
        Assert.Equal(ExitCode.Ok, sandbox.Deploy(new OneMethod(runtime => Run(what, runtime)), "one", null, out Address address).Receipt.ExitCode);
        Assert.Equal(exit, sandbox.Send(account, address, Method).Receipt.ExitCode.Value);
    }

    private static IpldBlock? Run(string what, ActorRuntime runtime)
    {
        if (!what.StartsWith("never", StringComparison.Ordinal) && !what.Contains("before", StringComparison.Ordinal))
            runtime.Caller.AcceptAny();
        switch (what)
        {
            case "validates twice":
                runtime.Caller.AcceptAny();
                break;
            case "aborts before it validates":
                Abort.InsufficientFunds("no");
                break;
            case "aborts with a code of the VM":
                Abort.With(new ExitCode(7), "no");
                break;
            case "overflows":
                _ = checked(runtime.Epoch + long.MaxValue);
                break;
            case "divides by zero":
                _ = 1 / (runtime.Epoch - 1);
                break;
            case "reads malformed data":
                throw new IpldException("malformed");
            case "has a bug":
                throw new InvalidOperationException("bug");
            case "sends inside a transaction":
                runtime.State.Transaction((Number _) => runtime.Send(runtime.CallerAddress, 0).OrAbort());
                break;
            case "creates state twice":
                runtime.State.Create(new Number(2));
                break;
            case "writes state while read-only":
                runtime.Send(runtime.ReceiverAddress, Method + 1, readOnly: true).OrAbort();
                break;
            case "returns a number above 128 bytes":
                return IpldBlock.Cbor(ActorCodecs.BigInt, System.Numerics.BigInteger.One << 1024);
            case "stores a number above 128 bytes":
                runtime.State.Transaction((Number number) => number.Value = System.Numerics.BigInteger.One << 1024);
                break;
        }

        return null;
    }

    /// <summary>A table that names a number twice would answer by chance.</summary>
    [Fact]
    public void Tables_have_each_number_once()
    {
        ActorMethod method = ActorMethod.Plain(MethodId.Constructor, _ => { });
        Assert.Throws<ArgumentException>(() => new MethodTable(method, method));
    }

    /// <summary>Under every gas limit short of enough the message runs out of gas, and pays its limit; nothing else happens to it.</summary>
    [Fact]
    public void Too_little_gas_is_out_of_gas_wherever_it_ends()
    {
        var sandbox = new ActorSandbox();
        Address account = sandbox.CreateAccount(Keys.Secp256k1(1), TokenAmount.FromFil(1));
        sandbox.Deploy(new OneMethod(Increment), "one", null, out Address address);
        // As long on chain as the others: the limit is a part of the message.
        ApplyResult enough = sandbox.Send(account, address, Method, gasLimit: 100_000_000);
        Assert.Equal(ExitCode.Ok, enough.Receipt.ExitCode);
        for (ulong limit = enough.Receipt.GasUsed - 1; limit > 1_000_000; limit -= Math.Max(1, enough.Receipt.GasUsed / 97))
        {
            ApplyResult result = sandbox.Send(account, address, Method, gasLimit: limit);
            Assert.Equal((ExitCode.SysOutOfGas, limit), (result.Receipt.ExitCode, result.Receipt.GasUsed));
        }

        Assert.Equal(2, sandbox.StateOf<Number>(address).Value);

        static IpldBlock? Increment(ActorRuntime runtime)
        {
            runtime.Caller.AcceptAny();
            runtime.State.Transaction((Number number) => number.Value++);
            return IpldBlock.Cbor(CborCodecs.UInt64, runtime.Network.ChainId);
        }
    }

    /// <summary>Methods below 2^24 are for built-in actors: an actor of the user's own is refused, whatever the method.</summary>
    [Fact]
    public void The_internal_api_is_closed_to_user_defined_actors()
    {
        var sandbox = new ActorSandbox();
        Address account = sandbox.CreateAccount(Keys.Secp256k1(1), TokenAmount.FromFil(1));
        Address target = sandbox.CreateAccount(Keys.Secp256k1(2), TokenAmount.FromFil(1));
        sandbox.Deploy(new OneMethod(Forward), "forward", null, out Address address);
        Assert.Equal(ExitCode.UsrForbidden, sandbox.Send(account, address, Method).Receipt.ExitCode);
        Assert.Equal(ExitCode.Ok, sandbox.Send(account, target, AccountMethods.PubkeyAddress.Number).Receipt.ExitCode);

        IpldBlock? Forward(ActorRuntime runtime)
        {
            runtime.Caller.AcceptAny();
            return runtime.Send(target, AccountMethods.PubkeyAddress.Number).OrAbort();
        }
    }

    private sealed class OneMethod(Func<ActorRuntime, IpldBlock?> run) : NativeActor
    {
        public override string Name => "one";

        public override MethodTable Methods { get; } = new(
            ActorMethod.Plain(MethodId.Constructor, runtime =>
            {
                runtime.Caller.RequireIs(SingletonActors.Init);
                runtime.State.Create(new Number(1));
            }),
            ActorMethod.Raw(new MethodId("Run", Method), (runtime, _) => run(runtime)),
            ActorMethod.Plain(new MethodId("Write", Method + 1), runtime =>
            {
                runtime.Caller.AcceptAny();
                runtime.State.Transaction((Number number) => number.Value++);
            }));
    }

    private sealed class Number(System.Numerics.BigInteger value) : IChainValue<Number>
    {
        public System.Numerics.BigInteger Value { get; set; } = value;

        public void Write(CborWriter writer) => ChainBigInt.Write(writer, Value);

        public static Number Read(ref CborReader reader) => new(ChainBigInt.Read(ref reader));
    }
}
