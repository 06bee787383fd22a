namespace Fvm.Conformance.Vectors;

/// <summary>A file is no vector. The message says what and where.</summary>
public sealed class VectorFormatException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public VectorFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the file is a document of another kind, with none of a message vector's fields.</summary>
    public bool IsSomethingElse { get; init; }
}
