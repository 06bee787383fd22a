using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>The messages of one block of a tipset.</summary>
/// <param name="Miner">The block's miner.</param>
/// <param name="WinCount">How often it won.</param>
/// <param name="Bls">The BLS messages, in the block's order.</param>
/// <param name="Secp">The others, in the block's order.</param>
public sealed record BlockMessages(Address Miner, long WinCount, IReadOnlyList<Message> Bls, IReadOnlyList<SignedMessage> Secp)
{
    /// <summary>All, in the order in which they are applied: BLS first. A BLS message is signed in the header, and has no signature of its own.</summary>
    public IEnumerable<(Message Message, SignedMessage? Signed)> InOrder() =>
        [.. Bls.Select(static message => (message, (SignedMessage?)null)), .. Secp.Select(static signed => (signed.Message, (SignedMessage?)signed))];
}
