using System.Globalization;
using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>How a generated message reaches a contract.</summary>
internal enum ContractMessageKind
{
    /// <summary>InvokeContract, from an account with a key.</summary>
    Invoke,

    /// <summary>InvokeContract, from an Ethereum account.</summary>
    InvokeFromEthereum,

    /// <summary>Any other method.</summary>
    Method,

    /// <summary>CreateExternal at the address manager; the input is init code.</summary>
    Create,
}

/// <summary>A generated message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Target">Which contract; for nothing in a creation.</param>
/// <param name="Method">The method, of those that are <see cref="ContractMessageKind.Method"/>.</param>
/// <param name="Input">Call data, parameters, or init code.</param>
/// <param name="Value">Attos.</param>
internal sealed record ContractMessage(ContractMessageKind Kind, int Target, ulong Method, byte[] Input, long Value)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Kind} of {Target}, method {Method}, value {Value}, input {Convert.ToHexStringLower(Input)}");
}

/// <summary>Generated contracts, and the messages that they get.</summary>
/// <param name="Codes">The code of each contract.</param>
/// <param name="Messages">The messages, one an epoch.</param>
internal sealed record ContractCase(byte[][] Codes, ContractMessage[] Messages)
{
    /// <summary>How many contracts a case has.</summary>
    public const int Contracts = 4;

    private const ulong FirstContract = 0xc0de_0000;
    private const ulong EthereumAccountNumber = 0xacc0_0000;
    private const ulong PlaceholderNumber = 0x9999_0000;
    private const uint HighPart = 0x1b1b1b1b;

    /// <summary>The Ethereum address of a contract.</summary>
    public static EvmAddress Contract(int index) => From(FirstContract + (ulong)index);

    /// <summary>An Ethereum account.</summary>
    public static EvmAddress EthereumAccount { get; } = From(EthereumAccountNumber);

    /// <summary>A placeholder.</summary>
    public static EvmAddress Placeholder { get; } = From(PlaceholderNumber);

    /// <summary>An address where nobody is.</summary>
    public static EvmAddress Nobody(int number) => From((ulong)number);

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n',
    [
        .. Codes.Select((code, i) => $"contract {Contract(i)}: {Convert.ToHexStringLower(code)}"),
        .. Messages.Select((message, i) => string.Create(CultureInfo.InvariantCulture, $"message {i + 1}: {message}")),
    ]);

    private static EvmAddress From(ulong number) => EvmAddress.FromWord(new UInt256(number, 0, HighPart, 0));
}
