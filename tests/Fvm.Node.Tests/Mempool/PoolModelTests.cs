using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Mempool;

/// <summary>The pool beside a plain list under random pushes, replacements, blocks, drops, and heads that go back: what waits, what comes next, and what a block takes.</summary>
public class PoolModelTests
{
    private const int Senders = 4;
    private const ulong Gas = 1_000_000;

    private static readonly TokenAmount BaseFee = TokenAmount.FromAtto(100);

    [Theory]
    [InlineData(1, 4000)]
    [InlineData(2, 4000)]
    [InlineData(3, 4000)]
    [InlineData(4, 4000)]
    public void The_pool_is_a_list_with_rules(int seed, int steps)
    {
        var random = new Random(seed);
        var chain = new Chain();
        var pool = new MessagePool(chain, new PoolLimits { PerSender = 12 });
        var model = new List<SignedMessage>();
        var past = new Stack<Dictionary<ulong, (ulong, TokenAmount)>>();
        for (int step = 0; step < steps; step++)
        {
            switch (random.Next(12))
            {
                case < 6:
                    Push(random, chain, pool, model);
                    break;
                case 6:
                    past.Push(chain.Copy());
                    Mine(chain, pool, model);
                    break;
                case 7 when past.Count > 0:
                    for (int back = random.Next(past.Count); back > 0; back--)
                        past.Pop();
                    chain.Accounts = past.Pop();
                    pool.Settle();
                    Expire(chain, model);
                    break;
                case 8 when model.Count > 0:
                    SignedMessage gone = model[random.Next(model.Count)];
                    Assert.True(pool.Remove(gone));
                    Assert.False(pool.Holds(gone));
                    model.Remove(gone);
                    break;
                case 9:
                    past.Push(chain.Copy());
                    Edit(random, chain);
                    pool.Settle();
                    Expire(chain, model);
                    break;
                default:
                    Compare(chain, pool, model, step);
                    break;
            }
        }

        Assert.True(past.Count > 0);
    }

    private static void Push(Random random, Chain chain, MessagePool pool, List<SignedMessage> model)
    {
        ulong number = (ulong)random.Next(1, Senders + 2);
        ulong nonce = chain.Accounts.TryGetValue(number, out (ulong Nonce, TokenAmount) account) ? account.Nonce + (ulong)random.Next(-1, 5) : 0;
        SignedMessage message = Message(number, unchecked(nonce), random.Next(1, 60), random.Next(3) == 0 ? 40_000 : 400, random.Next(4));
        PoolAnswer answer = pool.Add(message, PoolSource.Local);
        SignedMessage? same = model.Find(one => one.Message.From == message.Message.From && one.Message.Sequence == message.Message.Sequence);
        PoolVerdict expected = Judge(chain, model, message, same);
        Assert.Equal(expected, answer.Verdict);
        Assert.Equal(expected == PoolVerdict.Replaced ? same : null, answer.Former);
        if (!answer.IsAccepted)
            return;
        if (same is not null)
            model.Remove(same);
        model.Add(message);
        // Taken back the pool is as it was before; and then it comes after all.
        if (random.Next(8) == 0)
        {
            Assert.True(pool.Remove(message));
            if (same is not null)
                pool.PutBack(same);
            model.Remove(message);
            if (same is not null)
                model.Add(same);
        }
    }

    /// <summary>The rules in the words of the documentation, over the list.</summary>
    private static PoolVerdict Judge(Chain chain, List<SignedMessage> model, SignedMessage message, SignedMessage? same)
    {
        if (chain.Sender(message.Message.From) is not { } sender)
            return PoolVerdict.NoSender;
        if (message.Message.Sequence < sender.Nonce)
            return PoolVerdict.NonceTooLow;
        TokenAmount fees = Fees(message);
        foreach (SignedMessage other in model.Where(one => one != same && one.Message.From == message.Message.From))
            fees += Fees(other);
        if (sender.Balance < fees)
            return PoolVerdict.NotEnoughFunds;
        if (same is null)
            return model.Count(one => one.Message.From == message.Message.From) >= 12 ? PoolVerdict.TooManyPending : PoolVerdict.Added;
        if (same == message)
            return PoolVerdict.AlreadyThere;
        long least = ((long)same.Message.GasPremium.Atto * 110 / 100) + 1;
        return message.Message.GasPremium.Atto >= least ? PoolVerdict.Replaced : PoolVerdict.PremiumTooLow;
    }

    private static void Mine(Chain chain, MessagePool pool, List<SignedMessage> model)
    {
        IReadOnlyList<SignedMessage> block = pool.Select(BaseFee);
        foreach (SignedMessage message in block)
        {
            Assert.True(message.Message.From.TryGetId(out ulong number));
            (ulong nonce, TokenAmount balance) = chain.Accounts[number];
            Assert.Equal(nonce, message.Message.Sequence);
            Assert.True(balance >= Fees(message), "the sender can pay");
            balance -= Fees(message);
            chain.Accounts[number] = (nonce + 1, balance >= message.Message.Value ? balance - message.Message.Value : balance);
            Assert.True(pool.Remove(message));
            model.Remove(message);
        }

        pool.Advance();
        Expire(chain, model);
    }

    private static void Edit(Random random, Chain chain)
    {
        ulong number = (ulong)random.Next(1, Senders + 1);
        if (!chain.Accounts.TryGetValue(number, out (ulong Nonce, TokenAmount Balance) account))
            chain.Accounts[number] = (0, TokenAmount.FromAtto(3_000_000_000));
        else if (random.Next(4) == 0)
            chain.Accounts.Remove(number);
        else
            chain.Accounts[number] = (account.Nonce + (ulong)random.Next(3), TokenAmount.FromAtto(random.NextInt64(500_000_000_000)));
    }

    /// <summary>What the state has behind it, or whose sender it has not.</summary>
    private static void Expire(Chain chain, List<SignedMessage> model) =>
        model.RemoveAll(message => chain.Sender(message.Message.From) is not { } sender || message.Message.Sequence < sender.Nonce);

    private static void Compare(Chain chain, MessagePool pool, List<SignedMessage> model, int step)
    {
        Assert.True(model.Count == pool.Count, $"step {step}: {model.Count} are expected, {pool.Count} wait");
        Assert.Equal(
            model.OrderBy(static one => Number(one)).ThenBy(static one => one.Message.Sequence).Select(static one => one.Cid), pool.Pending().Select(static one => one.Cid));
        for (ulong number = 1; number <= Senders; number++)
        {
            if (chain.Sender(Address.FromId(number)) is not { } sender)
                continue;
            ulong next = sender.Nonce;
            while (model.Exists(one => Number(one) == number && one.Message.Sequence == next))
                next++;
            Assert.Equal(next, pool.NextNonce(Address.FromId(number)));
        }

        Assert.Equal(Choose(chain, model).Select(static one => one.Cid), pool.Select(BaseFee).Select(static one => one.Cid));
    }

    /// <summary>A block by the plain rule: again and again the best of all messages that could come next.</summary>
    private static List<SignedMessage> Choose(Chain chain, List<SignedMessage> model)
    {
        var accounts = chain.Copy();
        var chosen = new List<SignedMessage>();
        while (true)
        {
            SignedMessage? best = model
                .Where(one => accounts.TryGetValue(Number(one), out (ulong Nonce, TokenAmount Balance) account)
                    && one.Message.Sequence == account.Nonce && account.Balance >= Fees(one) && one.Message.GasFeeCap >= BaseFee)
                .OrderByDescending(static one => TokenAmount.Min(one.Message.GasPremium, one.Message.GasFeeCap - BaseFee)).ThenBy(static one => Number(one)).FirstOrDefault();
            if (best is null)
                return chosen;
            chosen.Add(best);
            (ulong nonce, TokenAmount balance) = accounts[Number(best)];
            accounts[Number(best)] = (nonce + 1, balance - Fees(best) - best.Message.Value);
        }
    }

    private static ulong Number(SignedMessage message) => message.Message.From.TryGetId(out ulong number) ? number : 0;

    private static TokenAmount Fees(SignedMessage message) => message.Message.GasFeeCap * message.Message.GasLimit;

    private static SignedMessage Message(ulong sender, ulong nonce, long premium, long feeCap, int tag)
    {
        var message = new Message
        {
            From = Address.FromId(sender),
            To = Address.FromId(99),
            Sequence = nonce,
            Value = TokenAmount.FromAtto(tag == 3 ? 200_000_000_000 : 0),
            GasLimit = Gas,
            GasFeeCap = TokenAmount.FromAtto(feeCap),
            GasPremium = TokenAmount.FromAtto(premium),
        };
        return new SignedMessage(message, new Signature(SignatureType.Secp256k1, new byte[] { (byte)tag }));
    }

    /// <summary>Accounts by number.</summary>
    private sealed class Chain : IPoolChain
    {
        public Dictionary<ulong, (ulong Nonce, TokenAmount Balance)> Accounts { get; set; } =
            Enumerable.Range(1, Senders).ToDictionary(static number => (ulong)number, static number => (0UL, TokenAmount.FromAtto(400_000_000_000)));

        public NetworkVersion NetworkVersion => NetworkVersion.V28;

        public TokenAmount BaseFee => PoolModelTests.BaseFee;

        public Dictionary<ulong, (ulong, TokenAmount)> Copy() => new(Accounts);

        public PoolSender? Sender(Address address) => address.TryGetId(out ulong number) && Accounts.TryGetValue(number, out (ulong Nonce, TokenAmount Balance) account)
            ? new PoolSender(address, account.Nonce, account.Balance)
            : null;

        public ulong InclusionGas(SignedMessage message) => 100;

        public bool IsSignedBySender(SignedMessage message) => true;
    }
}
