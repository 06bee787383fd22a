namespace Fvm.Ipld;

/// <summary>
/// A store cannot tell whether it has a block: it reads from somewhere else, and the other end fails. On purpose no <see cref="IpldException"/>: nothing is known of the
/// data, so nobody may turn this into an exit code or an answer; it goes up to who asked for the work, and the work is as if it had never begun.
/// </summary>
public sealed class BlockUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which block, from where, and what is wrong.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public BlockUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
