namespace Fvm.Actors.Runtime;

/// <summary>The gas ran out: unwinds to the boundary of the invocation. Actors cannot catch it, for they cannot name it.</summary>
internal sealed class OutOfGasException : Exception
{
    public OutOfGasException()
        : base("out of gas")
    {
    }
}
