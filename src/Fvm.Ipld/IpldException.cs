namespace Fvm.Ipld;

/// <summary>Content-addressed data that does not keep its promises: a missing block, a malformed node, a link of a foreign kind.</summary>
public class IpldException : Exception
{
    /// <summary>Creates the exception with one line that says what is wrong and where.</summary>
    public IpldException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with one line that says what is wrong and where, and its cause.</summary>
    public IpldException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
