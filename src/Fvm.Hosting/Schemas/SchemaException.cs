namespace Fvm.Hosting.Schemas;

/// <summary>JSON does not fit a schema, or a path leads nowhere. The message says what is wrong, and where.</summary>
public class SchemaException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public SchemaException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
