using System.Numerics;
using Fvm.Crypto;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Node.Chain;
using Fvm.Node.Ledger;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>A block that is to be made: its miner, how often it won, and its signed messages in order.</summary>
/// <param name="Miner">An f0 address.</param>
/// <param name="WinCount">How often it won.</param>
/// <param name="Messages">The messages, BLS and others.</param>
internal sealed record BlockPlan(Address Miner, long WinCount, IReadOnlyList<SignedMessage> Messages);

/// <summary>Makes tipsets: real headers, lists and CIDs, with bytes of a seed where the network has proofs and signatures of miners.</summary>
internal sealed class TipsetMaker
{
    /// <summary>What genesis blocks name as their parent (lotus <c>chain/gen/genesis</c>: an IPLD object of Filecoin's).</summary>
    private static readonly Cid NoParent = Cid.Parse("bafyreiaqpwbbyjo4a42saasj36kkrpv4tsherf2e7bvezkert2a7dhonoi");

    private readonly DevnetOptions options;
    private readonly IBlockstore blocks;
    private readonly TipsetExecutor executor;
    private readonly FakeRandomness randomness;
    private readonly Cid noMessages;
    private readonly Cid noReceipts;

    public TipsetMaker(DevnetOptions options, IBlockstore blocks, TipsetExecutor executor, FakeRandomness randomness)
    {
        this.options = options;
        this.blocks = blocks;
        this.executor = executor;
        this.randomness = randomness;
        noMessages = TxMeta.Store(blocks, [], []);
        noReceipts = ReceiptList.Store(blocks, []);
    }

    /// <summary>The first tipset.</summary>
    public ExecutedTipset Genesis(Cid stateRoot, ulong timestamp, Address miner)
    {
        BlockHeader header = Header(new BlockPlan(miner, 1, []), 0, height: 0) with
        {
            Parents = [NoParent],
            ParentStateRoot = stateRoot,
            ParentMessageReceipts = noReceipts,
            Messages = noMessages,
            Timestamp = timestamp,
            ParentBaseFee = options.BaseFee,
        };
        Tipset tipset = Store([header]);
        return Finish(tipset, [new BlockMessages(miner, 1, [], [])], new Execution([], stateRoot), null, options.BaseFee);
    }

    /// <summary>The next tipset: makes its blocks and runs them.</summary>
    /// <param name="parent">Its parent.</param>
    /// <param name="height">Its epoch; epochs between are null rounds.</param>
    /// <param name="timestamp">Its time.</param>
    /// <param name="baseFee">The base fee, if it shall be another than the parent's messages made it.</param>
    /// <param name="plans">Its blocks.</param>
    public ExecutedTipset Make(ExecutedTipset parent, long height, ulong timestamp, TokenAmount? baseFee, IReadOnlyList<BlockPlan> plans)
    {
        NetworkVersion version = parent.NextNetworkVersion;
        TokenAmount fee = baseFee ?? parent.NextBaseFee;
        BigInteger weight = parent.Tipset.Blocks[0].ParentWeight + parent.Tipset.Blocks.Count;
        var made = new List<(BlockHeader Header, BlockMessages Messages)>();
        foreach (BlockPlan plan in plans)
        {
            Message[] bls = [.. plan.Messages.Where(static message => message.Signature.Type == SignatureType.Bls).Select(static message => message.Message)];
            SignedMessage[] secp = [.. plan.Messages.Where(static message => message.Signature.Type != SignatureType.Bls)];
            BlockHeader header = Header(plan, made.Count, height) with
            {
                Parents = parent.Key.Cids,
                ParentWeight = weight,
                ParentStateRoot = parent.StateRoot,
                ParentMessageReceipts = parent.ReceiptsRoot,
                Messages = plan.Messages.Count == 0 ? noMessages : TxMeta.Store(blocks, bls, secp),
                BlsAggregate = Aggregate(plan.Messages),
                Timestamp = timestamp,
                ParentBaseFee = fee,
            };
            made.Add((header, new BlockMessages(plan.Miner, plan.WinCount, bls, secp)));
        }

        Tipset tipset = Store([.. made.Select(static block => block.Header)]);
        BlockMessages[] inOrder = [.. tipset.Blocks.Select(header => made.Find(block => ReferenceEquals(block.Header, header)).Messages)];
        Execution execution = executor.Run(new MachinePlace(parent.StateRoot, version, height, timestamp, fee) { Running = tipset }, parent.Height, inOrder);
        randomness.NextBeacon = null;
        return Finish(tipset, inOrder, execution, parent, BaseFee.Next(version, fee, inOrder));
    }

    private ExecutedTipset Finish(Tipset tipset, IReadOnlyList<BlockMessages> messages, Execution execution, ExecutedTipset? parent, TokenAmount nextBaseFee)
    {
        byte[] key = tipset.Key.Block();
        Cid keyCid = blocks.PutDagCbor(key);
        return new ExecutedTipset
        {
            Tipset = tipset,
            Key = tipset.Key,
            Hash = keyCid.Digest.ToArray(),
            ParentHash = parent?.Hash ?? new byte[32],
            ParentHeight = parent?.Height ?? -1,
            NetworkVersion = parent?.NextNetworkVersion ?? options.NetworkVersion,
            NextNetworkVersion = parent?.NextNetworkVersion ?? options.NetworkVersion,
            Blocks = messages,
            Messages = execution.Messages,
            StateRoot = execution.StateRoot,
            ReceiptsRoot = execution.Messages.Count == 0 ? noReceipts : StoreReceipts(execution.Messages),
            NextBaseFee = nextBaseFee,
            Bloom = Bloom(execution.Messages),
        };
    }

    /// <summary>Events are stored behind the roots that receipts name, as nodes do that keep them: an AMT of width 5.</summary>
    private Cid StoreReceipts(IReadOnlyList<AppliedMessage> messages)
    {
        foreach (AppliedMessage message in messages.Where(static message => message.Events.Count != 0))
        {
            var events = new Amt<StampedEvent>(blocks, ChainEncoding.Codec<StampedEvent>(), bitWidth: 5);
            events.SetAll(message.Events);
            events.Flush();
        }

        return ReceiptList.Store(blocks, messages.Select(static message => message.Receipt));
    }

    private BlockHeader Header(BlockPlan plan, int number, long height) => new()
    {
        Miner = plan.Miner,
        Ticket = new Ticket(randomness.Ticket(height, number)),
        ElectionProof = new ElectionProof(plan.WinCount, randomness.Election(height, number)),
        BeaconEntries = [new BeaconEntry(unchecked((ulong)height), randomness.NextBeaconOf(height))],
        Parents = [],
        Height = height,
        ParentStateRoot = NoParent,
        ParentMessageReceipts = noReceipts,
        Messages = noMessages,
        BlsAggregate = Aggregate([]),
        BlockSignature = new Signature(SignatureType.Bls, randomness.BlockSignature(height, number)),
    };

    private Tipset Store(IReadOnlyList<BlockHeader> headers)
    {
        Dictionary<BlockHeader, Cid> cids = new(ReferenceEqualityComparer.Instance);
        foreach (BlockHeader header in headers)
            cids[header] = blocks.PutDagCbor(header.Encode());
        return Tipset.Create(headers, header => cids[header]);
    }

    /// <summary>The aggregate of the messages' BLS signatures; of none it is the point at infinity, as lotus has it (<c>chain/consensus/filcns/mine.go</c>).</summary>
    private static Signature Aggregate(IReadOnlyList<SignedMessage> messages)
    {
        byte[] aggregate = new byte[Bls.SignatureLength];
        ReadOnlyMemory<byte>[] signatures = [.. messages.Where(static message => message.Signature.Type == SignatureType.Bls).Select(static message => message.Signature.Bytes)];
        if (signatures.Length == 0 || !Bls.TryAggregate(signatures, aggregate))
            aggregate[0] = 0xc0;
        return new Signature(SignatureType.Bls, aggregate);
    }

    private static byte[] Bloom(IReadOnlyList<AppliedMessage> messages)
    {
        var bloom = new LogsBloom();
        foreach (EthereumLog log in messages.SelectMany(static message => message.Logs))
        {
            bloom.Add(log.Address.ToArray());
            foreach (ReadOnlyMemory<byte> topic in log.Topics)
                bloom.Add(topic.Span);
        }

        return bloom.Bytes.ToArray();
    }
}
