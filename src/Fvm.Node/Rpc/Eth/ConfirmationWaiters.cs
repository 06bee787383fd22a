using Fvm.Node.Ledger;

namespace Fvm.Node.Rpc.Eth;

/// <summary>
/// Whoever waits for confirmations would wait for the heartbeat where a tipset is made for each message only. Such a client has read a receipt of the head and asks
/// for nothing but the block's number since then, again and again (viem's <c>confirmations</c>, ethers' <c>wait(n)</c>): every third time a tipset is made, at
/// most a dozen for a transaction.
/// </summary>
internal sealed class ConfirmationWaiters(Devnet net)
{
    private const int PollsForATipset = 3;
    private const int TipsetsForATransaction = 12;
    private const long ShortestPoll = 20;

    private readonly Lock sync = new();
    private ReadOnlyMemory<byte> transaction;
    private Task making = Task.CompletedTask;
    private int budget;
    private int polls;
    private long lastPoll;

    /// <summary>A receipt was read.</summary>
    public void SeeReceipt(MessagePlace place)
    {
        lock (sync)
        {
            if (place.Message.Hash.Span.SequenceEqual(transaction.Span))
                return;
            transaction = place.Message.Hash;
            budget = TipsetsForATransaction;
        }
    }

    /// <summary>A method was called.</summary>
    public void SeeCall(string method)
    {
        if (method is "eth_chainId" or "net_version")
            return;
        lock (sync)
        {
            long now = Environment.TickCount64;
            bool isWaiting = false;
            if (method != "eth_blockNumber")
                polls = 0;
            // Polls during the making of a tipset were answered without it: a slow machine would make more than anybody waits for.
            else if (budget > 0 && now - lastPoll >= ShortestPoll && making.IsCompleted)
                isWaiting = ++polls >= PollsForATipset;
            lastPoll = now;
            if (!isWaiting)
                return;
            (polls, budget) = (0, budget - 1);
            if (net.Developer.Mining == MiningMode.Instant && net.Pending().Count == 0)
                making = net.MineUnaskedAsync();
        }
    }
}
