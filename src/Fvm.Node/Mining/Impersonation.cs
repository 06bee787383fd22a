using System.Collections.Immutable;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>In whose name messages are taken without a signature.</summary>
internal sealed class Impersonation
{
    private const int SecpSignatureLength = 65;

    /// <summary>The addresses, in any form.</summary>
    public ImmutableHashSet<Address> Addresses { get; set; } = [];

    /// <summary>Whether everybody is among them.</summary>
    public bool All { get; set; }

    /// <summary>Whether an actor is among them.</summary>
    public bool Covers(ActorId id, ChainState state) => All || Addresses.Any(address => state.Resolve(address) == id);

    /// <summary>
    /// A message in somebody's name. The signature of a transaction is made of its sender, so that equal transactions of two senders have two hashes; that of others is
    /// zeros.
    /// </summary>
    public static SignedMessage Of(EthereumTransaction transaction, Address from)
    {
        from.TryToEthereum(out byte[]? sender);
        EthereumTransaction marked = transaction with
        {
            Kind = EthereumTransactionKind.Eip1559,
            R = EvmAddress.Read(sender ?? new byte[EvmAddress.ByteLength]).ToWord(),
            S = UInt256.One,
            V = UInt256.Zero,
        };
        return new SignedMessage(TransactionMessages.ToUnsigned(marked, from), DelegatedSignatures.Of(marked));
    }

    /// <summary>A native message in somebody's name.</summary>
    public static SignedMessage Of(Message message) => new(message, new Signature(SignatureType.Secp256k1, new byte[SecpSignatureLength]));
}
