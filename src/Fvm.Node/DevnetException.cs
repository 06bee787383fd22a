namespace Fvm.Node;

/// <summary>A devnet cannot do what it was asked for. The message says why.</summary>
public class DevnetException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why not.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public DevnetException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
