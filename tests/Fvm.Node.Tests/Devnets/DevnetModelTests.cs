using System.Globalization;
using Fvm.Ethereum;
using Fvm.Evm;
using Fvm.Ipld;
using Fvm.Node.Genesis;
using Fvm.Node.Ledger;
using Fvm.Node.Mempool;
using Fvm.Protocol;

namespace Fvm.Node.Tests.Devnets;

/// <summary>
/// A devnet beside a plain model of it, under random pushes, replacements, blocks, null rounds, snapshots, reverts, rollbacks, reorgs, drops, accounts that come and go, and
/// restarts: what waits, what stands where, whose nonce is what.
/// </summary>
public sealed class DevnetModelTests : IDisposable
{
    /// <summary>Genesis has the first three; the others come about when they are funded.</summary>
    private static readonly IReadOnlyList<DevnetAccount> Keys = new DevnetKeys(DevnetOptions.TestMnemonic, 6).Accounts;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"fvm-model-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(11, 250, false)]
    [InlineData(12, 250, false)]
    [InlineData(13, 150, true)]
    [InlineData(14, 150, true)]
    public async Task The_devnet_is_its_model(int seed, int steps, bool isKept)
    {
        int more = int.TryParse(Environment.GetEnvironmentVariable("FVM_MODEL_STEPS"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : steps;
        await using var run = new Run(seed, isKept ? folder : null);
        await run.StartAsync();
        for (int step = 0; step < more; step++)
        {
            string what = await run.StepAsync();
            run.Check($"seed {seed}, step {step}, after {what}");
        }
    }

    /// <summary>A tipset of the model: its epoch, what stands in it, and the nonces after it, of the accounts that there are then.</summary>
    private sealed record Block(long Height, HashSet<Cid> Messages, Dictionary<int, ulong> Nonces);

    private sealed class Run(int seed, string? folder) : IAsyncDisposable
    {
        private readonly Random random = new(seed);
        private readonly Dictionary<ulong, (List<Block> Chain, Dictionary<(int, ulong), SignedMessage> Waiting)> snapshots = [];
        private List<Block> chain = [];
        private Dictionary<(int Sender, ulong Nonce), SignedMessage> waiting = [];
        private MiningMode mode = MiningMode.Instant;
        private Devnet net = null!;

        public ValueTask DisposeAsync() => net.DisposeAsync();

        public async Task StartAsync()
        {
            net = await Devnet.StartAsync(Options());
            chain = [new Block(0, [], new Dictionary<int, ulong> { [0] = 0, [1] = 0, [2] = 0 })];
        }

        public async Task<string> StepAsync()
        {
            switch (random.Next(20))
            {
                case < 9:
                    return await PushAsync();
                case 9 or 10:
                    int nulls = random.Next(3);
                    await net.MineAsync(nullRounds: nulls);
                    Mine(nulls);
                    return $"{nulls} null rounds and a tipset";
                case 11:
                    ulong id = await net.Developer.TakeSnapshotAsync();
                    snapshots[id] = (Copy(chain), new(waiting));
                    return $"snapshot {id}";
                case 12 or 13 when snapshots.Count > 0:
                    return await RevertAsync();
                case 14 when chain.Count > 1:
                    return await RollbackAsync();
                case 15 when chain.Count > 1:
                    return await ReorgAsync();
                case 16 when waiting.Count > 0:
                    ((int, ulong) key, SignedMessage gone) = waiting.ElementAt(random.Next(waiting.Count));
                    Assert.True(await net.Developer.DropMessageAsync(gone.Cid));
                    waiting.Remove(key);
                    return $"drop of {key}";
                case 17:
                    int fresh = random.Next(3, Keys.Count);
                    await net.Developer.SetBalanceAsync(Keys[fresh].Delegated, TokenAmount.FromFil(1000));
                    chain[^1].Nonces.TryAdd(fresh, 0);
                    return $"account {fresh} funded";
                case 18 when folder is not null:
                    await net.DisposeAsync();
                    net = await Devnet.StartAsync(Options() with { Mining = mode });
                    snapshots.Clear();
                    return "restart";
                case 19:
                    mode = mode == MiningMode.Instant ? MiningMode.Manual : MiningMode.Instant;
                    await net.Developer.SetMiningAsync(mode);
                    if (mode == MiningMode.Instant)
                        MineReady();
                    return $"mining is {mode}";
                default:
                    return "nothing";
            }
        }

        public void Check(string when)
        {
            Assert.True(
                waiting.OrderBy(static one => one.Key).Select(static one => one.Value.Cid).ToHashSet().SetEquals(net.Pending().Select(static one => one.Cid)),
                $"{when}: {string.Join(' ', waiting.Keys.Order())} should wait, but these do: {string.Join(' ', net.Pending().Select(Name).Order())}");
            List<ExecutedTipset> tipsets = [.. net.Chain.Range(0, long.MaxValue)];
            Assert.True(chain.Select(static block => block.Height).SequenceEqual(tipsets.Select(static tipset => tipset.Height)), $"{when}: epochs");
            for (int i = 0; i < tipsets.Count; i++)
            {
                Assert.True(chain[i].Messages.SetEquals(tipsets[i].Messages.Select(static message => message.Cid)), $"{when}: messages of epoch {chain[i].Height}");
                Assert.True(i == 0 || tipsets[i].ParentHash.Span.SequenceEqual(tipsets[i - 1].Hash.Span), $"{when}: the parent of epoch {chain[i].Height}");
                Assert.True(i == 0 || tipsets[i].ParentStateRoot.Equals(tipsets[i - 1].StateRoot), $"{when}: the state before epoch {chain[i].Height}");
                foreach (Cid cid in chain[i].Messages)
                    Assert.True(net.Chain.TryGetMessage(cid, out MessagePlace? place) && place.Tipset.Height == chain[i].Height, $"{when}: where {cid} is");
            }

            foreach (SignedMessage message in waiting.Values)
                Assert.False(net.Chain.TryGetMessage(message.Cid, out _), $"{when}: what waits is in no tipset");
            for (int i = 0; i < Keys.Count; i++)
            {
                bool exists = chain[^1].Nonces.TryGetValue(i, out ulong nonce);
                Assert.True(exists == (net.IdOf(Keys[i].Delegated) is not null), $"{when}: account {i}");
                while (waiting.ContainsKey((i, nonce)))
                    nonce++;
                Assert.True(net.NextNonce(Keys[i].Delegated) == nonce, $"{when}: the nonce of {i} is {net.NextNonce(Keys[i].Delegated)}, not {nonce}");
            }
        }

        private async Task<string> PushAsync()
        {
            int sender = random.Next(Keys.Count);
            ulong nonce = chain[^1].Nonces.GetValueOrDefault(sender) + (ulong)random.Next(4);
            ulong premium = (ulong)random.Next(1, 6) * 100;
            SignedMessage message = Message(sender, nonce, premium);
            PoolAnswer answer = await net.PushAsync(message);
            bool isThere = waiting.TryGetValue((sender, nonce), out SignedMessage? same);
            PoolVerdict expected = !chain[^1].Nonces.ContainsKey(sender) ? PoolVerdict.NoSender
                : !isThere ? PoolVerdict.Added
                : same!.Cid == message.Cid ? PoolVerdict.AlreadyThere
                : premium > (ulong)(same.Message.GasPremium.Atto * 110 / 100) ? PoolVerdict.Replaced
                : PoolVerdict.PremiumTooLow;
            Assert.True(expected == answer.Verdict, $"push of {sender}:{nonce}: {answer.Verdict} {answer.Reason}, not {expected}");
            if (answer.IsAccepted)
                waiting[(sender, nonce)] = message;
            if (answer.IsAccepted && mode == MiningMode.Instant)
                MineReady();
            return $"push of {sender}:{nonce} for {premium}: {answer.Verdict}";
        }

        private async Task<string> RevertAsync()
        {
            ulong id = snapshots.Keys.ElementAt(random.Next(snapshots.Count));
            (List<Block> before, Dictionary<(int, ulong), SignedMessage> then) = snapshots[id];
            // A snapshot is of use as long as its tipset is on the chain.
            bool isThere = chain.Count >= before.Count && ReferenceEquals(chain[before.Count - 1].Messages, before[^1].Messages);
            Assert.True(isThere == await net.Developer.RevertAsync(id), $"whether snapshot {id} is of use");
            foreach (ulong later in snapshots.Keys.Where(key => key >= id).ToList())
                snapshots.Remove(later);
            if (isThere)
                (chain, waiting) = (before, then);
            return $"revert to {id}: {isThere}";
        }

        private async Task<string> RollbackAsync()
        {
            int depth = random.Next(1, Math.Min(4, chain.Count));
            await net.Developer.RollbackAsync(depth);
            chain.RemoveRange(chain.Count - depth, depth);
            Expire();
            return $"rollback of {depth}";
        }

        private async Task<string> ReorgAsync()
        {
            int depth = random.Next(1, Math.Min(4, chain.Count));
            long[] heights = [.. chain.TakeLast(depth).Select(static block => block.Height)];
            Dictionary<int, ulong> nonces = chain[^(depth + 1)].Nonces;
            int sender = random.Next(3);
            SignedMessage message = Message(sender, nonces[sender], 7);
            await net.Developer.ReorgAsync(depth, new Dictionary<int, IReadOnlyList<SignedMessage>> { [depth - 1] = [message] });
            chain.RemoveRange(chain.Count - depth, depth);
            Expire();
            foreach (long height in heights)
                chain.Add(new Block(height, [], new(chain[^1].Nonces)));
            chain[^1].Messages.Add(message.Cid);
            chain[^1].Nonces[sender]++;
            Expire();
            return $"reorg of {depth} with {sender}:{message.Message.Sequence}";
        }

        private void MineReady()
        {
            while (waiting.Keys.Any(IsNext))
                Mine(0);
        }

        private bool IsNext((int Sender, ulong Nonce) key) => chain[^1].Nonces.TryGetValue(key.Sender, out ulong nonce) && nonce == key.Nonce;

        private void Mine(int nullRounds)
        {
            var block = new Block(chain[^1].Height + nullRounds + 1, [], new(chain[^1].Nonces));
            foreach (int sender in block.Nonces.Keys.ToList())
            {
                while (waiting.Remove((sender, block.Nonces[sender]), out SignedMessage? next))
                {
                    block.Messages.Add(next.Cid);
                    block.Nonces[sender]++;
                }
            }

            chain.Add(block);
        }

        /// <summary>What a state has behind it, or whose sender it has not, waits no more.</summary>
        private void Expire()
        {
            foreach ((int Sender, ulong Nonce) key in waiting.Keys.Where(key => !chain[^1].Nonces.TryGetValue(key.Sender, out ulong nonce) || key.Nonce < nonce).ToList())
                waiting.Remove(key);
        }

        private static List<Block> Copy(List<Block> blocks) => [.. blocks.Select(static block => block with { Nonces = new(block.Nonces) })];

        private static string Name(SignedMessage message) => $"({Keys.ToList().FindIndex(one => one.Delegated == message.Message.From)}, {message.Message.Sequence})";

        private static SignedMessage Message(int sender, ulong nonce, ulong premium)
        {
            EthereumTransaction transaction = Keys[sender].Sign(new EthereumTransaction
            {
                Kind = EthereumTransactionKind.Eip1559,
                ChainId = DevnetOptions.LocalChainId,
                Nonce = nonce,
                To = Keys[0].Ethereum,
                Value = UInt256.One,
                GasLimit = 10_000_000,
                MaxFeePerGas = 1000,
                MaxPriorityFeePerGas = premium,
                Input = default,
            });
            Assert.True(TransactionMessages.TryToMessage(transaction, out SignedMessage? message, out string? error), error);
            return message;
        }

        private DevnetOptions Options() => new() { Heartbeat = null, DataFolder = folder, KnownContracts = false, AccountCount = 3 };
    }
}
