namespace Fvm.Hosting.Genesis;

/// <summary>A first state cannot be made of its description. The message says what is wrong, and where.</summary>
public sealed class GenesisException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public GenesisException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
