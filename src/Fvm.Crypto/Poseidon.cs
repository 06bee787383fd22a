using Fvm.Crypto.Bls12381;
using Fvm.Crypto.PoseidonHashing;

namespace Fvm.Crypto;

/// <summary>
/// The Poseidon hash over the scalar field of BLS12-381 with Filecoin's parameters (Grassi et al., eprint 2019/458, as the crate neptune instantiates it): the
/// nodes of the trees over sealed sectors and the replica commitments. The state begins with a domain tag, then come the inputs; the digest is the state's
/// second element after the permutation. Immutable; any number of threads may use one instance. No hash allocates.
/// </summary>
public sealed class Poseidon
{
    /// <summary>The greatest arity.</summary>
    public const int MaxArity = 11;

    private readonly PoseidonInstance _instance;
    private readonly Fr _tag;

    /// <summary>The hash with a tag of one's own; for the tag of Merkle trees see <see cref="ForTree"/>.</summary>
    /// <param name="arity">Number of inputs: 2, 4, 8 or 11.</param>
    /// <param name="tag">The domain tag.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another arity.</exception>
    public Poseidon(int arity, Fr tag)
    {
        if (arity is not (2 or 4 or 8 or 11))
            throw new ArgumentOutOfRangeException(nameof(arity), arity, "Poseidon is defined here for arities 2, 4, 8 and 11.");
        Arity = arity;
        _instance = PoseidonInstance.Of(arity + 1);
        _tag = tag;
    }

    /// <summary>Number of inputs.</summary>
    public int Arity { get; }

    /// <summary>The hash of a full node of a Merkle tree: tag 2^arity - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An arity that is not 2, 4, 8 or 11.</exception>
    public static Poseidon ForTree(int arity) => new(arity, Fr.FromUInt64((1UL << (arity & 63)) - 1));

    /// <summary>The digest of <see cref="Arity"/> elements.</summary>
    /// <exception cref="ArgumentException">Another number of inputs.</exception>
    public Fr Hash(ReadOnlySpan<Fr> inputs)
    {
        if (inputs.Length != Arity)
            Throw.Count(nameof(inputs), Arity, inputs.Length);

        Span<Fr> state = stackalloc Fr[MaxArity + 1];
        state = state[..(Arity + 1)];
        state[0] = _tag;
        inputs.CopyTo(state[1..]);
        PoseidonPermutation.Permute(_instance, state);
        return state[1];
    }

    /// <summary>
    /// The digest of <see cref="Arity"/> encoded elements, 32 bytes little-endian each; 32 bytes are written. False when an element is not below r.
    /// </summary>
    /// <exception cref="ArgumentException">Another number of input bytes.</exception>
    public bool TryHash(ReadOnlySpan<byte> inputs, Span<byte> digest32)
    {
        if (inputs.Length != Arity * Fr.EncodedLength)
            Throw.Length(nameof(inputs), Arity * Fr.EncodedLength, inputs.Length);

        Span<Fr> elements = stackalloc Fr[MaxArity];
        for (int i = 0; i < Arity; i++)
        {
            if (!Fr.TryReadLittleEndian(inputs.Slice(i * Fr.EncodedLength, Fr.EncodedLength), out elements[i]))
                return false;
        }

        Hash(elements[..Arity]).WriteLittleEndian(digest32);
        return true;
    }
}
