using Fvm.Wasm.Decoding;

namespace Fvm.Wasm.Model;

/// <summary>The labels of a <c>br_table</c> without the default one; <c>foreach</c> reads them in place, any number of times.</summary>
/// <param name="labels">The encoded labels, already checked.</param>
/// <param name="count">How many.</param>
internal readonly ref struct BranchTargets(ReadOnlySpan<byte> labels, int count)
{
    private readonly ReadOnlySpan<byte> _labels = labels;

    /// <summary>How many labels.</summary>
    public int Count { get; } = count;

    /// <summary>From the first label on.</summary>
    public Enumerator GetEnumerator() => new(_labels, Count);

    /// <summary>Reads one label after another.</summary>
    internal ref struct Enumerator(ReadOnlySpan<byte> labels, int count)
    {
        private ByteReader _reader = new(labels, 0);
        private int _left = count;

        /// <summary>The label: a relative depth.</summary>
        public uint Current { get; private set; }

        /// <summary>Moves to the next label.</summary>
        public bool MoveNext()
        {
            if (_left == 0) return false;
            _left--;
            Current = _reader.ReadU32();
            return true;
        }
    }
}
