using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Hamts;

/// <summary>How the pointers of a node stand in its block: the one thing that HAMT and KAMT write differently.</summary>
internal interface ITrieLayout<T>
{
    /// <summary>Reads one pointer; a wrong shape is recorded in the reader.</summary>
    TriePointer<T> ReadPointer(ref CborReader reader);

    /// <summary>Whether what another layout reads is what this one would read, and may be shared with it.</summary>
    bool SharesNodesWith(ITrieLayout<T> other);

    /// <summary>Writes one pointer, a bucket or a stored link.</summary>
    void WritePointer(CborWriter writer, in TriePointer<T> pointer);
}
