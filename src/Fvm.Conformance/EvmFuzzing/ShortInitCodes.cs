namespace Fvm.Conformance.EvmFuzzing;

/// <summary>Init codes of at most 32 bytes, that an MSTORE can hold.</summary>
internal static class ShortInitCodes
{
    private static readonly byte[][] Ends =
    [
        [], // nothing
        Convert.FromHexString("61beef5f5260205ffd"), // REVERT with a word
        Convert.FromHexString("60ef5f5360015ff3"), // RETURN of ef, which no code may begin with
        Convert.FromHexString("6160015ff3"), // RETURN of more than 24 KiB
        Convert.FromHexString("33ff"), // SELFDESTRUCT to the caller
        Convert.FromHexString("60015f5500"), // SSTORE, and no code
        Convert.FromHexString("fe"), // INVALID
    ];

    /// <summary>Code of ten bytes that an init code returns.</summary>
    private static readonly byte[][] Codes =
    [
        Convert.FromHexString("5f546001015f55000000"), // counts in slot 0
        Convert.FromHexString("61beef5f5260205ff300"), // returns a word
        Convert.FromHexString("33ff0000000000000000"), // SELFDESTRUCT to the caller
        Convert.FromHexString("345f5260205ff3000000"), // returns CALLVALUE
        Convert.FromHexString("5f5c6001015f5d5f5ffd"), // writes transient storage, and REVERT
        Convert.FromHexString("5f5f5f5f336108fcfa00"), // calls back with 2300 gas, which the network takes for a bare transfer
    ];

    public static byte[] Draw(Random random)
    {
        if (random.Next(3) == 0)
            return Ends[random.Next(Ends.Length)];
        byte[] code = Codes[random.Next(Codes.Length)];
        // PUSH10 code, PUSH0, MSTORE, PUSH1 10, PUSH1 22, RETURN.
        return [0x69, .. code, 0x5f, 0x52, 0x60, 10, 0x60, 22, 0xf3];
    }
}
