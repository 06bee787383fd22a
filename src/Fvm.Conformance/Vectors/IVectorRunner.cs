namespace Fvm.Conformance.Vectors;

/// <summary>Runs a vector's messages and compares what comes out with what was recorded. Thread safe.</summary>
public interface IVectorRunner
{
    /// <summary>Runs every variant.</summary>
    /// <param name="name">The vector's name in reports.</param>
    /// <param name="vector">The vector.</param>
    IReadOnlyList<VectorOutcome> Run(string name, MessageVector vector);
}
