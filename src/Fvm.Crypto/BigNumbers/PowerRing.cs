using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fvm.Crypto.Fields;
using static Fvm.Crypto.BigNumbers.ColumnProduct;

namespace Fvm.Crypto.BigNumbers;

/// <summary>Numbers modulo something, in loose limbs between margins (<see cref="ColumnProduct"/>), for powers. Not for several threads at once: it holds the sums.</summary>
internal abstract class PowerRing
{
    private protected PowerRing(int bits, int block)
    {
        Length = (bits + (Width * block) - 1) / (Width * block) * block;
        Low = new ulong[(2 * Length) + (2 * Margin)];
        High = new ulong[Low.Length];
        Nothing = new ulong[Low.Length];
    }

    /// <summary>Limbs of a number.</summary>
    internal int Length { get; }

    /// <summary>28 bits of each column of the last product.</summary>
    private protected ulong[] Low { get; }

    /// <summary>What is above them.</summary>
    private protected ulong[] High { get; }

    private protected ulong[] Nothing { get; }

    /// <summary>Room for a number.</summary>
    internal ulong[] Allocate() => new ulong[Length + (2 * Margin)];

    /// <summary>The number in the ring's form.</summary>
    internal abstract ulong[] Enter(BigInteger value);

    /// <summary>The number that <see cref="Enter"/> would take, brought below the modulus.</summary>
    internal abstract BigInteger Leave(ulong[] number);

    /// <summary>The product; the result may be an operand.</summary>
    internal abstract void Multiply(ulong[] left, ulong[] right, ulong[] result);

    internal abstract void Square(ulong[] number, ulong[] result);

    private protected static ref ulong First(ulong[] number) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(number), Margin);

    /// <summary>Exact limbs of a number of at most <see cref="Length"/> limbs.</summary>
    private protected ulong[] Read(BigInteger value)
    {
        ulong[] words = new ulong[(value.GetByteCount(isUnsigned: true) + 7) / 8], number = Allocate();
        value.TryWriteBytes(MemoryMarshal.AsBytes(words.AsSpan()), out _, isUnsigned: true, isBigEndian: false);
        Turn(words);
        LimbWidth.Change(words, 64, number.AsSpan(Margin, Length), Width);
        return number;
    }

    /// <summary>The value of loose limbs; a carry out of the topmost is dropped.</summary>
    private protected BigInteger Write(ulong[] number)
    {
        ulong[] limbs = new ulong[Length], words = new ulong[((Length * Width) + 63) / 64];
        ulong carry = 0;
        for (int i = 0; i < Length; i++)
        {
            carry += number[Margin + i];
            limbs[i] = carry & Mask;
            carry >>= Width;
        }

        LimbWidth.Change(limbs, Width, words, 64);
        Turn(words);
        return new BigInteger(MemoryMarshal.AsBytes(words.AsSpan()), isUnsigned: true, isBigEndian: false);
    }

    private static void Turn(Span<ulong> words)
    {
        for (int i = 0; !BitConverter.IsLittleEndian && i < words.Length; i++)
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words[i]);
    }
}
