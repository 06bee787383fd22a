using Fvm.Crypto.Bls12381;

namespace Fvm.Crypto.PoseidonHashing;

/// <summary>
/// The bits that Poseidon's round constants are read from: the Grain LFSR of 80 bits in self-shrinking mode, seeded with the instance's parameters
/// (Grassi et al., "Poseidon", eprint 2019/458, appendix E).
/// </summary>
internal sealed class GrainSequence
{
    private const int StateBits = 80;
    private const int DiscardedBits = 160;
    private const int FieldBits = 255;

    private readonly bool[] _state = new bool[StateBits];
    private int _head;

    internal GrainSequence(int width, int fullRounds, int partialRounds)
    {
        int position = 0;
        void Append(int value, int bits)
        {
            for (int bit = bits - 1; bit >= 0; bit--)
                _state[position++] = ((value >> bit) & 1) != 0;
        }

        // A prime field; the s-box x^alpha; the parameters; thirty ones.
        Append(1, 2);
        Append(1, 4);
        Append(FieldBits, 12);
        Append(width, 12);
        Append(fullRounds, 10);
        Append(partialRounds, 10);
        Append((1 << 30) - 1, 30);
        for (int i = 0; i < DiscardedBits; i++)
            NextRaw();
    }

    /// <summary>The next element: 255 bits, most significant first; integers that are not below r are skipped.</summary>
    internal Fr NextElement()
    {
        Span<byte> bytes = stackalloc byte[Fr.EncodedLength];
        Fr value;
        do
        {
            bytes.Clear();
            for (int bit = FieldBits - 1; bit >= 0; bit--)
            {
                if (NextBit())
                    bytes[31 - (bit >> 3)] |= (byte)(1 << (bit & 7));
            }
        }
        while (!Fr.TryReadBigEndian(bytes, out value));
        return value;
    }

    /// <summary>Of each pair of bits the first says whether the second counts.</summary>
    private bool NextBit()
    {
        while (!NextRaw())
            NextRaw();
        return NextRaw();
    }

    private bool NextRaw()
    {
        bool bit = At(62) ^ At(51) ^ At(38) ^ At(23) ^ At(13) ^ At(0);
        _state[_head] = bit;
        _head = (_head + 1) % StateBits;
        return bit;
    }

    private bool At(int index) => _state[(_head + index) % StateBits];
}
