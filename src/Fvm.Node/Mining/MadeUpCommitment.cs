using Fvm.Crypto;

namespace Fvm.Node.Mining;

/// <summary>A commitment that nothing stands behind: of a sector that is not sealed, or of data that there is not.</summary>
internal static class MadeUpCommitment
{
    /// <summary>The two highest bits are none of an element of BLS12-381's scalar field.</summary>
    private const byte FieldMask = 0x3f;

    /// <summary>An element of the field, another one for each name.</summary>
    public static byte[] Of(ReadOnlySpan<byte> name)
    {
        byte[] element = Blake2b.Hash256(name);
        element[^1] &= FieldMask;
        return element;
    }
}
