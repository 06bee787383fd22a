using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Hosting;
using Fvm.Ipld;
using Fvm.Node.Chain;
using Fvm.Protocol;

namespace Fvm.Node.Mining;

/// <summary>A message of a tipset, or one that the network sends itself, and what it came to.</summary>
/// <param name="Message">The message.</param>
/// <param name="Cid">Its CID on chain.</param>
/// <param name="Result">What it came to.</param>
/// <param name="IsImplicit">Whether the network sends it: it stands in no block, and pays nothing.</param>
internal sealed record RanMessage(Message Message, Cid Cid, ApplyResult Result, bool IsImplicit);

/// <summary>What the network does in each tipset without anybody's message (lotus <c>chain/consensus/compute_state.go</c>, <c>filcns/filecoin.go</c>).</summary>
/// <param name="ran">Takes the messages as they ran; null where nobody wants them.</param>
internal sealed class ImplicitMessages(Action<RanMessage>? ran)
{
    /// <summary>Whatever lotus asks for, its VM gives them this much (<c>chain/vm/fvm.go</c>, ApplyImplicitMessage).</summary>
    private const ulong GasLimit = long.MaxValue / 2;

    /// <summary>What cron calls at an epoch.</summary>
    public void Cron(VirtualMachine machine, long height) => Run(machine, SingletonActors.Cron, MethodNumber.CronEpochTick, default, height, "cron");

    /// <summary>What the miner of a block gets, and the tips of its messages.</summary>
    public void Reward(VirtualMachine machine, BlockMessages block, TokenAmount penalty, TokenAmount tips, long height) => Run(
        machine,
        SingletonActors.Reward,
        MethodNumber.RewardAwardBlockReward,
        ChainEncoding.ToCbor(new AwardBlockRewardParams(block.Miner, penalty, tips, block.WinCount)),
        height,
        "the reward of a block");

    private void Run(VirtualMachine machine, ActorId to, ulong method, ReadOnlyMemory<byte> parameters, long height, string what)
    {
        var message = new Message
        {
            From = SingletonActors.System.ToAddress(),
            To = to.ToAddress(),
            Sequence = unchecked((ulong)height),
            MethodNum = method,
            Params = parameters,
            GasLimit = GasLimit,
        };
        ApplyResult result = machine.ApplyImplicit(message);
        if (!result.Receipt.ExitCode.IsSuccess)
            FatalException.Throw($"{what} at epoch {height}: exit {result.Receipt.ExitCode}: {result.Failure}");
        ran?.Invoke(new RanMessage(message, message.Cid, result, IsImplicit: true));
    }
}
