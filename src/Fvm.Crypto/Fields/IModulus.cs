namespace Fvm.Crypto.Fields;

/// <summary>
/// A prime of 253 to 256 bits as <see cref="Residue{TModulus}"/> needs it: everything is a constant that the JIT folds into the code of
/// each field. A test derives all of them from the prime.
/// </summary>
internal interface IModulus<TSelf>
    where TSelf : unmanaged, IModulus<TSelf>
{
    /// <summary>Limb 0 of the prime: 52 bits, least significant first.</summary>
    static abstract ulong P0 { get; }

    /// <summary>Limb 1.</summary>
    static abstract ulong P1 { get; }

    /// <summary>Limb 2.</summary>
    static abstract ulong P2 { get; }

    /// <summary>Limb 3.</summary>
    static abstract ulong P3 { get; }

    /// <summary>Limb 4.</summary>
    static abstract ulong P4 { get; }

    /// <summary>-1/p modulo 2^52, the factor of Montgomery reduction.</summary>
    static abstract ulong NegativeInverse { get; }

    /// <summary>2^260 mod p: one, in Montgomery form.</summary>
    static abstract Residue<TSelf> One { get; }

    /// <summary>2^520 mod p: multiplying by it brings a plain integer into Montgomery form.</summary>
    static abstract Residue<TSelf> RSquared { get; }

    /// <summary>p, 32 bytes, big-endian.</summary>
    static abstract ReadOnlySpan<byte> Prime { get; }
}
