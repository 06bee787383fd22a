using Fvm.Evm;
using Fvm.Protocol;

namespace Fvm.Ethereum.Tests;

/// <summary>Transactions as messages and back (FIP-0055, FIP-0091).</summary>
public class MessageTests
{
    private const ulong ChainId = 314;

    public static TheoryData<EthereumTransactionKind, ulong> KindsAndChains { get; } = new(
        from kind in Enum.GetValues<EthereumTransactionKind>()
        from chain in new[] { 1UL, 46UL, 47UL, 109UL, 110UL, 111UL, ChainId, 314159UL, 31415926UL, (ulong)uint.MaxValue, ulong.MaxValue }
        select (kind, chain));

    /// <summary>Each kind on chains whose v has one to nine bytes, and where even and odd v differ in length.</summary>
    [Theory]
    [MemberData(nameof(KindsAndChains))]
    public void A_transaction_comes_back_from_its_message(EthereumTransactionKind kind, ulong chain)
    {
        for (ulong nonce = 0; nonce < 6; nonce++)
        {
            EthereumTransaction transaction = Samples.Of(kind, chain, nonce: nonce);
            Assert.True(TransactionMessages.TryToMessage(transaction, out SignedMessage? message, out string? error), error);
            Assert.True(DelegatedSignatures.Verify(message, chain, out string? invalid), invalid);
            Assert.True(TransactionMessages.TryFromMessage(message, chain, out EthereumTransaction? back, out error), error);
            Assert.Equal(transaction, back);
            Assert.Equal(transaction.Hash(), back.Hash());
            Assert.True(SignedMessage.TryDecode(message.Encode(), out SignedMessage? stored, out _));
            Assert.Equal(message, stored);
        }
    }

    [Fact]
    public void Fields_go_where_lotus_puts_them()
    {
        EthereumTransaction call = Samples.Of(EthereumTransactionKind.Eip1559, ChainId, EvmAddress.Read(Enumerable.Range(1, 20).Select(i => (byte)i).ToArray()));
        Assert.True(TransactionMessages.TryToMessage(call, out SignedMessage? message, out _));
        Message body = message.Message;
        Assert.Equal(3844450837UL, body.MethodNum);
        Assert.True(body.To.TryGetDelegated(out ulong space, out ReadOnlySpan<byte> subaddress));
        Assert.Equal(10UL, space);
        Assert.Equal(call.To!.Value.ToArray(), subaddress.ToArray());
        Assert.Equal("43010203", Convert.ToHexStringLower(body.Params.Span));
        Assert.Equal((3UL, 5, 10_000_000UL, 100_000, 99), (body.Sequence, (int)body.Value.Atto, body.GasLimit, (int)body.GasFeeCap.Atto, (int)body.GasPremium.Atto));
        Assert.Equal(65, message.Signature.Bytes.Length);
    }

    /// <summary>No receiver: the address manager's CreateExternal. No input: no parameters. A masked id: f0.</summary>
    [Fact]
    public void Creations_empty_inputs_and_masked_ids()
    {
        Assert.True(TransactionMessages.TryToMessage(Samples.Of(EthereumTransactionKind.Eip1559, ChainId), out SignedMessage? creation, out _));
        Assert.Equal(("f010", 4UL), (creation.Message.To.ToString(), creation.Message.MethodNum));

        byte[] masked = new byte[20];
        masked[0] = 0xff;
        masked[19] = 99;
        EthereumTransaction toId = Samples.Of(EthereumTransactionKind.Homestead, ChainId, EvmAddress.Read(masked), []);
        Assert.True(TransactionMessages.TryToMessage(toId, out SignedMessage? transfer, out _));
        Assert.Equal("f099", transfer.Message.To.ToString());
        Assert.True(transfer.Message.Params.IsEmpty);
        Assert.Equal(66, transfer.Signature.Bytes.Length);
        Assert.Equal(1, transfer.Signature.Bytes.Span[0]);
        Assert.True(TransactionMessages.TryFromMessage(transfer, ChainId, out EthereumTransaction? back, out _));
        Assert.Equal(toId, back);
    }

    [Fact]
    public void A_legacy_signature_carries_its_prefix_and_a_v_of_its_length()
    {
        Assert.True(TransactionMessages.TryToMessage(Samples.Of(EthereumTransactionKind.Eip155, ChainId), out SignedMessage? message, out _));
        Assert.Equal(67, message.Signature.Bytes.Length);
        Assert.Equal(2, message.Signature.Bytes.Span[0]);
    }

    /// <summary>What the network's nodes refuse: each change of a valid message by one thing.</summary>
    [Fact]
    public void Messages_that_no_transaction_makes_are_refused()
    {
        Assert.True(TransactionMessages.TryToMessage(Samples.Of(EthereumTransactionKind.Eip1559, ChainId), out SignedMessage? good, out _));
        Message body = good.Message;
        Refused(good with { Signature = new Signature(SignatureType.Secp256k1, good.Signature.Bytes) }, "type 1");
        Refused(good with { Message = body with { Version = 1 } }, "version 1");
        Refused(good with { Message = body with { MethodNum = 2 } }, "CreateExternal");
        Refused(good with { Message = body with { To = Address.FromId(100), MethodNum = 0 } }, "neither InvokeEVM");
        Refused(good with { Message = body with { Params = new byte[] { 0x40 } } }, "empty byte string");
        Refused(good with { Message = body with { Params = new byte[] { 0x41, 1, 2 } } }, "CBOR byte string");
        Refused(good with { Message = body with { Params = new byte[] { 0x01 } } }, "CBOR byte string");
        Refused(good with { Message = body with { Value = TokenAmount.FromAtto(-1) } }, "256 bits");
        Refused(good with { Message = body with { From = Address.FromActorBytes([1]) } }, "no Ethereum address");
        Refused(good with { Signature = new Signature(SignatureType.Delegated, new byte[64]) }, "no known kind");
        Refused(good with { Signature = new Signature(SignatureType.Delegated, new byte[66]) }, "begins with 1 or 2");
        Refused(good with { Message = body with { Sequence = 4 } }, "the signature");
        Refused(good with { Message = body with { GasPremium = TokenAmount.FromAtto(98) } }, "the signature");

        Assert.True(TransactionMessages.TryToMessage(Samples.Of(EthereumTransactionKind.Homestead, ChainId), out SignedMessage? legacy, out _));
        Refused(legacy with { Message = legacy.Message with { GasPremium = TokenAmount.FromAtto(1) } }, "not the one that its transaction makes");
    }

    private static void Refused(SignedMessage message, string reason)
    {
        Assert.False(DelegatedSignatures.Verify(message, ChainId, out string? error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
