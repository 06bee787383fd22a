using Fvm.Actors.Runtime;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>The lanes of a channel. What is wrong with them is exit 20, undecodable blocks are 21, a lane above the limit is 16.</summary>
internal sealed class ChannelLanes
{
    private readonly Amt<LaneState> lanes;

    private ChannelLanes(Amt<LaneState> lanes) => this.lanes = lanes;

    public static Cid Empty(ActorRuntime runtime) => Guard(
        "failed to create empty AMT",
        () => new Amt<LaneState>(runtime.Store, ChainEncoding.Codec<LaneState>(), AmtLayout.V3, PaymentChannelPolicy.LaneStatesBitWidth).Flush());

    public static ChannelLanes Load(ActorRuntime runtime, Cid root) => Guard(
        "failed to load lane states", () => new ChannelLanes(Amt<LaneState>.Load(runtime.Store, root, ChainEncoding.Codec<LaneState>())));

    public bool TryGet(ulong lane, out LaneState state)
    {
        if (lane > PaymentChannelPolicy.MaxLane)
            Abort.IllegalArgument("maximum lane ID is 2^63-1");
        LaneState found = default;
        bool there = Guard($"failed to load lane {lane}", () => lanes.TryGet(lane, out found));
        state = found;
        return there;
    }

    public void Set(ulong lane, LaneState state) => Guard($"failed to store lane {lane}", () =>
    {
        lanes.Set(lane, state);
        return true;
    });

    public Cid Flush() => Guard("failed to save lanes", lanes.Flush);

    private static T Guard<T>(string context, Func<T> part) => Abort.Downcast(ExitCode.UsrIllegalState, context, part);
}
