using Fvm.Crypto.Fields;

namespace Fvm.Crypto.Curves;

/// <summary>A point given by its coordinates, or the point at infinity (both coordinates zero, which lies on neither curve).</summary>
internal readonly struct AffinePoint<T>(in T x, in T y)
    where T : unmanaged, IField<T>
{
    public readonly T X = x;
    public readonly T Y = y;

    /// <summary>The neutral element, also <c>default</c>.</summary>
    public static AffinePoint<T> Infinity => default;

    public bool IsInfinity => X.IsZero && Y.IsZero;

    public static AffinePoint<T> operator -(in AffinePoint<T> point) => new(point.X, -point.Y);

    public static bool operator ==(in AffinePoint<T> left, in AffinePoint<T> right) =>
        left.X.Equals(right.X) && left.Y.Equals(right.Y);

    public static bool operator !=(in AffinePoint<T> left, in AffinePoint<T> right) => !(left == right);

    public override bool Equals(object? obj) => obj is AffinePoint<T> other && this == other;

    public override int GetHashCode() => HashCode.Combine(X, Y);
}
