namespace Fvm.Bench.Crypto;

/// <summary>Inputs that are the same in every run.</summary>
internal static class Inputs
{
    internal static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    internal static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    internal static string[] Hexes(params byte[][] values) => [.. values.Select(value => Hex(value))];

    /// <summary>An operation that says yes or no.</summary>
    internal static Operation Check(Func<bool> check)
    {
        bool isValid = false;
        return new Operation(() => isValid = check(), () => isValid ? "1" : "0");
    }

    /// <summary>An operation that fills an array.</summary>
    internal static Operation Bytes(Action run, byte[] output) => new(run, () => Hex(output));
}
