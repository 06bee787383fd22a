using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Abi.Tracing;
using Fvm.Actors.Runtime;
using Fvm.Hosting;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Native;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Tests.Fixtures;

/// <summary>
/// A sandbox on the actors in C#, and where bundles are (FVM_BUNDLES) a second one on the released wasm. Every step is taken in both, and must come out the
/// same: exit code, return, events, every call and every syscall with its answer and its charges, and the state root.
/// </summary>
internal sealed class TwoWorlds
{
    private static readonly ActorEngine Engine = new();
    private static readonly Lazy<ActorBundle?> Bundle = new(Open);

    private readonly ActorSandbox? wasm;

    public TwoWorlds(IExterns? node = null)
    {
        node ??= new LonelyNode();
        Native = new ActorSandbox { Node = node };
        wasm = Bundle.Value is { } bundle ? new ActorSandbox(bundle, Engine) { Node = node } : null;
        SameRoot();
    }

    /// <summary>Whether there is wasm to compare with.</summary>
    public static bool HasBundle => Bundle.Value is not null;

    public ActorSandbox Native { get; }

    public long Epoch
    {
        set => Each(world => world.Epoch = value);
    }

    public Address Account(Address key, long fil = 1000) => Each(world => world.CreateAccount(key, TokenAmount.FromFil(fil)));

    public void Set(ActorId id, BuiltinActor type, Cid? head = null, long fil = 0, Address? delegated = null) => Each(world =>
    {
        world.SetActor(id, new ActorState(world.CodeOf(type), head ?? StateRoot.EmptyInfoCid, 0, TokenAmount.FromFil(fil), delegated));
        return true;
    });

    public Cid Put<T>(T state)
        where T : IChainValue<T>
        => Each(world => world.Store.PutDagCbor(ChainEncoding.ToCbor(state)));

    public ApplyResult Send(Address from, Address to, ulong method, IpldBlock? parameters = null, TokenAmount value = default) =>
        Step(world => world.Send(from, to, method, parameters, value));

    public ApplyResult Implicit(Address from, Address to, ulong method, IpldBlock? parameters = null, TokenAmount value = default) =>
        Step(world => world.Implicit(from, to, method, parameters, value));

    public TState State<TState>(Address address)
        where TState : IChainValue<TState>
        => Native.StateOf<TState>(address);

    public Cid Head(Address address) => Native.Actor(address)!.Head;

    private ApplyResult Step(Func<ActorSandbox, ApplyResult> step)
    {
        ApplyResult result = step(Native);
        if (wasm is not null)
        {
            ApplyResult expected = step(wasm);
            Assert.Equal(Describe(expected), Describe(result));
            Assert.Equal(Calls(expected.Trace), Calls(result.Trace));
            Assert.Equal(expected.Receipt.EventsRoot, result.Receipt.EventsRoot);
        }

        SameRoot();
        return result;
    }

    private T Each<T>(Func<ActorSandbox, T> step)
    {
        T result = step(Native);
        if (wasm is not null)
            Assert.Equal(step(wasm), result);
        return result;
    }

    private void SameRoot()
    {
        if (wasm is not null)
            Assert.Equal(wasm.Flush(), Native.Flush());
    }

    private static string Describe(ApplyResult result) =>
        $"{result.Receipt.ExitCode} {result.ReturnCodec} {Convert.ToHexString(result.Receipt.ReturnData.Span)}";

    /// <summary>Everything that happened but for the gas of execution, of which native code has its own, and what people read.</summary>
    private static List<string> Calls(IReadOnlyList<ExecutionEvent> trace)
    {
        var lines = new List<string>();
        foreach (ExecutionEvent happened in trace)
        {
            switch (happened)
            {
                case GasCharged { Name: "wasm_exec" or "wasm_memory_init" or "wasm_memory_grow" or "wasm_table_init" or "native_exec" or "native_init" }:
                case CodeProfiled or ActorWorked:
                    break;
                case GasCharged charge:
                    lines.Add($"gas {charge.Name} {charge.Amount}");
                    break;
                case SyscallEntered entered:
                    lines.Add($"syscall {entered.Module}::{entered.Name}");
                    break;
                case SyscallLeft left:
                    lines.Add($"answered {left.Status.Outcome} {left.Status.Error}");
                    break;
                case CallStarted call:
                    lines.Add($"call {call.From} {call.To} {call.Method} {Block(call.Parameters)} {call.Value} {call.ReadOnly}");
                    break;
                case CallReturned returned:
                    lines.Add($"return {returned.ExitCode} {Block(returned.Data)}");
                    break;
                default:
                    lines.Add(happened.ToString());
                    break;
            }
        }

        return lines;
    }

    private static string Block(TracedBlock? block) => block is null ? "-" : $"{block.Codec:x}:{Convert.ToHexString(block.Data.Span)}";

    private static ActorBundle? Open()
    {
        string? folder = Environment.GetEnvironmentVariable("FVM_BUNDLES");
        return !string.IsNullOrEmpty(folder)
            && ActorsReleases.TryGetManifest(18, out string? manifest)
            && new BundleStore(folder).TryOpen(Cid.Parse(manifest), out ActorBundle? bundle)
                ? bundle
                : null;
    }
}
