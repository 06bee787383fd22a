using System.Globalization;
using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>What a message must keep to be put into a block, whatever the state. Source: lotus <c>chain/types/message.go</c>, ValidForBlockInclusion.</summary>
public static class MessageRules
{
    private static readonly TokenAmount AllFil = TokenAmount.FromFil(NetworkConstants.TotalFilecoin);

    /// <summary>Says what is wrong with a message, in lotus's words, or null.</summary>
    /// <param name="message">The message.</param>
    /// <param name="version">The network version.</param>
    /// <param name="minimumGas">What its inclusion costs, whole gas.</param>
    public static string? Refusal(Message message, NetworkVersion version, ulong minimumGas)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Version != 0)
            return "'Version' unsupported";
        if (message.To.IsBlsZero && version >= NetworkVersion.V7)
            return "invalid 'To' address";
        if (!IsKnown(message.To, version))
            return "'To' address protocol unsupported for network version";
        if (!IsKnown(message.From, version))
            return "'From' address protocol unsupported for network version";
        return Amounts(message) ?? Gas(message, minimumGas);
    }

    private static string? Amounts(Message message)
    {
        if (message.Value.IsNegative)
            return "'Value' field cannot be negative";
        if (message.Value > AllFil)
            return "'Value' field cannot be greater than total filecoin supply";
        if (message.GasFeeCap.IsNegative)
            return "'GasFeeCap' field cannot be negative";
        if (message.GasPremium.IsNegative)
            return "'GasPremium' field cannot be negative";
        return message.GasPremium > message.GasFeeCap ? "'GasFeeCap' less than 'GasPremium'" : null;
    }

    private static string? Gas(Message message, ulong minimumGas)
    {
        if (message.GasLimit > NetworkConstants.BlockGasLimit)
            return string.Create(CultureInfo.InvariantCulture, $"'GasLimit' field cannot be greater than a block's gas limit ({message.GasLimit} > {NetworkConstants.BlockGasLimit})");
        if (message.GasLimit == 0)
            return "'GasLimit' field 0 must be positive";
        return message.GasLimit < minimumGas
            ? string.Create(CultureInfo.InvariantCulture, $"'GasLimit' field cannot be less than the cost of storing a message on chain {message.GasLimit} < {minimumGas}")
            : null;
    }

    /// <summary>Delegated addresses came with network version 18 (go-state-types <c>abi</c>, AddressValidForNetworkVersion).</summary>
    private static bool IsKnown(Address address, NetworkVersion version) => address.Protocol != AddressProtocol.Delegated || version >= NetworkVersion.V18;
}
