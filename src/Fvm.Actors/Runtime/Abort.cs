using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>Ends an invocation with an exit code (builtin-actors <c>actor_error!</c>), and the families of wrapping that keep or replace codes.</summary>
public static class Abort
{
    /// <summary>Exit with any code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void With(ExitCode code, string message) => throw new ActorAbortException(code, message);

    /// <summary>Exit 16.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void IllegalArgument(string message) => With(ExitCode.UsrIllegalArgument, message);

    /// <summary>Exit 17.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void NotFound(string message) => With(ExitCode.UsrNotFound, message);

    /// <summary>Exit 18.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void Forbidden(string message) => With(ExitCode.UsrForbidden, message);

    /// <summary>Exit 19.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void InsufficientFunds(string message) => With(ExitCode.UsrInsufficientFunds, message);

    /// <summary>Exit 20.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void IllegalState(string message) => With(ExitCode.UsrIllegalState, message);

    /// <summary>Exit 21.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void Serialization(string message) => With(ExitCode.UsrSerialization, message);

    /// <summary>Exit 22.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void UnhandledMessage(string message) => With(ExitCode.UsrUnhandledMessage, message);

    /// <summary>Exit 23.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void Unspecified(string message) => With(ExitCode.UsrUnspecified, message);

    /// <summary>Exit 24, which is also how the wasm actors end when they panic.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void AssertionFailed(string message) => With(ExitCode.UsrAssertionFailed, message);

    /// <summary>Exit 25.</summary>
    /// <param name="message">Why.</param>
    [DoesNotReturn]
    public static void ReadOnly(string message) => With(ExitCode.UsrReadOnly, message);

    /// <summary>
    /// Runs a part whose failures keep their code and data and get a message in front (<c>context</c>, <c>with_context</c>, <c>wrap</c>).
    /// </summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="context">The message.</param>
    /// <param name="part">The part.</param>
    public static T Context<T>(string context, Func<T> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        try
        {
            return part();
        }
        catch (ActorAbortException abort)
        {
            throw new ActorAbortException(abort.Code, $"{context}: {abort.Message}", abort.Block);
        }
    }

    /// <summary>
    /// Runs a part whose failures, aborts included, all get one code and lose their data (<c>context_code</c>, <c>with_context_code</c>,
    /// <c>exit_code</c>).
    /// </summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="code">The code.</param>
    /// <param name="context">The message.</param>
    /// <param name="part">The part.</param>
    public static T Code<T>(ExitCode code, string context, Func<T> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        try
        {
            return part();
        }
        catch (Exception failure) when (failure is ActorAbortException or IpldException)
        {
            throw new ActorAbortException(code, $"{context}: {failure.Message}");
        }
    }

    /// <summary>
    /// Runs a part whose aborts keep their code, whose encoding errors become 21, and whose other failures of data get a code
    /// (<c>downcast_default</c>, <c>downcast_wrap</c>).
    /// </summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="code">The code of failures that have none.</param>
    /// <param name="context">The message.</param>
    /// <param name="part">The part.</param>
    public static T Downcast<T>(ExitCode code, string context, Func<T> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        try
        {
            return part();
        }
        catch (ActorAbortException abort)
        {
            throw new ActorAbortException(abort.Code, $"{context}: {abort.Message}", abort.Block);
        }
        catch (CborException malformed)
        {
            throw new ActorAbortException(ExitCode.UsrSerialization, $"{context}: {malformed.Message}");
        }
        catch (IpldException failure)
        {
            throw new ActorAbortException(code, $"{context}: {failure.Message}");
        }
    }
}
