using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Bitfields;

/// <summary>
/// A mutable set of bits 0 to 2^64 - 2, kept as runs, encoded as RLE+ (Filecoin specification, "RLE+ Bitset Encoding"; rules and limits
/// as in ref-fvm, ipld/bitfield). On chain it is a byte string of at most <see cref="MaxEncodedLength"/> bytes.
/// </summary>
public sealed class Bitfield
{
    /// <summary>The longest encoding that may be read from or written to the chain, in bytes.</summary>
    public const int MaxEncodedLength = 32 << 10;

    private readonly List<BitRange> _ranges;

    /// <summary>Creates an empty set.</summary>
    public Bitfield()
        : this([])
    {
    }

    private Bitfield(List<BitRange> ranges) => _ranges = ranges;

    /// <summary>The runs of set bits, ascending; no two touch.</summary>
    public IReadOnlyList<BitRange> Ranges => _ranges;

    /// <summary>The number of set bits.</summary>
    public ulong Count
    {
        get
        {
            ulong count = 0;
            foreach (BitRange range in _ranges)
                count += range.Size;

            return count;
        }
    }

    /// <summary>Whether no bit is set.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>The lowest set bit, if any.</summary>
    public ulong? First => IsEmpty ? null : _ranges[0].Start;

    /// <summary>The highest set bit, if any.</summary>
    public ulong? Last => IsEmpty ? null : _ranges[^1].End - 1;

    /// <summary>The set of some bits, in any order, repetitions allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is 2^64 - 1.</exception>
    public static Bitfield FromBits(IEnumerable<ulong> bits)
    {
        ulong[] sorted = [.. bits];
        Array.Sort(sorted);
        List<BitRange> ranges = [];
        foreach (ulong bit in sorted)
            RangeAlgebra.Append(ranges, new BitRange(bit, CheckedEnd(bit)));

        return new Bitfield(ranges);
    }

    /// <summary>The set of some runs, in any order; they may overlap, and empty ones are passed over.</summary>
    public static Bitfield FromRanges(IEnumerable<BitRange> ranges)
    {
        List<BitRange> sorted = [.. ranges];
        sorted.Sort((a, b) => a.Start.CompareTo(b.Start));
        List<BitRange> joined = new(sorted.Count);
        foreach (BitRange range in sorted)
        {
            if (range.Start < range.End)
                RangeAlgebra.Append(joined, range);
        }

        return new Bitfield(joined);
    }

    /// <summary>The set with these lengths of runs, zeros and ones in turn, zeros first (go-bitfield's form in JSON, rlepluslazy <c>json.go</c>).</summary>
    /// <param name="runs">The lengths; 0 is one.</param>
    /// <param name="bitfield">The set.</param>
    /// <returns>False where they end beyond 64 bits.</returns>
    public static bool TryFromRuns(IEnumerable<ulong> runs, [NotNullWhen(true)] out Bitfield? bitfield)
    {
        ArgumentNullException.ThrowIfNull(runs);
        bitfield = null;
        var ranges = new List<BitRange>();
        ulong end = 0;
        bool isSet = false;
        foreach (ulong length in runs)
        {
            if (length > ulong.MaxValue - end)
                return false;
            if (isSet && length != 0)
                ranges.Add(new BitRange(end, end + length));
            end += length;
            isSet = !isSet;
        }

        bitfield = FromRanges(ranges);
        return true;
    }

    /// <summary>Decodes RLE+ of any length.</summary>
    /// <exception cref="IpldException">The bytes are no valid encoding.</exception>
    public static Bitfield Decode(ReadOnlySpan<byte> encoded) =>
        TryDecode(encoded, out Bitfield? bitfield, out BitfieldError error) ? bitfield : throw new IpldException($"bitfield: {error}");

    /// <summary>Decodes RLE+ of any length; false, with the reason, when the bytes are no valid encoding.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out Bitfield? bitfield, out BitfieldError error)
    {
        List<BitRange> ranges = [];
        error = RlePlusReader.TryDecode(encoded, ranges);
        bitfield = error == BitfieldError.None ? new Bitfield(ranges) : null;
        return bitfield is not null;
    }

    /// <summary>Reads a bitfield from the chain; an invalid or too long one fails the reader, and an empty set is returned.</summary>
    public static Bitfield Read(ref CborReader reader)
    {
        if (TryDecode(ReadEncoded(ref reader), out Bitfield? bitfield, out _))
            return bitfield;

        reader.Fail(CborErrorKind.InvalidValue);
        return new Bitfield();
    }

    /// <summary>
    /// Reads a bitfield's bytes without decoding them, for parameters that are checked when first used (the reference's
    /// <c>UnvalidatedBitField</c>). Only the length is checked.
    /// </summary>
    public static ReadOnlySpan<byte> ReadEncoded(ref CborReader reader)
    {
        ReadOnlySpan<byte> encoded = reader.ReadBytes();
        if (encoded.Length <= MaxEncodedLength)
            return encoded;

        reader.Fail(CborErrorKind.InvalidValue);
        return default;
    }

    /// <summary>The union of any number of sets.</summary>
    public static Bitfield Union(params IEnumerable<Bitfield> bitfields)
    {
        ArgumentNullException.ThrowIfNull(bitfields);
        List<BitRange> result = [];
        foreach (Bitfield bitfield in bitfields)
            result = RangeAlgebra.Union(result, bitfield._ranges);

        return new Bitfield(result);
    }

    /// <summary>Encodes the set as RLE+, whatever the length. The encoding is unique; that of the empty set is empty.</summary>
    public byte[] Encode() => RlePlusWriter.Encode(_ranges);

    /// <summary>Writes the set to the chain.</summary>
    /// <exception cref="IpldException">Its encoding is longer than <see cref="MaxEncodedLength"/>.</exception>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        byte[] encoded = Encode();
        if (encoded.Length > MaxEncodedLength)
            throw new IpldException($"bitfield: {BitfieldError.TooLong}, {encoded.Length} bytes");

        writer.WriteBytes(encoded);
    }

    /// <summary>Whether a bit is set.</summary>
    public bool Get(ulong bit) => Find(bit) >= 0;

    /// <summary>Sets a bit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is 2^64 - 1.</exception>
    public void Set(ulong bit)
    {
        ulong end = CheckedEnd(bit);
        int found = Find(bit);
        if (found >= 0)
            return;

        int at = ~found; // The first run after the bit.
        bool joinsBefore = at > 0 && _ranges[at - 1].End == bit;
        bool joinsAfter = at < _ranges.Count && _ranges[at].Start == end;
        if (joinsBefore && joinsAfter)
        {
            _ranges[at - 1] = new BitRange(_ranges[at - 1].Start, _ranges[at].End);
            _ranges.RemoveAt(at);
        }
        else if (joinsBefore)
        {
            _ranges[at - 1] = new BitRange(_ranges[at - 1].Start, end);
        }
        else if (joinsAfter)
        {
            _ranges[at] = new BitRange(bit, _ranges[at].End);
        }
        else
        {
            _ranges.Insert(at, new BitRange(bit, end));
        }
    }

    /// <summary>Clears a bit.</summary>
    public void Unset(ulong bit)
    {
        int at = Find(bit);
        if (at < 0)
            return;

        BitRange range = _ranges[at];
        if (range.Size == 1)
        {
            _ranges.RemoveAt(at);
        }
        else if (range.Start == bit)
        {
            _ranges[at] = new BitRange(bit + 1, range.End);
        }
        else
        {
            _ranges[at] = new BitRange(range.Start, bit);
            if (bit + 1 < range.End)
                _ranges.Insert(at + 1, new BitRange(bit + 1, range.End));
        }
    }

    /// <summary>The lengths of its runs, as <see cref="TryFromRuns"/> takes them: zeros and ones in turn, zeros first; one 0 for nothing.</summary>
    public IEnumerable<ulong> Runs()
    {
        if (IsEmpty)
            yield return 0;
        ulong end = 0;
        foreach (BitRange range in _ranges)
        {
            yield return range.Start - end;
            yield return range.Size;
            end = range.End;
        }
    }

    /// <summary>The set bits, ascending.</summary>
    public IEnumerable<ulong> Bits()
    {
        foreach (BitRange range in _ranges)
        {
            for (ulong bit = range.Start; bit < range.End; bit++)
                yield return bit;
        }
    }

    /// <summary>The set bits, ascending; false when there are more than the caller is ready for.</summary>
    public bool TryGetBits(ulong max, [NotNullWhen(true)] out IEnumerable<ulong>? bits)
    {
        bits = Count <= max ? Bits() : null;
        return bits is not null;
    }

    /// <summary>A set of the same bits that changes on its own.</summary>
    public Bitfield Clone() => new([.. _ranges]);

    /// <summary>The bits of either set.</summary>
    public Bitfield Union(Bitfield other) => new(RangeAlgebra.Union(_ranges, Of(other)));

    /// <summary>The bits of both sets.</summary>
    public Bitfield Intersect(Bitfield other) => new(RangeAlgebra.Intersect(_ranges, Of(other)));

    /// <summary>The bits of this set that the other has not.</summary>
    public Bitfield Subtract(Bitfield other) => new(RangeAlgebra.Subtract(_ranges, Of(other)));

    /// <summary>The bits of exactly one of the sets.</summary>
    public Bitfield SymmetricDifference(Bitfield other) => Subtract(other).Union(other.Subtract(this));

    /// <summary>The bits of this set that the other has not, each moved down by the number of the other's bits below it.</summary>
    public Bitfield Cut(Bitfield other) => new(RangeAlgebra.Cut(_ranges, Of(other)));

    /// <summary>A number of set bits after a number of others; false when there are not that many.</summary>
    /// <param name="start">How many set bits to pass over.</param>
    /// <param name="count">How many set bits to take.</param>
    /// <param name="slice">The bits taken, at their own places.</param>
    public bool TrySlice(ulong start, ulong count, [NotNullWhen(true)] out Bitfield? slice)
    {
        Bitfield taken = new(RangeAlgebra.Slice(_ranges, start, count));
        slice = taken.Count == count ? taken : null;
        return slice is not null;
    }

    /// <summary>Whether every bit of the other set is in this one.</summary>
    public bool ContainsAll(Bitfield other) => RangeAlgebra.Subtract(Of(other), _ranges).Count == 0;

    /// <summary>Whether any bit of the other set is in this one.</summary>
    public bool ContainsAny(Bitfield other) => RangeAlgebra.Intersect(_ranges, Of(other)).Count > 0;

    /// <summary>Whether both sets have the same bits.</summary>
    public bool SetEquals(Bitfield other) => _ranges.SequenceEqual(Of(other));

    private static List<BitRange> Of(Bitfield other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other._ranges;
    }

    private static ulong CheckedEnd(ulong bit)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(bit, ulong.MaxValue);
        return bit + 1;
    }

    // The index of the run that holds the bit, else the complement of the index of the first run after it.
    private int Find(ulong bit)
    {
        int low = 0, high = _ranges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (bit < _ranges[middle].Start)
                high = middle - 1;
            else if (bit >= _ranges[middle].End)
                low = middle + 1;
            else
                return middle;
        }

        return ~low;
    }
}
