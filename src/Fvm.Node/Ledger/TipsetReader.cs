using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Node.Chain;
using Fvm.Node.Forks;
using Fvm.Protocol;
using Microsoft.Data.Sqlite;

namespace Fvm.Node.Ledger;

/// <summary>Puts a tipset together from its row and its blocks: headers, messages, receipts, events.</summary>
internal sealed class TipsetReader(ChainDatabase database, IBlockstore blocks, DevnetOptions options, long? forkHeight)
{
    private const int EventsBitWidth = 5;

    public ExecutedTipset Read(long height)
    {
        using SqliteDataReader row = database.Command("SELECT parent, name, parent_hash, state, receipts, next_base_fee, bloom, hash FROM tipsets WHERE height = $1", height).ExecuteReader();
        if (!row.Read() || !TipsetKey.TryParse(row.GetFieldValue<byte[]>(1), out TipsetKey? key) || !TokenAmount.TryFromChainBytes(row.GetFieldValue<byte[]>(5), out TokenAmount fee))
            throw new DevnetException($"the tipset of epoch {height} is not in the database, or malformed there");
        long parent = row.GetInt64(0);
        byte[] parentHash = row.GetFieldValue<byte[]>(2);
        Cid state = CidOf(row, 3);
        Cid receipts = CidOf(row, 4);
        byte[] bloom = row.GetFieldValue<byte[]>(6);
        byte[] hash = row.GetFieldValue<byte[]>(7);
        BlockHeader[] headers = [.. key.Cids.Select(Header)];
        // The first tipset of a fork is its upstream's, and so are its messages.
        bool isForked = height == forkHeight;
        IReadOnlyList<BlockMessages> messages = isForked ? ForkedChain.WithoutMessages(headers) : [.. headers.Select(MessagesOf)];
        return new ExecutedTipset
        {
            Tipset = Tipset.Create(headers),
            Key = key,
            Hash = hash,
            ParentHash = parentHash,
            ParentHeight = parent,
            NetworkVersion = VersionAfter(height - 1),
            NextNetworkVersion = VersionAfter(height),
            Blocks = messages,
            Messages = isForked ? [] : Applied(height, headers[0].ParentBaseFee, messages, ReceiptList.Load(blocks, receipts)),
            StateRoot = state,
            ReceiptsRoot = receipts,
            NextBaseFee = fee,
            Bloom = bloom,
        };
    }

    private static Cid CidOf(SqliteDataReader row, int column) =>
        Cid.TryRead(row.GetFieldValue<byte[]>(column), out Cid? cid, out _) ? cid : throw new DevnetException("a CID in the database is malformed");

    private NetworkVersion VersionAfter(long height) =>
        database.Command("SELECT version FROM upgrades WHERE height <= $1 ORDER BY height DESC LIMIT 1", height).ExecuteScalar() is long version ? (NetworkVersion)version : options.NetworkVersion;

    private static EvmAddress? AddressOf(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : EvmAddress.Read(row.GetFieldValue<byte[]>(column));

    private BlockHeader Header(Cid cid) =>
        BlockHeader.TryDecode(blocks.Get(cid).Span, out BlockHeader? header, out _) ? header : throw new DevnetException($"the header {cid} is malformed");

    private BlockMessages MessagesOf(BlockHeader header)
    {
        (IReadOnlyList<Message> bls, IReadOnlyList<SignedMessage> secp) = TxMeta.Load(blocks, header.Messages);
        return new BlockMessages(header.Miner, header.ElectionProof?.WinCount ?? 0, bls, secp);
    }

    private List<AppliedMessage> Applied(long height, TokenAmount baseFee, IReadOnlyList<BlockMessages> tipset, IReadOnlyList<Receipt> receipts)
    {
        var byCid = new Dictionary<Cid, (Message Message, SignedMessage? Signed)>();
        foreach ((Message message, SignedMessage? signed) in tipset.SelectMany(static block => block.InOrder()))
            byCid[signed?.Cid ?? message.Cid] = (message, signed);
        var applied = new List<AppliedMessage>();
        using SqliteDataReader rows = database.Command("SELECT cid, hash, sender, receiver, created, failure FROM messages WHERE height = $1 ORDER BY place", height).ExecuteReader();
        int logs = 0;
        while (rows.Read())
        {
            Cid cid = CidOf(rows, 0);
            (Message message, SignedMessage? signed) = byCid[cid];
            EthereumTransaction? transaction = TransactionMessages.TransactionOf(signed, options.ChainId);
            Receipt receipt = receipts[applied.Count];
            IReadOnlyList<StampedEvent> events = EventsOf(receipt);
            applied.Add(new AppliedMessage
            {
                Message = message,
                Signed = signed,
                Transaction = transaction,
                Cid = cid,
                Hash = rows.GetFieldValue<byte[]>(1),
                Height = height,
                Index = applied.Count,
                Receipt = receipt,
                Events = events,
                Logs = LogsOf(height, applied.Count, events, ref logs),
                Sender = AddressOf(rows, 2) ?? default,
                Receiver = AddressOf(rows, 3),
                CreatedContract = AddressOf(rows, 4),
                EffectiveGasPrice = baseFee + BaseFee.EffectivePremium(message, baseFee),
                Failure = rows.IsDBNull(5) ? null : rows.GetString(5),
            });
        }

        return applied;
    }

    private IReadOnlyList<StampedEvent> EventsOf(Receipt receipt) => receipt.EventsRoot is { } root
        ? [.. Amt<StampedEvent>.Load(blocks, root, ChainEncoding.Codec<StampedEvent>(), expectedBitWidth: EventsBitWidth).Entries().Select(static entry => entry.Value)]
        : [];

    private List<EthereumLog> LogsOf(long height, int place, IReadOnlyList<StampedEvent> events, ref int index)
    {
        var logs = new List<EthereumLog>();
        if (events.Count == 0)
            return logs;
        using SqliteDataReader rows = database.Command("SELECT address FROM logs WHERE height = $1 AND place = $2 ORDER BY event", height, place).ExecuteReader();
        foreach (StampedEvent stamped in events)
        {
            if (EthereumLog.TryRead(stamped.Event, out IReadOnlyList<ReadOnlyMemory<byte>>? topics, out ReadOnlyMemory<byte> data) && rows.Read())
                logs.Add(new EthereumLog(EvmAddress.Read(rows.GetFieldValue<byte[]>(0)), topics, data, index++));
        }

        return logs;
    }
}
