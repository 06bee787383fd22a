using System.Collections.Frozen;
using System.Globalization;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>Answers the methods that no row names.</summary>
/// <param name="runtime">The invocation.</param>
/// <param name="method">The number.</param>
/// <param name="parameters">The parameters, or null for none.</param>
public delegate IpldBlock? FallbackMethod(ActorRuntime runtime, ulong method, IpldBlock? parameters);

/// <summary>The dispatch table of an actor (builtin-actors <c>actor_dispatch!</c>): its methods by number.</summary>
public sealed class MethodTable
{
    private readonly FrozenDictionary<ulong, ActorMethod> byNumber;

    /// <summary>Makes a table.</summary>
    /// <param name="methods">The rows. A number that stands twice throws <see cref="ArgumentException"/>.</param>
    public MethodTable(params IReadOnlyList<ActorMethod> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        Methods = methods;
        var numbers = new Dictionary<ulong, ActorMethod>();
        foreach (ActorMethod method in methods)
        {
            numbers.Add(method.Id.Number, method);
            if (method.Id.Exported is { } exported)
                numbers.Add(exported, method);
        }

        byNumber = numbers.ToFrozenDictionary();
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ActorMethod> Methods { get; }

    /// <summary>What answers numbers without a row; null: exit 22.</summary>
    public FallbackMethod? Fallback { get; init; }

    /// <summary>
    /// Whether methods below 2^24 are for built-in actors other than EVM ones only (builtin-actors <c>builtin/shared.rs</c>, restrict_internal_api), which
    /// is decided before anything else. Of the built-in actors only EVM and EAM are open.
    /// </summary>
    public bool RestrictsInternalApi { get; init; } = true;

    /// <summary>The row of a number, or null.</summary>
    /// <param name="number">The number.</param>
    public ActorMethod? Find(ulong number) => byNumber.GetValueOrDefault(number);

    /// <summary>
    /// The fallback of accounts, Ethereum accounts and multisigs (FRC-0042): any caller may call any exported number and gets nothing; other numbers exit
    /// with 22.
    /// </summary>
    /// <param name="runtime">The invocation.</param>
    /// <param name="method">The number.</param>
    /// <param name="parameters">The parameters.</param>
    public static IpldBlock? AcceptExported(ActorRuntime runtime, ulong method, IpldBlock? parameters)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        runtime.Caller.AcceptAny();
        if (method < MethodNumber.FirstExported)
            Abort.UnhandledMessage(Unhandled(method));
        return null;
    }

    /// <summary>The exits of dispatch, in their order: a caller of the internal API that is not built in, a number that nobody answers, parameters or none.</summary>
    internal MethodRefusal? Refuse(ActorRuntime runtime, IpldBlock? parameters)
    {
        ulong number = runtime.Message.Method;
        bool isInternal = number < MethodNumber.FirstExported;
        if (RestrictsInternalApi && isInternal && runtime.Caller.RefuseForeign(number) is { } foreign)
            return foreign;
        if (byNumber.TryGetValue(number, out ActorMethod? method))
            return method.Refuse(parameters);
        if (Fallback is null || (isInternal && Fallback == AcceptExported))
            return new MethodRefusal(ExitCode.UsrUnhandledMessage, Unhandled(number));
        return null;
    }

    /// <summary>Runs what answers a call that was not refused.</summary>
    internal IpldBlock? Dispatch(ActorRuntime runtime, IpldBlock? parameters)
    {
        ulong number = runtime.Message.Method;
        return byNumber.TryGetValue(number, out ActorMethod? method) ? method.Run(runtime, parameters) : Fallback!(runtime, number, parameters);
    }

    private static string Unhandled(ulong number) => string.Create(CultureInfo.InvariantCulture, $"invalid method: {number}");
}
