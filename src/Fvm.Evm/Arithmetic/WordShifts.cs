using System.Runtime.CompilerServices;

namespace Fvm.Evm.Arithmetic;

/// <summary>Shifts, bytes and signs. Results may be the same place as operands.</summary>
internal static class WordShifts
{
    private const uint Width = 256;

    /// <summary>SHL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Left(in UInt256 value, uint bits, out UInt256 result)
    {
        ulong u0 = value.U0, u1 = value.U1, u2 = value.U2, u3 = value.U3;
        if (bits >= Width)
        {
            result = default;
            return;
        }

        int within = (int)bits & 63;
        int rest = 63 - within;
        ulong s1 = (u1 << within) | (u0 >> 1 >> rest), s2 = (u2 << within) | (u1 >> 1 >> rest), s3 = (u3 << within) | (u2 >> 1 >> rest);
        ulong s0 = u0 << within;
        result = (bits >> 6) switch
        {
            0 => new UInt256(s0, s1, s2, s3),
            1 => new UInt256(0, s0, s1, s2),
            2 => new UInt256(0, 0, s0, s1),
            _ => new UInt256(0, 0, 0, s0),
        };
    }

    /// <summary>SHR.</summary>
    internal static void Right(in UInt256 value, uint bits, out UInt256 result) => Right(value, bits, 0, out result);

    /// <summary>SAR.</summary>
    internal static void RightSigned(in UInt256 value, uint bits, out UInt256 result) =>
        Right(value, bits, (ulong)((long)value.U3 >> 63), out result);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Right(in UInt256 value, uint bits, ulong fill, out UInt256 result)
    {
        ulong u0 = value.U0, u1 = value.U1, u2 = value.U2, u3 = value.U3;
        if (bits >= Width)
        {
            result = new UInt256(fill, fill, fill, fill);
            return;
        }

        int within = (int)bits & 63;
        int rest = 63 - within;
        ulong s0 = (u0 >> within) | (u1 << 1 << rest), s1 = (u1 >> within) | (u2 << 1 << rest), s2 = (u2 >> within) | (u3 << 1 << rest);
        ulong s3 = (u3 >> within) | (fill << 1 << rest);
        result = (bits >> 6) switch
        {
            0 => new UInt256(s0, s1, s2, s3),
            1 => new UInt256(s1, s2, s3, fill),
            2 => new UInt256(s2, s3, fill, fill),
            _ => new UInt256(s3, fill, fill, fill),
        };
    }

    /// <summary>The number of a shift's bits as the EVM reads it: everything from 256 on means the same.</summary>
    internal static uint Amount(in UInt256 bits) => bits.FitsUInt64 && bits.U0 < Width ? (uint)bits.U0 : Width;

    /// <summary>BYTE.</summary>
    internal static void ByteAt(in UInt256 index, in UInt256 value, out UInt256 result)
    {
        if (!index.FitsUInt64 || index.U0 >= UInt256.ByteLength)
        {
            result = default;
            return;
        }

        int position = UInt256.ByteLength - 1 - (int)index.U0;
        ulong limb = (position >> 3) switch { 0 => value.U0, 1 => value.U1, 2 => value.U2, _ => value.U3 };
        result = new UInt256(limb >> ((position & 7) * 8) & 0xff);
    }

    /// <summary>SIGNEXTEND.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SignExtend(in UInt256 byteIndex, in UInt256 value, out UInt256 result)
    {
        if (!byteIndex.FitsUInt64 || byteIndex.U0 >= UInt256.ByteLength - 1)
        {
            result = value;
            return;
        }

        uint shift = (uint)((UInt256.ByteLength - 1 - (int)byteIndex.U0) * 8);
        Left(value, shift, out var shifted);
        RightSigned(shifted, shift, out result);
    }

    /// <summary>CLZ (EIP-7939): the number of zero bits above the highest one; 256 for 0.</summary>
    internal static void LeadingZeros(in UInt256 value, out UInt256 result) => result = new UInt256((ulong)(256 - value.BitLength));
}
