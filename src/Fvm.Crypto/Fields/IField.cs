namespace Fvm.Crypto.Fields;

/// <summary>What the curve formulas need from a coordinate field.</summary>
internal interface IField<T> : IEquatable<T>
    where T : unmanaged, IField<T>
{
    /// <summary>The multiplicative identity; the additive one is <c>default</c>.</summary>
    static abstract T One { get; }

    /// <summary>Whether this is the additive identity.</summary>
    bool IsZero { get; }

    /// <summary>The sum.</summary>
    static abstract T operator +(in T left, in T right);

    /// <summary>The difference.</summary>
    static abstract T operator -(in T left, in T right);

    /// <summary>The additive inverse.</summary>
    static abstract T operator -(in T value);

    /// <summary>The product.</summary>
    static abstract T operator *(in T left, in T right);

    /// <summary>The square.</summary>
    T Square();

    /// <summary>Twice the value.</summary>
    T Double();

    /// <summary>The multiplicative inverse; zero for zero (RFC 9380 section 4, <c>inv0</c>).</summary>
    T Invert();
}
