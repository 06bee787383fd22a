using Fvm.Ipld;
using Fvm.Ipld.Blockstores;
using Fvm.Ipld.Cbor;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Chain;

/// <summary>A tipset of two blocks with BLS, secp256k1 and delegated messages, one of them in both blocks.</summary>
public class TipsetMessagesTests
{
    private static readonly Address Bls = Address.FromBls([0xa0, .. new byte[47]]);
    private static readonly Address Secp = Address.FromSecp256k1PublicKey([4, .. new byte[64]]);
    private static readonly Address Ethereum = Address.FromEthereum([0xee, .. new byte[19]]);

    [Fact]
    public void Messages_are_applied_in_the_canonical_order_and_once()
    {
        Message shared = Plain(Bls, 7);
        BlockMessages first = new(Address.FromId(1000), 1, [shared], [Signed(Secp, 3), Signed(Ethereum, 0)]);
        BlockMessages second = new(Address.FromId(1001), 1, [shared, Plain(Bls, 8)], [Signed(Secp, 3), Signed(Secp, 4)]);
        IReadOnlyList<BlockMessages> applied = CanonicalOrder.Select([first, second], _ => null);
        Assert.Equal(
            [(Bls, 7UL), (Secp, 3UL), (Ethereum, 0UL), (Bls, 8UL), (Secp, 4UL)],
            applied.SelectMany(block => block.InOrder()).Select(entry => (entry.Message.From, entry.Message.Sequence)));
    }

    /// <summary>A sender by f0 address and by key is one sender; a nonce that does not go on is passed over.</summary>
    [Fact]
    public void Senders_are_actors()
    {
        BlockMessages block = new(Address.FromId(1000), 1, [Plain(Bls, 5), Plain(Address.FromId(100), 5), Plain(Address.FromId(100), 6), Plain(Bls, 8)], []);
        IReadOnlyList<BlockMessages> applied = CanonicalOrder.Select([block], address => address == Bls ? Address.FromId(100) : address);
        Assert.Equal([5UL, 6UL], applied[0].Bls.Select(message => message.Sequence));
    }

    /// <summary>The AMTs' blocks by hand: root [height, count, [bitmap, links, values]], three bits a level, the layout of specs-actors v0.</summary>
    [Fact]
    public void Lists_of_messages_have_the_old_layout()
    {
        var store = new MemoryBlockstore();
        Message message = Plain(Bls, 7);
        SignedMessage signed = Signed(Secp, 3);
        Cid meta = TxMeta.Store(store, [message], [signed]);

        var expected = new CborWriter();
        expected.WriteArrayHeader(2);
        expected.WriteCid(ListOf(message.Cid));
        expected.WriteCid(ListOf(Cid.ForBlock(Multicodec.DagCbor, signed.Encode())));
        Assert.Equal(Cid.ForBlock(Multicodec.DagCbor, expected.Written), meta);

        (IReadOnlyList<Message> bls, IReadOnlyList<SignedMessage> secp) = TxMeta.Load(store, meta);
        Assert.Equal([message], bls);
        Assert.Equal([signed], secp);
    }

    [Fact]
    public void Receipts_have_the_old_layout()
    {
        var store = new MemoryBlockstore();
        Receipt[] receipts = [new(new ExitCode(0), new byte[] { 0x41, 0x01 }, 1_000_000, null), new(new ExitCode(16), ReadOnlyMemory<byte>.Empty, 5, null)];
        var expected = new CborWriter();
        expected.WriteRaw([0x83, 0x00, 0x02, 0x83, 0x41, 0x03, 0x80, 0x82]);
        foreach (Receipt receipt in receipts)
            receipt.Write(expected);
        Cid root = ReceiptList.Store(store, receipts);
        Assert.Equal(Cid.ForBlock(Multicodec.DagCbor, expected.Written), root);
        Assert.Equal(receipts.Select(receipt => receipt.GasUsed), ReceiptList.Load(store, root).Select(receipt => receipt.GasUsed));
    }

    [Fact]
    public void Blocks_are_sorted_by_the_hash_of_their_tickets()
    {
        BlockHeader[] blocks = [.. Enumerable.Range(0, 6).Select(i => Header(ticket: (byte)i))];
        Tipset tipset = Tipset.Create(blocks.Reverse());
        byte[][] digests = [.. tipset.Blocks.Select(block => block.Ticket!.Digest())];
        for (int i = 1; i < digests.Length; i++)
            Assert.True(digests[i - 1].AsSpan().SequenceCompareTo(digests[i]) < 0);
        Assert.Equal(tipset.Key, Tipset.Create(blocks).Key);

        BlockHeader[] sameTicket = [Header(1, miner: 1000), Header(1, miner: 1001)];
        Assert.True(Tipset.Create(sameTicket).Blocks[0].Cid.Bytes.SequenceCompareTo(Tipset.Create(sameTicket).Blocks[1].Cid.Bytes) < 0);
    }

    [Fact]
    public void Blocks_that_do_not_belong_together_are_no_tipset()
    {
        Assert.Throws<ArgumentException>(() => Tipset.Create([]));
        Assert.Throws<ArgumentException>(() => Tipset.Create([Header(1) with { Ticket = null }]));
        Assert.Throws<ArgumentException>(() => Tipset.Create([Header(1), Header(2) with { Height = 6 }]));
        Assert.Throws<ArgumentException>(() => Tipset.Create([Header(1), Header(2) with { Parents = [] }]));
    }

    /// <summary>Three bits an entry, of the first three pairs of bytes of its Keccak hash, counted from the end (Yellow Paper 4.4.1).</summary>
    [Fact]
    public void Bloom()
    {
        byte[] address = Convert.FromHexString("095e7baea6a6c7c4c2dfeb977efac326af552d87");
        var bloom = new LogsBloom();
        Assert.False(bloom.MayContain(address));
        bloom.Add(address);
        Assert.True(bloom.MayContain(address));
        Assert.False(bloom.MayContain(new byte[32]));
        byte[] hash = Crypto.Keccak256.Hash(address);
        var expected = new byte[LogsBloom.Length];
        for (int i = 0; i < 3; i++)
        {
            int bit = ((hash[2 * i] << 8) | hash[(2 * i) + 1]) & 2047;
            expected[255 - (bit >> 3)] |= (byte)(1 << (bit & 7));
        }

        Assert.Equal(expected, bloom.Bytes.ToArray());
        Assert.All(LogsBloom.Full(), part => Assert.Equal(0xff, part));
    }

    [Theory]
    [InlineData("version", "'Version' unsupported")]
    [InlineData("to", "invalid 'To' address")]
    [InlineData("delegated", "'From' address protocol unsupported for network version")]
    [InlineData("negative", "'Value' field cannot be negative")]
    [InlineData("value", "'Value' field cannot be greater than total filecoin supply")]
    [InlineData("premium", "'GasFeeCap' less than 'GasPremium'")]
    [InlineData("limit", "'GasLimit' field cannot be greater than a block's gas limit (10000000001 > 10000000000)")]
    [InlineData("zero", "'GasLimit' field 0 must be positive")]
    [InlineData("low", "'GasLimit' field cannot be less than the cost of storing a message on chain 99 < 100")]
    [InlineData("good", null)]
    public void Rules_of_messages(string broken, string? refusal)
    {
        Message good = Plain(Bls, 0);
        Message message = broken switch
        {
            "version" => good with { Version = 1 },
            "to" => good with { To = Address.BlsZero },
            "negative" => good with { Value = TokenAmount.FromAtto(-1) },
            "value" => good with { Value = TokenAmount.FromFil(2_000_000_000) + TokenAmount.FromAtto(1) },
            "premium" => good with { GasPremium = TokenAmount.FromAtto(2) },
            "limit" => good with { GasLimit = 10_000_000_001 },
            "zero" => good with { GasLimit = 0 },
            "low" => good with { GasLimit = 99 },
            "delegated" => good with { From = Ethereum },
            _ => good,
        };
        Assert.Equal(refusal, MessageRules.Refusal(message, broken == "delegated" ? NetworkVersion.V17 : NetworkVersion.V28, minimumGas: 100));
    }

    private static Cid ListOf(Cid message)
    {
        var list = new CborWriter();
        list.WriteRaw([0x83, 0x00, 0x01, 0x83, 0x41, 0x01, 0x80, 0x81]);
        list.WriteCid(message);
        return Cid.ForBlock(Multicodec.DagCbor, list.Written);
    }

    private static Message Plain(Address from, ulong nonce) => new()
    {
        From = from,
        To = Address.FromId(99),
        Sequence = nonce,
        GasLimit = 1_000_000,
        GasFeeCap = TokenAmount.FromAtto(1),
        GasPremium = TokenAmount.FromAtto(1),
    };

    private static SignedMessage Signed(Address from, ulong nonce) =>
        new(Plain(from, nonce), new Signature(from.Protocol == AddressProtocol.Delegated ? SignatureType.Delegated : SignatureType.Secp256k1, new byte[65]));

    private static BlockHeader Header(byte ticket, ulong miner = 1000) => new()
    {
        Miner = Address.FromId(miner),
        Ticket = new Ticket(new byte[] { ticket }),
        Parents = [Cid.ForBlock(Multicodec.DagCbor, [0x80])],
        Height = 5,
        ParentStateRoot = Cid.ForBlock(Multicodec.DagCbor, [0x81]),
        ParentMessageReceipts = Cid.ForBlock(Multicodec.DagCbor, [0x82]),
        Messages = Cid.ForBlock(Multicodec.DagCbor, [0x83]),
        ParentBaseFee = BaseFee.Minimum,
    };
}
