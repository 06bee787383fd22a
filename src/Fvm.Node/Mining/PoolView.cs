using Fvm.Ethereum;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Node.Mempool;
using Fvm.Node.Queries;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Node.Mining;

/// <summary>The head as the message pool sees it.</summary>
internal sealed class PoolView(DevnetOptions options, Impersonation impersonation) : IPoolChain
{
    /// <summary>The state at the head.</summary>
    public required ChainState State { get; set; }

    /// <summary>The base fee that the next tipset pays.</summary>
    public TokenAmount BaseFee { get; set; }

    /// <summary>A message whose signature was verified already, or need not be.</summary>
    public SignedMessage? Trusted { get; set; }

    /// <summary>The network version of the next tipset.</summary>
    public required NetworkVersion NetworkVersion { get; set; }

    /// <summary>The sender; null too where the state lacks the blocks that would tell.</summary>
    public PoolSender? Sender(Address address)
    {
        try
        {
            if (State.Resolve(address) is not { } id || State.Actor(id) is not { } actor)
                return null;
            bool maySend = State.MaySend(actor);
            return maySend || impersonation.Covers(id, State) ? new PoolSender(id.ToAddress(), actor.Nonce, actor.Balance, IsFree: !maySend) : null;
        }
        catch (IpldException)
        {
            return null;
        }
    }

    public ulong InclusionGas(SignedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (options.Gas == DevnetGas.Lenient && message.Signature.Type == SignatureType.Delegated)
            return 0;
        return ChainLength.InclusionGas(NetworkVersion, (ulong)message.ChainLength);
    }

    public bool IsSignedBySender(SignedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (ReferenceEquals(message, Trusted))
            return true;
        if (message.Signature.Type == SignatureType.Delegated)
            return DelegatedSignatures.Verify(message, options.ChainId, out _);
        return State.KeyOf(message.Message.From) is { } key && SignatureVerifier.Verify(message.Signature, key, message.Message.Cid.Bytes);
    }
}
