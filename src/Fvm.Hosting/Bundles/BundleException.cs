namespace Fvm.Hosting.Bundles;

/// <summary>A bundle of actors is not what it should be, or is not where it should be. The message says what and where.</summary>
public sealed class BundleException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public BundleException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
