using Fvm.Execution;
using Fvm.Protocol;

namespace Fvm.Hosting;

/// <summary>How long a message is on chain, which is what its inclusion is charged by (lotus <c>chain/types/signedmessage.go</c>, ChainLength).</summary>
public static class ChainLength
{
    /// <summary>What a 65-byte signature adds: itself, its type's byte, two bytes of CBOR before it, and one before both fields.</summary>
    public const ulong SignatureOverhead = 69;

    /// <summary>
    /// Bytes on chain. Messages from f1 and f4 addresses are stored with a 65-byte signature; BLS signatures are aggregated and count nothing.
    /// A message from an f0 address counts as unsigned: where the signature is known, apply the signed message.
    /// </summary>
    /// <param name="message">The message.</param>
    public static ulong Of(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        ulong unsigned = (ulong)message.Encode().Length;
        return message.From.Protocol is AddressProtocol.Secp256k1 or AddressProtocol.Delegated ? unsigned + SignatureOverhead : unsigned;
    }

    /// <summary>What the inclusion of a message costs, whole gas: no message with a lower gas limit gets into a block.</summary>
    /// <param name="version">The network version.</param>
    /// <param name="chainLength">The message's length on chain, in bytes.</param>
    public static ulong InclusionGas(NetworkVersion version, ulong chainLength) => Machine.InclusionGasOf(version, chainLength);
}
