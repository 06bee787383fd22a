using System.Globalization;
using Fvm.Abi.Node;
using Fvm.Actors.Runtime;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>
/// The world that a scenario is told to: a sandbox on the actors in C# or on a bundle, which keeps every step, and complains where an exit code is not the
/// expected one or an invariant is broken.
/// </summary>
public sealed class ScenarioWorld
{
    private readonly List<ScenarioStep> steps = [];
    private readonly List<string> complaints = [];
    private readonly ScenarioInvariants? invariants;

    internal ScenarioWorld(ActorBundle? bundle, ActorEngine engine, bool checksInvariants = true, IExterns? node = null)
    {
        Sandbox = new ActorSandbox(bundle, engine) { Node = node ?? new LonelyNode() };
        Manifest = bundle?.Actors ?? NativeCode.Mainnet.Manifest;
        invariants = checksInvariants ? new ScenarioInvariants(this) : null;
    }

    /// <summary>The network.</summary>
    public ActorSandbox Sandbox { get; }

    /// <summary>What happened so far.</summary>
    public IReadOnlyList<ScenarioStep> Steps => steps;

    /// <summary>What was not as it should be.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>The epoch.</summary>
    public long Epoch
    {
        get => Sandbox.Epoch;
        set => Sandbox.Epoch = value;
    }

    internal ActorManifest Manifest { get; }

    /// <summary>An account with the secp256k1 key of a number.</summary>
    internal Address Account(int key, long fil = 1000) => Scene(() => Sandbox.CreateAccount(ScenarioKeys.Secp256k1(key), TokenAmount.FromFil(fil)));

    /// <summary>An account with the BLS key of a number.</summary>
    internal Address BlsAccount(int key, long fil = 1000) => Scene(() => Sandbox.CreateAccount(ScenarioKeys.Bls(key), TokenAmount.FromFil(fil)));

    /// <summary>Puts an actor without a constructor's run into the state.</summary>
    internal Address Put(ulong id, BuiltinActor type, Cid? head = null, long fil = 0, Address? delegated = null) => Scene(() =>
    {
        Sandbox.SetActor(new ActorId(id), new ActorState(Sandbox.CodeOf(type), head ?? StateRoot.EmptyInfoCid, 0, TokenAmount.FromFil(fil), delegated));
        return Address.FromId(id);
    });

    /// <summary>Puts the wasm actor of a user into the state, which calls whom it is told to (<see cref="Forwarding"/>).</summary>
    internal Address Forwarder(ulong id) => Scene(() =>
    {
        Sandbox.SetActor(new ActorId(id), ActorState.CreateEmpty(Sandbox.Store.Put(Multicodec.Raw, Forwarding.Wasm), null));
        return Address.FromId(id);
    });

    /// <summary>Sends a message from an account.</summary>
    internal ApplyResult Send(uint exit, Address from, Address to, ulong method, IpldBlock? parameters = null, TokenAmount value = default)
    {
        string label = MethodNames.Of(this, to, method);
        return Keep(exit, label, isImplicit: false, from, to, method, parameters, value, () => Sandbox.Send(from, to, method, parameters, value));
    }

    /// <summary>Sends a message from an account.</summary>
    internal ApplyResult Send<T>(uint exit, Address from, Address to, MethodId method, T parameters, TokenAmount value = default)
        where T : IChainValue<T>
        => Send(exit, from, to, method.Number, IpldBlock.Cbor(parameters), value);

    /// <summary>Sends a message without parameters from an account.</summary>
    internal ApplyResult Send(uint exit, Address from, Address to, MethodId method) => Send(exit, from, to, method.Number);

    /// <summary>Sends a message in the name of any actor.</summary>
    internal ApplyResult As(uint exit, Address from, Address to, ulong method, IpldBlock? parameters = null, TokenAmount value = default)
    {
        string label = MethodNames.Of(this, to, method);
        return Keep(exit, label, isImplicit: true, from, to, method, parameters, value, () => Sandbox.Implicit(from, to, method, parameters, value));
    }

    /// <summary>Sends a message in the name of any actor.</summary>
    internal ApplyResult As<T>(uint exit, Address from, Address to, MethodId method, T parameters)
        where T : IChainValue<T>
        => As(exit, from, to, method.Number, IpldBlock.Cbor(parameters));

    /// <summary>What a message returned, decoded; a complaint and nothing when it does not decode.</summary>
    internal T? Returned<T>(ApplyResult result)
        where T : class, IChainValue<T>
    {
        if (ChainEncoding.TryFromCbor<T>(result.Receipt.ReturnData.Span, out T? value))
            return value;
        complaints.Add($"step {steps.Count}: returned no {typeof(T).Name}: {Convert.ToHexStringLower(result.Receipt.ReturnData.Span)}");
        return null;
    }

    /// <summary>Complains unless something holds.</summary>
    internal void Require(bool holds, string otherwise)
    {
        if (!holds)
            complaints.Add(string.Create(CultureInfo.InvariantCulture, $"step {steps.Count}: {otherwise}"));
    }

    private T Scene<T>(Func<T> change)
    {
        T result = change();
        invariants?.SceneChanged();
        return result;
    }

    private ApplyResult Keep(
        uint exit, string label, bool isImplicit, Address from, Address to, ulong method, IpldBlock? parameters, TokenAmount value, Func<ApplyResult> send)
    {
        Cid before = Sandbox.Flush();
        var message = new Message
        {
            From = from,
            To = to,
            MethodNum = method,
            Params = parameters?.Data ?? ReadOnlyMemory<byte>.Empty,
            Value = value,
            GasLimit = NetworkConstants.BlockGasLimit,
            Sequence = isImplicit ? 0 : Sandbox.Actor(from)?.Nonce ?? 0,
        };
        ApplyResult result = send();
        string what = string.Create(CultureInfo.InvariantCulture, $"{steps.Count + 1}. {from} -> {to} {label} at {Epoch}");
        steps.Add(new ScenarioStep(what, label, message, isImplicit, Epoch, before, Sandbox.Flush(), result));
        uint came = result.Receipt.ExitCode.Value;
        if (came != exit && exit != AnyExit)
            complaints.Add($"step {what}: expected exit {exit}, came {came} {result.Failure?.ReplaceLineEndings(" | ")}");
        foreach (string broken in invariants?.Broken() ?? [])
            complaints.Add($"step {what}: broken invariant: {broken}");
        return result;
    }

    /// <summary>As an expected exit code: whatever comes, as long as it comes everywhere.</summary>
    internal const uint AnyExit = uint.MaxValue;
}
