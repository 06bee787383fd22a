using System.Globalization;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Actors.Runtime;

/// <summary>
/// Who may call a method. Every method that ends well must have asked exactly once: asking again is exit 24, and so is never asking (builtin-actors
/// <c>runtime/fvm.rs</c>). A caller that does not pass is exit 18 and counts as not asked.
/// </summary>
public sealed class CallerGuard
{
    private readonly ActorRuntime runtime;

    internal CallerGuard(ActorRuntime runtime) => this.runtime = runtime;

    /// <summary>Whether a validation passed.</summary>
    public bool IsValidated { get; private set; }

    /// <summary>Anyone may call.</summary>
    public void AcceptAny()
    {
        RequireFirst();
        IsValidated = true;
    }

    /// <summary>Only these may call. The caller is known by its id, so other forms of address never match.</summary>
    /// <param name="addresses">Who.</param>
    public void RequireIs(params ReadOnlySpan<Address> addresses)
    {
        RequireFirst();
        foreach (Address address in addresses)
        {
            if (address.Equals(runtime.CallerAddress))
            {
                IsValidated = true;
                return;
            }
        }

        Refuse("is not one of supported");
    }

    /// <summary>Only this actor may call.</summary>
    /// <param name="id">Which.</param>
    public void RequireIs(ActorId id)
    {
        RequireFirst();
        if (runtime.Message.Caller != id)
            Refuse("is not one of supported");
        IsValidated = true;
    }

    /// <summary>Only built-in actors of these types may call.</summary>
    /// <param name="types">Which types.</param>
    public void RequireType(params ReadOnlySpan<BuiltinActor> types)
    {
        RequireFirst();
        if (!runtime.Actors.TryGetCode(runtime.Message.Caller, out Cid? code))
            Abort.AssertionFailed("failed to lookup caller code");
        if (!runtime.Actors.TryGetType(code, out BuiltinActor type) || !types.Contains(type))
            Refuse("is of a type that is not supported");
        IsValidated = true;
    }

    /// <summary>Only actors with a delegated address in one of these namespaces may call.</summary>
    /// <param name="namespaces">The ids of the namespaces' managers.</param>
    public void RequireNamespace(params ReadOnlySpan<ulong> namespaces)
    {
        RequireFirst();
        Address? delegated = runtime.Actors.DelegatedAddressOf(runtime.Message.Caller);
        if (delegated is null || !delegated.TryGetDelegated(out ulong found, out _) || !namespaces.Contains(found))
            Refuse("is in a namespace that is not supported");
        IsValidated = true;
    }

    /// <summary>The rule of the internal API (builtin-actors <c>builtin/shared.rs</c>): user-defined and EVM actors are refused with 18.</summary>
    internal MethodRefusal? RefuseForeign(ulong method)
    {
        if (!runtime.Actors.TryGetCode(runtime.Message.Caller, out Cid? code))
            return Forbidden(string.Create(CultureInfo.InvariantCulture, $"no code for caller {runtime.CallerAddress} of method {method}"));
        if (!runtime.Actors.TryGetType(code, out BuiltinActor type) || type == BuiltinActor.Evm)
            return Forbidden(string.Create(CultureInfo.InvariantCulture, $"caller {runtime.CallerAddress} of method {method} must be built-in"));
        return null;
    }

    private static MethodRefusal Forbidden(string why) => new(ExitCode.UsrForbidden, why);

    private void RequireFirst()
    {
        if (IsValidated)
            Abort.AssertionFailed("Method must validate caller identity exactly once");
    }

    private void Refuse(string why) => Abort.Forbidden($"caller {runtime.CallerAddress} {why}");
}
