using Fvm.Protocol;

namespace Fvm.Node.Chain;

/// <summary>
/// The order in which a tipset's messages are applied: block by block, BLS messages first; of each sender only those whose nonces go on from its first one, so that
/// what stands in two blocks is applied once. Source: lotus <c>chain/store/messages.go</c>, BlockMsgsForTipset.
/// </summary>
public static class CanonicalOrder
{
    /// <summary>Selects the messages to apply, block by block.</summary>
    /// <param name="blocks">The blocks' messages, in the tipset's order.</param>
    /// <param name="resolve">
    /// The f0 address of a sender in the parent's state, or null if it has none. Lotus resolves only once a sender by f0 address has appeared, which selects the same: an
    /// actor has one address that can sign.
    /// </param>
    public static IReadOnlyList<BlockMessages> Select(IReadOnlyList<BlockMessages> blocks, Func<Address, Address?> resolve)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(resolve);
        var next = new Dictionary<Address, ulong>();
        return [.. blocks.Select(block => block with
        {
            Bls = [.. block.Bls.Where(Applies)],
            Secp = [.. block.Secp.Where(signed => Applies(signed.Message))],
        })];

        bool Applies(Message message)
        {
            Address sender = resolve(message.From) ?? message.From;
            // The first nonce is right: else the block is not valid.
            if (next.TryGetValue(sender, out ulong nonce) && nonce != message.Sequence)
                return false;
            next[sender] = unchecked(message.Sequence + 1);
            return true;
        }
    }
}
