using System.Diagnostics.CodeAnalysis;

namespace Fvm.Protocol;

/// <summary>Broken promises of callers. Malformed outside data never comes here.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void BigIntTooLarge() =>
        throw new OverflowException($"a big integer on chain has at most {ChainBigInt.MaxLength} bytes, its sign byte included");

    [DoesNotReturn]
    internal static void WrongLength(string what, int expected, int actual) =>
        throw new ArgumentException($"{what} has {expected} bytes, not {actual}");

    [DoesNotReturn]
    internal static void SubaddressTooLong(int length) =>
        throw new ArgumentException($"the subaddress of an f4 address has at most {Address.MaxSubaddressLength} bytes, not {length}");

    [DoesNotReturn]
    internal static void NotAnAddress(string text, AddressError error) =>
        throw new FormatException($"'{text}' is not a Filecoin address: {error}");

    [DoesNotReturn]
    internal static void NotATokenAmount(string text) =>
        throw new FormatException($"'{text}' is not an amount of FIL");

    [DoesNotReturn]
    internal static void UnknownActorType(uint value) =>
        throw new ArgumentOutOfRangeException(nameof(value), value, "not the number of a built-in actor type");
}
