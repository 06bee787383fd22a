using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>A value that has one encoding on chain (DAG-CBOR), and a decoder for it.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IChainValue<TSelf>
    where TSelf : IChainValue<TSelf>
{
    /// <summary>Whether nobody can change a value, so that one that was decoded may be handed to several readers.</summary>
    static virtual bool IsImmutable => false;

    /// <summary>Appends the encoding to <paramref name="writer"/>.</summary>
    void Write(CborWriter writer);

    /// <summary>
    /// Reads one value. On malformed input the reader's error is set (and sticks) and the result is meaningless: null for classes.
    /// </summary>
    static abstract TSelf? Read(ref CborReader reader);
}
