using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Chain;

public class BaseFeeTests
{
    /// <summary>Frozen: lotus <c>chain/store/basefee_test.go</c>, TestBaseFee, beyond the height of Smoke, and the edges beside it.</summary>
    [Theory]
    [InlineData(100_000_000, 0, 1, 87_500_000)]
    [InlineData(100_000_000, 0, 5, 87_500_000)]
    [InlineData(100_000_000, 5_000_000_000, 1, 100_000_000)]
    [InlineData(100_000_000, 10_000_000_000, 2, 100_000_000)]
    [InlineData(100_000_000, 20_000_000_000, 2, 112_500_000)]
    [InlineData(100_000_000, 15_000_000_000, 2, 106_250_000)]
    [InlineData(100_000_000, 10_000_000_000, 1, 112_500_000)]
    [InlineData(100_000_000, 100_000_000_000, 1, 112_500_000)]
    [InlineData(100, 0, 1, 100)]
    [InlineData(107, 4_999_999_999, 1, 106)]
    public void By_utilization_up_to_version_27(long baseFee, long gasLimits, int blocks, long expected) =>
        Assert.Equal(expected, (long)BaseFee.FromUtilization(TokenAmount.FromAtto(baseFee), gasLimits, blocks).Atto);

    /// <summary>Frozen, by hand from FIP-0115: m = ceil(b / 8); b + min(m, P - m), never below 100.</summary>
    [Theory]
    [InlineData(100, 0, 100)]
    [InlineData(1_000, 0, 875)]
    [InlineData(1_001, 0, 875)]
    [InlineData(1_000, 125, 1_000)]
    [InlineData(1_000, 200, 1_075)]
    [InlineData(1_000, 250, 1_125)]
    [InlineData(1_000, 1_000_000, 1_125)]
    public void By_premiums_from_version_28_on(long baseFee, long premium, long expected)
    {
        Message[] messages = [Offer(1, 0, premium, 8_000_000_000)];
        Assert.Equal(expected, (long)BaseFee.Next(NetworkVersion.V28, TokenAmount.FromAtto(baseFee), [Block(messages)]).Atto);
    }

    /// <summary>The premium that counts covers gas unit 7,999,999,999: with one unit less of gas laid in front of it, it is the next one; beyond all it is 0.</summary>
    [Fact]
    public void The_target_is_a_unit_of_gas()
    {
        Assert.Equal(1_000 + 125, After(Offer(1, 0, 900, 8_000_000_000), Offer(2, 0, 130, 1)));
        Assert.Equal(1_000 + 130 - 125, After(Offer(1, 0, 900, 7_999_999_999), Offer(2, 0, 130, 1)));
        Assert.Equal(1_000 - 125, After(Offer(1, 0, 900, 7_999_999_998), Offer(2, 0, 130, 1)));
        Assert.Equal(1_000 + 130 - 125, After(Offer(2, 0, 130, 1), Offer(1, 0, 900, 7_999_999_999)));
    }

    /// <summary>One sender's nonce counts once, with its first message; a cap leaves room for so much premium only.</summary>
    [Fact]
    public void Offers_count_once_and_up_to_their_cap()
    {
        Assert.Equal(1_000 + 130 - 125, After(Offer(1, 0, 130, 8_000_000_000), Offer(1, 0, 900, 8_000_000_000)));
        Message capped = Offer(1, 0, 900, 8_000_000_000) with { GasFeeCap = TokenAmount.FromAtto(1_140) };
        Assert.Equal(1_000 + 140 - 125, After(capped));
        Assert.Equal(1_000 - 125, After(capped with { GasFeeCap = TokenAmount.FromAtto(900) }));
    }

    /// <summary>Version 27 counts a message of two blocks once.</summary>
    [Fact]
    public void Gas_limits_of_repeated_messages_count_once()
    {
        Message message = Offer(1, 0, 5, 10_000_000_000);
        TokenAmount next = BaseFee.Next(NetworkVersion.V27, BaseFee.Initial, [Block([message]), Block([message])]);
        Assert.Equal(BaseFee.Initial, next);
    }

    private static long After(params Message[] messages) => (long)BaseFee.FromPremiums(TokenAmount.FromAtto(1_000), [Block(messages)]).Atto;

    private static BlockMessages Block(Message[] messages) => new(Address.FromId(1000), 1, messages, []);

    private static Message Offer(ulong sender, ulong nonce, long premium, ulong gasLimit) => new()
    {
        From = Address.FromId(sender),
        To = Address.FromId(99),
        Sequence = nonce,
        GasPremium = TokenAmount.FromAtto(premium),
        GasFeeCap = TokenAmount.FromAtto(100_000_000),
        GasLimit = gasLimit,
    };
}
