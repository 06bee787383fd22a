using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Node.Ledger;
using Fvm.Node.Mining;
using Fvm.Protocol;

namespace Fvm.Node;

/// <summary>
/// Deals of the market: published, and made active in sectors, by the messages that do so on networks, in the name of the client's key and the miner's worker. On a bundle
/// only, since there is no market in C# yet.
/// </summary>
public sealed class DevnetDeals
{
    /// <summary>Epochs from a pre-commit to its challenge (builtin-actors <c>runtime/src/runtime/policy.rs</c>, PRE_COMMIT_CHALLENGE_DELAY); a proof comes after that.</summary>
    private const int ChallengeDelay = 150;

    /// <summary>
    /// The least life of a sector from its pre-commit on: 180 days from the last epoch that its proof might come at, 30 days and the challenge's delay later. More would be
    /// longer than the claim of a verified deal lasts (MARKET_DEFAULT_ALLOCATION_TERM_BUFFER).
    /// </summary>
    private const long Lifetime = 211 * 2880;

    private readonly Devnet net;
    private readonly ChainCore core;
    private readonly HeadRunner runner;
    private readonly MachineFactory machines;

    internal DevnetDeals(Devnet net, ChainCore core, HeadRunner runner, MachineFactory machines)
    {
        this.net = net;
        this.core = core;
        this.runner = runner;
        this.machines = machines;
    }

    /// <summary>Publishes a deal. The reserve (f090) pays what client and provider lock.</summary>
    /// <param name="terms">What is agreed on; null for the usual.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="DevnetException">The market refuses, or there is none.</exception>
    public Task<ulong> PublishAsync(DealTerms? terms = null) => net.ChangeAsync(() => Publish(terms ?? new DealTerms()));

    /// <summary>
    /// Makes a deal active: its provider pre-commits a sector with its piece in it, 150 epochs pass as null rounds until the sector's challenge, as on the network, and the
    /// sector is proven, with a proof that is taken for valid. It must be proven in its deadline from then on (<see cref="DevnetActors.ProveDeadlineAsync"/>).
    /// </summary>
    /// <param name="deal">The deal's number.</param>
    /// <exception cref="DevnetException">There is no such deal, it is active, it begins too soon, or the miner refuses.</exception>
    public Task<ActiveDeal> ActivateAsync(ulong deal) => net.ChangeAsync(() => Activate(deal));

    /// <summary>Publishes a deal and makes it active; see <see cref="PublishAsync"/> and <see cref="ActivateAsync(ulong)"/>.</summary>
    /// <param name="terms">What is agreed on; null for the usual.</param>
    /// <exception cref="DevnetException">The market or the miner refuses, or there is none.</exception>
    public Task<ActiveDeal> ActivateAsync(DealTerms? terms = null) => net.ChangeAsync(() => Activate(Publish(terms ?? new DealTerms())));

    private ulong Publish(DealTerms terms)
    {
        CheckActors();
        ExecutedTipset head = core.Chain.Head;
        var market = new MarketDeal(net.StateAt(head), head.Height);
        var miner = new StorageMiner(net.StateAt(head), terms.Provider ?? core.Miner, head.Height);
        return MarketDeal.Published(runner.Run([.. market.Publish(terms, miner, terms.Client ?? net.Secp, net.CirculatingSupply)]));
    }

    private ActiveDeal Activate(ulong deal)
    {
        CheckActors();
        ExecutedTipset head = core.Chain.Head;
        if (head.Height == 0)
            core.Mine(0);
        head = core.Chain.Head;
        JsonObject proposal = new MarketDeal(net.StateAt(head), head.Height).Pending(deal, head.Height + ChallengeDelay + 1);
        StorageMiner miner = Miner(head);
        ulong sector = miner.NextNumber();
        Cid data = MarketDeal.DataOf(proposal, miner.Seal, machines.ProofsOf(head.NextNetworkVersion));
        runner.Run([("PreCommitSectorBatch2", miner.PreCommit(sector, Math.Max(proposal["EndEpoch"]!.GetValue<long>(), head.Height + Lifetime), data))]);
        core.Mine(ChallengeDelay);
        head = core.Chain.Head;
        runner.Run([("ProveCommitSectors3", Miner(head).Activate(sector, new MarketDeal(net.StateAt(head), head.Height).PieceOf(deal, proposal)))]);
        miner = Miner(core.Chain.Head);
        return new ActiveDeal(deal, miner.Address, head.Height, miner.Committed(sector));

        StorageMiner Miner(ExecutedTipset at) => new(net.StateAt(at), Address.Parse(proposal["Provider"]!.GetValue<string>()), at.Height);
    }

    private void CheckActors()
    {
        if (net.Options.Bundle is null)
            throw new DevnetException("there is no market in C# yet: deals are made on a bundle (fvm devnet --actors FILE.car)");
    }
}
