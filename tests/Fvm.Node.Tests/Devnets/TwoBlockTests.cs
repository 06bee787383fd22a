using System.Buffers.Binary;
using Fvm.Crypto;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>A tipset of two blocks with BLS, secp256k1 and delegated messages and one in both blocks, checked by hand: by other code than the chain's.</summary>
public class TwoBlockTests
{
    [Fact]
    public async Task Order_receipts_and_bloom_of_a_tipset_of_two_blocks()
    {
        await using Devnet net = await Devnet.StartAsync(new DevnetOptions { Heartbeat = null });
        EvmAddress contract = (await net.DeployEvmAsync(net.Accounts[0], DevnetStartTests.Counter)).CreatedContract!.Value;
        SignedMessage bls0 = net.Bls.Sign(Native(net.Bls.Address, 0));
        SignedMessage bls1 = net.Bls.Sign(Native(net.Bls.Address, 1));
        SignedMessage secp = net.Secp.Sign(Native(net.Secp.Address, 0));
        SignedMessage first = Delegated(net, net.Accounts[1], contract, 11);
        SignedMessage second = Delegated(net, net.Accounts[2], contract, 12);
        SignedMessage[][] blocks = [[secp, bls0, first], [second, secp, bls1]];
        ExecutedTipset made = await net.Developer.MineBlocksAsync(blocks);

        // Blocks stand in the order of their tickets' hashes, whoever was made first.
        Assert.Equal(2, made.Tipset.Blocks.Count);
        Assert.True(Blake2b.Hash256(made.Tipset.Blocks[0].Ticket!.VrfProof.Span).AsSpan().SequenceCompareTo(Blake2b.Hash256(made.Tipset.Blocks[1].Ticket!.VrfProof.Span)) < 0);
        bool swapped = made.Tipset.Blocks[0].Miner == Address.FromId(1001);

        // BLS first within a block, the others as the block has them; what comes again is left out. bls1 before bls0 would leave bls0 out: its nonce is behind.
        SignedMessage[] expected = swapped ? [bls1, second, secp, first] : [bls0, secp, first, bls1, second];
        Assert.Equal(expected.Select(static message => message.Cid), made.Messages.Select(static message => message.Cid));
        if (!swapped)
            Assert.All(made.Messages, static message => Assert.True(message.Receipt.ExitCode.IsSuccess, message.Failure));

        // Receipts: an AMT of the v0 layout, written out: [height, count, [bitmap, links, values]].
        var writer = new CborWriter();
        writer.WriteArrayHeader(3);
        writer.WriteInt64(0);
        writer.WriteInt64(expected.Length);
        writer.WriteArrayHeader(3);
        writer.WriteBytes([(byte)((1 << expected.Length) - 1)]);
        writer.WriteArrayHeader(0);
        writer.WriteArrayHeader(expected.Length);
        foreach (AppliedMessage message in made.Messages)
        {
            writer.WriteArrayHeader(4);
            writer.WriteInt64(message.Receipt.ExitCode.Value);
            writer.WriteBytes(message.Receipt.ReturnData.Span);
            writer.WriteUInt64(message.Receipt.GasUsed);
            if (message.Receipt.EventsRoot is { } events)
                writer.WriteCid(events);
            else
                writer.WriteNull();
        }

        var receipts = Cid.ForBlock(Multicodec.DagCbor, writer.ToArray());
        Assert.Equal(receipts, made.ReceiptsRoot);
        Assert.Equal(receipts, (await net.MineAsync()).Tipset.Blocks[0].ParentMessageReceipts);

        // The bloom: of the contract and its one topic, 42, three bits each.
        byte[] bloom = new byte[256];
        SetBits(bloom, contract.ToArray());
        SetBits(bloom, [.. new byte[31], 42]);
        Assert.Equal(bloom, made.Bloom.ToArray());

        // The headers aggregate the signatures of their BLS messages, and name all their messages, repetitions too.
        foreach (BlockHeader header in made.Tipset.Blocks)
        {
            bool isSecond = header.Miner == Address.FromId(1001);
            Message own = (isSecond ? bls1 : bls0).Message;
            Assert.True(Bls.VerifyAggregate([net.Bls.Address.Payload.ToArray()], [own.Cid.Bytes.ToArray()], header.BlsAggregate!.Bytes.Span));
            Assert.Equal(
                isSecond ? [second.Cid, secp.Cid] : new[] { secp.Cid, first.Cid },
                TxMeta.Load(net.Chain.Blocks, header.Messages).Secp.Select(static message => message.Cid));
        }
    }

    private static void SetBits(byte[] bloom, byte[] entry)
    {
        byte[] hash = Keccak256.Hash(entry);
        for (int i = 0; i < 3; i++)
        {
            int bit = BinaryPrimitives.ReadUInt16BigEndian(hash.AsSpan(2 * i)) & 2047;
            bloom[255 - (bit >> 3)] |= (byte)(1 << (bit & 7));
        }
    }

    private static Message Native(Address from, ulong nonce) => new()
    {
        From = from,
        To = Address.FromId(99),
        Sequence = nonce,
        Value = TokenAmount.FromFil(1),
        GasLimit = 10_000_000,
        GasFeeCap = TokenAmount.FromAtto(1000),
        GasPremium = TokenAmount.FromAtto(1),
    };

    private static SignedMessage Delegated(Devnet net, DevnetAccount from, EvmAddress to, byte word)
    {
        EthereumTransaction transaction = from.Sign(DeveloperTests.Transfer(net, 0, to) with { Value = default, Input = DeveloperTests.Word(word) });
        return TransactionMessages.TryToMessage(transaction, out SignedMessage? message, out string? error) ? message : throw new InvalidOperationException(error);
    }
}
