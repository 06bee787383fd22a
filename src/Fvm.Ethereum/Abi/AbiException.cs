namespace Fvm.Ethereum.Abi;

/// <summary>A type, a signature, a value or encoded data that the contract ABI has not; the message says what, and where.</summary>
public sealed class AbiException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public AbiException(string message)
        : base(message)
    {
    }
}
