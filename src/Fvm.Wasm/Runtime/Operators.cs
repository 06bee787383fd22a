using System.Runtime.CompilerServices;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// Numeric operators that are no single IL instruction (WebAssembly 2.0, 4.3). Those marked for inlining disappear in emitted code.
/// Sign operations work on bits, since they must keep every bit of a NaN (4.3.3, "fneg", "fabs", "fcopysign").
/// </summary>
internal static class Operators
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // Rare in real code, and inline each use would take several temporaries in the frame of its function.
    private const MethodImplOptions Apart = MethodImplOptions.NoInlining;
    private const uint SignSingle = 0x8000_0000;
    private const ulong SignDouble = 0x8000_0000_0000_0000;
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;

    /// <summary>i32.rem_s with a divisor other than 0; the hardware would trap on the least number by -1, where wasm says 0.</summary>
    [MethodImpl(Inline)]
    public static int Remainder32(int a, int b) => b == -1 ? 0 : a % b;

    /// <summary>i64.rem_s with a divisor other than 0.</summary>
    [MethodImpl(Inline)]
    public static long Remainder64(long a, long b) => b == -1 ? 0 : a % b;

    /// <summary>f32.min: NaN if either is, -0 below +0; .NET's follows IEEE 754-2019 minimum, as wasm does.</summary>
    [MethodImpl(Apart)]
    public static float MinimumSingle(float a, float b) => MathF.Min(a, b);

    /// <summary>f32.max.</summary>
    [MethodImpl(Apart)]
    public static float MaximumSingle(float a, float b) => MathF.Max(a, b);

    /// <summary>f64.min.</summary>
    [MethodImpl(Apart)]
    public static double MinimumDouble(double a, double b) => Math.Min(a, b);

    /// <summary>f64.max.</summary>
    [MethodImpl(Apart)]
    public static double MaximumDouble(double a, double b) => Math.Max(a, b);

    /// <summary>f32.abs.</summary>
    [MethodImpl(Inline)]
    public static float AbsoluteSingle(float a) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a) & ~SignSingle);

    /// <summary>f32.neg.</summary>
    [MethodImpl(Inline)]
    public static float NegateSingle(float a) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a) ^ SignSingle);

    /// <summary>f32.copysign.</summary>
    [MethodImpl(Inline)]
    public static float CopySignSingle(float a, float b) => BitConverter.UInt32BitsToSingle(
        (BitConverter.SingleToUInt32Bits(a) & ~SignSingle) | (BitConverter.SingleToUInt32Bits(b) & SignSingle));

    /// <summary>f64.abs.</summary>
    [MethodImpl(Inline)]
    public static double AbsoluteDouble(double a) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(a) & ~SignDouble);

    /// <summary>f64.neg.</summary>
    [MethodImpl(Inline)]
    public static double NegateDouble(double a) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(a) ^ SignDouble);

    /// <summary>f64.copysign.</summary>
    [MethodImpl(Inline)]
    public static double CopySignDouble(double a, double b) => BitConverter.UInt64BitsToDouble(
        (BitConverter.DoubleToUInt64Bits(a) & ~SignDouble) | (BitConverter.DoubleToUInt64Bits(b) & SignDouble));

    /// <summary>A NaN becomes the canonical one, positive and quiet (cranelift <c>nan_canonicalization.rs</c>).</summary>
    [MethodImpl(Inline)]
    public static float CanonicalSingle(float a) => float.IsNaN(a) ? BitConverter.UInt32BitsToSingle(0x7FC0_0000) : a;

    /// <summary>A NaN becomes the canonical one, positive and quiet.</summary>
    [MethodImpl(Inline)]
    public static double CanonicalDouble(double a) => double.IsNaN(a) ? BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000) : a;

    /// <summary>
    /// f32.reinterpret_i32, and constants that are NaN. Never inlined: where RyuJIT knows the bits it keeps the value as a double, and that
    /// conversion sets the quiet bit of a signalling NaN (seen on .NET 10).
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float BitsToSingle(int bits) => BitConverter.Int32BitsToSingle(bits);

    /// <summary>f32.convert_i64_u, rounded once: halving keeps the lowest bit as a sticky one.</summary>
    public static float UInt64ToSingle(long a)
    {
        if (a >= 0) return a;
        var half = (float)(long)(((ulong)a >> 1) | ((ulong)a & 1));
        return half + half;
    }

    /// <summary>f64.convert_i64_u, rounded once.</summary>
    public static double UInt64ToDouble(long a)
    {
        if (a >= 0) return a;
        var half = (double)(long)(((ulong)a >> 1) | ((ulong)a & 1));
        return half + half;
    }

    /// <summary>Whether truncation fits an i32; -2^31 - 1 is no float32, so the bound is -2^31 itself. False for NaN, as in all of these.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeSingleI32S(float a) => a >= -2147483648f && a < 2147483648f;

    /// <summary>Whether truncation fits an unsigned 32-bit integer.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeSingleI32U(float a) => a > -1f && a < 4294967296f;

    /// <summary>Whether truncation fits an i64.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeSingleI64S(float a) => a >= (float)-TwoTo63 && a < (float)TwoTo63;

    /// <summary>Whether truncation fits an unsigned 64-bit integer.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeSingleI64U(float a) => a > -1f && a < (float)TwoTo64;

    /// <summary>Whether truncation fits an i32.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeDoubleI32S(double a) => a > -2147483649.0 && a < 2147483648.0;

    /// <summary>Whether truncation fits an unsigned 32-bit integer.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeDoubleI32U(double a) => a > -1.0 && a < 4294967296.0;

    /// <summary>Whether truncation fits an i64.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeDoubleI64S(double a) => a >= -TwoTo63 && a < TwoTo63;

    /// <summary>Whether truncation fits an unsigned 64-bit integer.</summary>
    [MethodImpl(Inline)]
    public static bool InRangeDoubleI64U(double a) => a > -1.0 && a < TwoTo64;

    /// <summary>i64.trunc_f32_u of a value in range.</summary>
    [MethodImpl(Apart)]
    public static long SingleToI64U(float a) => DoubleToI64U(a);

    /// <summary>i64.trunc_f64_u of a value in range: the upper half is moved below 2^63, exactly.</summary>
    [MethodImpl(Apart)]
    public static long DoubleToI64U(double a) => a < TwoTo63 ? (long)a : (long)(a - TwoTo63) ^ long.MinValue;

    /// <summary>i32.trunc_sat_f32_s.</summary>
    [MethodImpl(Apart)]
    public static int SaturateSingleI32S(float a) => SaturateDoubleI32S(a);

    /// <summary>i32.trunc_sat_f32_u.</summary>
    [MethodImpl(Apart)]
    public static int SaturateSingleI32U(float a) => SaturateDoubleI32U(a);

    /// <summary>i64.trunc_sat_f32_s.</summary>
    [MethodImpl(Apart)]
    public static long SaturateSingleI64S(float a) => SaturateDoubleI64S(a);

    /// <summary>i64.trunc_sat_f32_u.</summary>
    [MethodImpl(Apart)]
    public static long SaturateSingleI64U(float a) => SaturateDoubleI64U(a);

    /// <summary>i32.trunc_sat_f64_s: NaN is 0, beyond the range its nearest end.</summary>
    [MethodImpl(Apart)]
    public static int SaturateDoubleI32S(double a) =>
        InRangeDoubleI32S(a) ? (int)a : double.IsNaN(a) ? 0 : a < 0 ? int.MinValue : int.MaxValue;

    /// <summary>i32.trunc_sat_f64_u.</summary>
    [MethodImpl(Apart)]
    public static int SaturateDoubleI32U(double a) => InRangeDoubleI32U(a) ? (int)(long)a : a > 0 ? -1 : 0;

    /// <summary>i64.trunc_sat_f64_s.</summary>
    [MethodImpl(Apart)]
    public static long SaturateDoubleI64S(double a) =>
        InRangeDoubleI64S(a) ? (long)a : double.IsNaN(a) ? 0 : a < 0 ? long.MinValue : long.MaxValue;

    /// <summary>i64.trunc_sat_f64_u.</summary>
    [MethodImpl(Apart)]
    public static long SaturateDoubleI64U(double a) => InRangeDoubleI64U(a) ? DoubleToI64U(a) : a > 0 ? -1 : 0;
}
