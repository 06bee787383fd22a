using System.Diagnostics.CodeAnalysis;

namespace Fvm.Crypto;

/// <summary>Broken promises of callers of the hashes and of secp256k1, out of line so that hot methods stay small.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void Count(string parameter, int expected, int actual) =>
        throw new ArgumentException($"Must have {expected} elements, has {actual}.", parameter);

    [DoesNotReturn]
    internal static void Length(string parameter, int expected, int actual) =>
        throw new ArgumentException($"Must be {expected} bytes, is {actual}.", parameter);

    [DoesNotReturn]
    internal static void Blake2bDigestLength(int actual) =>
        throw new ArgumentException($"A BLAKE2b digest has 1 to {Blake2b.MaxDigestLength} bytes, not {actual}.");

    [DoesNotReturn]
    internal static void Blake2bKeyLength(int actual) =>
        throw new ArgumentException($"A BLAKE2b key has at most {Hashing.Blake2bCompression.MaxKeyLength} bytes, not {actual}.");

    [DoesNotReturn]
    internal static void HashNotRunning() =>
        throw new InvalidOperationException("The hash is finished, or was never begun.");

    [DoesNotReturn]
    internal static void PrivateKeyOutOfRange() =>
        throw new ArgumentException("A secp256k1 private key lies within 1..n-1.");
}
