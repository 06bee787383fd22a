using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Hamts;

/// <summary>
/// Whether two values are the same on chain: their encodings agree. Setting an equal value must not dirty a node, because
/// every node that is written again is paid for (ref-fvm ipld/hamt/src/node.rs, modify_value).
/// </summary>
internal sealed class EncodedEquality<T>(CborCodec<T> codec)
{
    private CborWriter? _left;
    private CborWriter? _right;

    /// <summary>Compares two values by their encodings.</summary>
    public bool AreEqual(T left, T right)
    {
        _left ??= new CborWriter(64);
        _right ??= new CborWriter(64);
        _left.Clear();
        _right.Clear();
        codec.Write(_left, left);
        codec.Write(_right, right);
        return _left.Written.SequenceEqual(_right.Written);
    }
}
