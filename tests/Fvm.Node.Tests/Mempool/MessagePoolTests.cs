using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Mempool;

public class MessagePoolTests
{
    private readonly FakeChain chain = new();

    private MessagePool Pool(PoolLimits? limits = null) => new(chain, limits);

    [Theory]
    [InlineData(100, 111)]
    [InlineData(101, 112)]
    [InlineData(109, 120)]
    [InlineData(0, 1)]
    public void A_replacement_offers_more_than_110_percent(long premium, long least)
    {
        MessagePool pool = Pool();
        Assert.Equal(PoolVerdict.Added, pool.Add(Message(1, 0, premium), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.PremiumTooLow, pool.Add(Message(1, 0, least - 1, tag: 7), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.Replaced, pool.Add(Message(1, 0, least, tag: 7), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.AlreadyThere, pool.Add(Message(1, 0, least, tag: 7), PoolSource.Local).Verdict);
        Assert.Equal(1, pool.Count);
        Assert.Equal(least, (long)Assert.Single(pool.Pending()).Message.GasPremium.Atto);
    }

    [Theory]
    [InlineData(PoolSource.Local, 5_000)]
    [InlineData(PoolSource.Gossip, 4)]
    [InlineData(PoolSource.Untrusted, 5_000)]
    public void Gaps_of_nonces(PoolSource source, ulong widest)
    {
        Assert.Equal(PoolVerdict.Added, Pool().Add(Message(1, widest, 1), source).Verdict);
        if (source == PoolSource.Gossip)
            Assert.Equal(PoolVerdict.NonceGap, Pool().Add(Message(1, widest + 1, 1), source).Verdict);
    }

    /// <summary>A message of other nodes behind a gap is not replaced; a filled gap is none.</summary>
    [Fact]
    public void A_gap_is_filled()
    {
        MessagePool pool = Pool();
        pool.Add(Message(1, 2, 10), PoolSource.Gossip);
        Assert.Equal(PoolVerdict.NonceGap, pool.Add(Message(1, 2, 1_000), PoolSource.Gossip).Verdict);
        Assert.Equal(0UL, pool.NextNonce(Address.FromId(1)));
        pool.Add(Message(1, 0, 10), PoolSource.Gossip);
        Assert.Equal(1UL, pool.NextNonce(Address.FromId(1)));
        pool.Add(Message(1, 1, 10), PoolSource.Gossip);
        Assert.Equal(3UL, pool.NextNonce(Address.FromId(1)));
        Assert.Equal(PoolVerdict.Replaced, pool.Add(Message(1, 2, 1_000), PoolSource.Gossip).Verdict);
    }

    [Fact]
    public void Limits_by_sender()
    {
        var limits = new PoolLimits { PerSender = 3, PerUntrustedSender = 2 };
        MessagePool pool = Pool(limits);
        Assert.True(pool.Add(Message(1, 0, 1), PoolSource.Untrusted).IsAccepted);
        Assert.True(pool.Add(Message(1, 1, 1), PoolSource.Untrusted).IsAccepted);
        Assert.Equal(PoolVerdict.TooManyPending, pool.Add(Message(1, 2, 1), PoolSource.Untrusted).Verdict);
        Assert.True(pool.Add(Message(1, 2, 1), PoolSource.Local).IsAccepted);
        Assert.Equal(PoolVerdict.TooManyPending, pool.Add(Message(1, 3, 1), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.Replaced, pool.Add(Message(1, 1, 9), PoolSource.Untrusted).Verdict);
        Assert.Equal((1000, 100, 4UL, 30_000, 20_000, 65_536), Frozen(new PoolLimits()));
    }

    [Fact]
    public void What_is_refused()
    {
        MessagePool pool = Pool();
        chain.Nonces[1] = 5;
        Assert.Equal("minimum expected nonce is 5, got 4: message nonce too low", pool.Add(Message(1, 4, 1), PoolSource.Local).Reason);
        Assert.Equal(PoolVerdict.NoSender, pool.Add(Message(999, 0, 1), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.Invalid, pool.Add(Message(1, 5, 1, gasLimit: 99), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.FeeCapTooLow, pool.Add(Message(1, 5, 1, feeCap: 99), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.TooBig, pool.Add(Message(1, 5, 1, bytes: 65_536), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.NotEnoughFunds, pool.Add(Message(1, 5, 1, feeCap: 1_000_000_000_001), PoolSource.Local).Verdict);
        chain.AcceptsSignatures = false;
        Assert.Equal(PoolVerdict.BadSignature, pool.Add(Message(1, 5, 1), PoolSource.Local).Verdict);
        Assert.Equal(0, pool.Count);
    }

    /// <summary>Fees of all that waits count, of a message that is replaced only the new one's.</summary>
    [Fact]
    public void Funds_of_what_waits_count()
    {
        MessagePool pool = Pool();
        Assert.True(pool.Add(Message(1, 0, 1, feeCap: 600_000_000_000), PoolSource.Local).IsAccepted);
        Assert.Equal(PoolVerdict.NotEnoughFunds, pool.Add(Message(1, 1, 1, feeCap: 600_000_000_000), PoolSource.Local).Verdict);
        Assert.Equal(PoolVerdict.Replaced, pool.Add(Message(1, 0, 2, feeCap: 1_000_000_000_000), PoolSource.Local).Verdict);
    }

    [Fact]
    public void A_block_takes_the_highest_premiums_in_the_order_of_nonces()
    {
        MessagePool pool = Pool();
        pool.Add(Message(1, 0, 10), PoolSource.Local);
        pool.Add(Message(1, 1, 900), PoolSource.Local);
        pool.Add(Message(2, 0, 500), PoolSource.Local);
        pool.Add(Message(2, 2, 999), PoolSource.Local);
        pool.Add(Message(3, 0, 700, feeCap: 150), PoolSource.Local);
        Assert.Equal([(2UL, 0UL), (3UL, 0UL), (1UL, 0UL), (1UL, 1UL)], Ids(pool.Select(TokenAmount.FromAtto(100))));
        Assert.Equal([(2UL, 0UL), (1UL, 0UL), (1UL, 1UL)], Ids(pool.Select(TokenAmount.FromAtto(151))));
    }

    [Fact]
    public void A_block_has_its_gas_limit()
    {
        MessagePool pool = Pool();
        pool.Add(Message(1, 0, 30, gasLimit: 6_000_000_000, feeCap: 150), PoolSource.Local);
        pool.Add(Message(2, 0, 20, gasLimit: 4_000_000_001, feeCap: 150), PoolSource.Local);
        pool.Add(Message(3, 0, 10, gasLimit: 4_000_000_000, feeCap: 150), PoolSource.Local);
        Assert.Equal([(1UL, 0UL), (3UL, 0UL)], Ids(pool.Select(TokenAmount.FromAtto(100))));
    }

    [Fact]
    public void What_was_applied_is_forgotten()
    {
        MessagePool pool = Pool();
        for (ulong nonce = 0; nonce < 4; nonce++)
            pool.Add(Message(1, nonce, 1), PoolSource.Local);
        chain.Nonces[1] = 3;
        pool.Advance();
        Assert.Equal([(1UL, 3UL)], Ids(pool.Pending()));
        chain.Nonces[1] = 9;
        pool.Advance();
        Assert.Equal(0, pool.Count);
        Assert.Equal(9UL, pool.NextNonce(Address.FromId(1)));
    }

    /// <summary>Beyond its limit the pool drops the lowest premiums from the ends of the senders' rows, never the node's own, also when the head went back meanwhile.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Eviction(bool isSettled)
    {
        MessagePool pool = Pool(new PoolLimits { High = 5, Low = 3 });
        pool.Add(Message(1, 0, 1), PoolSource.Local);
        pool.Add(Message(2, 0, 5), PoolSource.Gossip);
        pool.Add(Message(2, 1, 50), PoolSource.Gossip);
        pool.Add(Message(3, 0, 20), PoolSource.Gossip);
        pool.Add(Message(3, 1, 10), PoolSource.Gossip);
        Assert.Equal(5, pool.Count);
        if (isSettled)
            pool.Settle();
        pool.Add(Message(3, 2, 30), PoolSource.Gossip);
        Assert.Equal([(1UL, 0UL), (2UL, 0UL), (2UL, 1UL)], Ids(pool.Pending()));
        Assert.Equal(0UL, pool.NextNonce(Address.FromId(3)));
    }

    private static (int, int, ulong, int, int, int) Frozen(PoolLimits limits) =>
        (limits.PerSender, limits.PerUntrustedSender, limits.NonceGap, limits.High, limits.Low, limits.MessageBytes);

    private static List<(ulong, ulong)> Ids(IEnumerable<SignedMessage> messages) =>
        [.. messages.Select(message => (message.Message.From.TryGetId(out ulong id) ? id : 0, message.Message.Sequence))];

    private static SignedMessage Message(ulong sender, ulong nonce, long premium, ulong gasLimit = 1_000_000, long feeCap = 100_000, int bytes = 0, byte tag = 0)
    {
        var message = new Message
        {
            From = Address.FromId(sender),
            To = Address.FromId(99),
            Sequence = nonce,
            GasLimit = gasLimit,
            GasFeeCap = TokenAmount.FromAtto(feeCap),
            GasPremium = TokenAmount.Min(TokenAmount.FromAtto(premium), TokenAmount.FromAtto(feeCap)),
            Params = new byte[bytes],
        };
        return new SignedMessage(message, new Signature(SignatureType.Secp256k1, new byte[] { tag }));
    }

    /// <summary>Senders f01 to f09, each with 1 FIL.</summary>
    private sealed class FakeChain : IPoolChain
    {
        public Dictionary<ulong, ulong> Nonces { get; } = [];

        public bool AcceptsSignatures { get; set; } = true;

        public NetworkVersion NetworkVersion => NetworkVersion.V28;

        public TokenAmount BaseFee => Fvm.Node.Chain.BaseFee.Minimum;

        public PoolSender? Sender(Address address) =>
            address.TryGetId(out ulong id) && id < 10 ? new PoolSender(address, Nonces.GetValueOrDefault(id), TokenAmount.FromFil(1)) : null;

        public ulong InclusionGas(SignedMessage message) => 100;

        public bool IsSignedBySender(SignedMessage message) => AcceptsSignatures;
    }
}
