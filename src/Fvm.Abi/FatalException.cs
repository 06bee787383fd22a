using System.Diagnostics.CodeAnalysis;

namespace Fvm.Abi;

/// <summary>
/// A fatal error: the machine or the node broke a promise (missing state, a module that does not link, a handle that cannot be wrong).
/// Only the executor catches it; the message then ends with exit 10 and pays for its whole gas limit (ref-fvm <c>executor/default.rs</c>).
/// </summary>
public sealed class FatalException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was broken, and where.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public FatalException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Throws one.</summary>
    /// <param name="message">What was broken, and where.</param>
    /// <param name="inner">The cause, if there is one.</param>
    [DoesNotReturn]
    public static void Throw(string message, Exception? inner = null) => throw new FatalException(message, inner);
}
