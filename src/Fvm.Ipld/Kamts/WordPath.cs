using System.Runtime.CompilerServices;
using Fvm.Ipld.Hamts;

namespace Fvm.Ipld.Kamts;

/// <summary>A key on its way down: five bits a step, and in the last step the one that is left (256 = 51 * 5 + 1).</summary>
/// <param name="key">The key.</param>
/// <param name="consumed">How many of its bits are read.</param>
internal ref struct WordPath(ref readonly KamtWord key, int consumed)
{
    /// <summary>Bits of a step.</summary>
    public const int BitWidth = 5;

    /// <summary>Slots of a node.</summary>
    public const int Slots = 1 << BitWidth;

    private readonly ref readonly KamtWord key = ref key;

    public int Consumed { get; private set; } = consumed;

    /// <summary>The key.</summary>
    public readonly ref readonly KamtWord Key => ref key;

    /// <summary>The slot of the next step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        int left = KamtWord.Bits - Consumed;
        if (left <= 0)
            MalformedNode.ThrowMaxDepth();
        int width = Math.Min(left, BitWidth);
        int slot = (int)(key.Window(Consumed) >> (64 - width));
        Consumed += width;
        return slot;
    }

    /// <summary>Goes along an extension as far as whole steps agree; how many bits that are.</summary>
    public int Match(WordExtension extension)
    {
        if (KamtWord.Bits - Consumed < extension.Length)
            return MatchSteps(extension);
        int equal = Math.Min(KamtWord.CountEqual(key.From(Consumed), extension.Bits), extension.Length);
        int matched = equal - (equal % BitWidth);
        Consumed += matched;
        return matched;
    }

    /// <summary>How many bits from here on are the same in another key, by whole steps.</summary>
    public readonly int CountCommon(in KamtWord other)
    {
        int equal = KamtWord.CountEqual(key.From(Consumed), other.From(Consumed));
        if (equal >= KamtWord.Bits - Consumed)
            MalformedNode.ThrowMaxDepth();
        return equal - (equal % BitWidth);
    }

    /// <summary>Reads so many bits as an extension; null for none.</summary>
    public WordExtension? Skip(int length)
    {
        if (length == 0)
            return null;
        Span<byte> bytes = stackalloc byte[KamtWord.Bits / 8];
        key.CopyTo(bytes);
        var extension = new WordExtension(new PathExtension(length, new HashBits(bytes, Consumed).Copy(length)));
        Consumed += length;
        return extension;
    }

    /// <summary>For an extension that is longer than what is left of the key: a trie that nobody wrote in good faith.</summary>
    private int MatchSteps(WordExtension extension)
    {
        Span<byte> bytes = stackalloc byte[KamtWord.Bits / 8];
        key.CopyTo(bytes);
        var bits = new HashBits(bytes, Consumed);
        int matched = extension.Form.Match(ref bits, BitWidth);
        Consumed = bits.Consumed;
        return matched;
    }
}
