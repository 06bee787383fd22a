using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>A generated world and the call that starts it.</summary>
/// <param name="Codes">The code of each account; the first one is called.</param>
/// <param name="Input">The call data.</param>
/// <param name="Gas">The call's gas.</param>
/// <param name="IsStatic">Whether nothing may change.</param>
internal sealed record EvmCase(byte[][] Codes, byte[] Input, long Gas, bool IsStatic)
{
    private const ulong FirstAccount = 0x1000;

    /// <summary>The address of an account.</summary>
    public static EvmAddress Address(int index) => EvmAddress.FromWord(FirstAccount + (ulong)index);

    /// <summary>The case in words that a bug report needs.</summary>
    public override string ToString() =>
        $"gas {Gas}{(IsStatic ? ", static" : "")}, input {Convert.ToHexStringLower(Input)}\n"
        + string.Join('\n', Codes.Select((code, i) => $"{Address(i)}: {Convert.ToHexStringLower(code)}"));
}
