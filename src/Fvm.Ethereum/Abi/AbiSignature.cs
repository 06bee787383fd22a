using System.Text;
using Fvm.Crypto;

namespace Fvm.Ethereum.Abi;

/// <summary>A function, an event or an error of a contract: its name, what it takes and, where that is known, what it returns.</summary>
/// <param name="Name">Its name; empty for a constructor.</param>
/// <param name="Inputs">Its parameters.</param>
/// <param name="Outputs">What it returns; null when that was not said.</param>
public sealed record AbiSignature(string Name, AbiTuple Inputs, AbiTuple? Outputs)
{
    /// <summary>Bytes of a selector.</summary>
    public const int SelectorLength = 4;

    /// <summary>The name by which it is hashed, such as <c>transfer(address,uint256)</c>.</summary>
    public string Canonical => Name + Inputs.Canonical;

    /// <summary>The Keccak-256 hash of <see cref="Canonical"/>: an event's first topic.</summary>
    public byte[] Hash => Keccak256.Hash(Encoding.UTF8.GetBytes(Canonical));

    /// <summary>The first four bytes of <see cref="Hash"/>.</summary>
    public byte[] Selector => Hash[..SelectorLength];

    /// <summary>Reads <c>name(types)(types)</c> or what Solidity writes: <c>function name(types names) view returns (types)</c>.</summary>
    /// <param name="text">The signature.</param>
    /// <exception cref="AbiException">It is none.</exception>
    public static AbiSignature Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return AbiParser.Signature(text);
    }

    /// <summary>Call data: the selector and the arguments.</summary>
    /// <param name="arguments">As many as there are parameters.</param>
    /// <exception cref="AbiException">A value does not fit its type.</exception>
    public byte[] EncodeCall(IReadOnlyList<object> arguments) => [.. Selector, .. AbiEncoder.Encode(Inputs, arguments)];
}
