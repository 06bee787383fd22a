using System.Globalization;
using System.Numerics;

namespace Fvm.Ethereum.Abi;

/// <summary>What a contract says when it reverts.</summary>
public static class RevertData
{
    private static readonly AbiSignature Error = AbiSignature.Parse("Error(string)");
    private static readonly AbiSignature Panic = AbiSignature.Parse("Panic(uint256)");

    /// <summary>The codes of Solidity (docs.soliditylang.org, "Panic via assert and Error via require").</summary>
    private static readonly Dictionary<int, string> Panics = new()
    {
        [0x00] = "a panic of the compiler",
        [0x01] = "assert",
        [0x11] = "overflow",
        [0x12] = "division by zero",
        [0x21] = "no value of the enum",
        [0x22] = "a malformed array of bytes in storage",
        [0x31] = "pop of an empty array",
        [0x32] = "index out of bounds",
        [0x41] = "too much memory",
        [0x51] = "call of an unset function",
    };

    /// <summary>The reason as text: a message, a panic, an error of the contract's own, or the bytes themselves.</summary>
    /// <param name="data">What was returned.</param>
    /// <param name="errors">The errors that the contract has, where they are known.</param>
    public static string Describe(ReadOnlySpan<byte> data, IEnumerable<AbiSignature>? errors = null)
    {
        if (data.IsEmpty)
            return "no reason given";
        if (TryDecode(Error, data, out object[] values))
            return (string)values[0];
        if (TryDecode(Panic, data, out values))
            return Describe((BigInteger)values[0]);
        foreach (AbiSignature error in errors ?? [])
        {
            if (TryDecode(error, data, out values))
                return error.Name + AbiText.Format(error.Inputs, values);
        }

        return $"0x{Convert.ToHexStringLower(data)}";
    }

    private static string Describe(BigInteger code)
    {
        string number = $"Panic(0x{code.ToString("x2", CultureInfo.InvariantCulture)})";
        return code < 256 && Panics.TryGetValue((int)code, out string? name) ? $"{number}: {name}" : number;
    }

    private static bool TryDecode(AbiSignature error, ReadOnlySpan<byte> data, out object[] values)
    {
        values = [];
        if (!data.StartsWith(error.Selector))
            return false;
        try
        {
            values = AbiDecoder.Decode(error.Inputs, data[AbiSignature.SelectorLength..]);
            return true;
        }
        catch (AbiException)
        {
            return false;
        }
    }
}
