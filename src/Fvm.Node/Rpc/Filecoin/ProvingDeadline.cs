using System.Text.Json;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>The times of a miner's deadline (go-state-types <c>dline</c>): the policy of mainnet, which all networks have.</summary>
internal sealed record ProvingDeadline(long CurrentEpoch, long PeriodStart, ulong Index)
{
    private const ulong PeriodDeadlines = 48;
    private const long ProvingPeriod = 2880;
    private const long ChallengeWindow = 60;
    private const long ChallengeLookback = 20;
    private const long DeclarationCutoff = ChallengeLookback + 50;

    private bool IsPastLast => Index >= PeriodDeadlines;

    private long Open => IsPastLast ? PeriodStart + ProvingPeriod : PeriodStart + ((long)Index * ChallengeWindow);

    private long Close => IsPastLast ? Open : Open + ChallengeWindow;

    /// <summary>The deadline that a miner's state has, in the first period in which it is not over.</summary>
    public static ProvingDeadline At(long periodStart, ulong index, long epoch)
    {
        var deadline = new ProvingDeadline(epoch, periodStart, index);
        return epoch < deadline.Close
            ? deadline
            : deadline with { PeriodStart = periodStart + (ProvingPeriod * (1 + ((epoch - deadline.Close) / ProvingPeriod))) };
    }

    /// <summary>As lotus writes it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("CurrentEpoch"u8, CurrentEpoch);
        writer.WriteNumber("PeriodStart"u8, PeriodStart);
        writer.WriteNumber("Index"u8, Index);
        writer.WriteNumber("Open"u8, Open);
        writer.WriteNumber("Close"u8, Close);
        writer.WriteNumber("Challenge"u8, IsPastLast ? Open : Open - ChallengeLookback);
        writer.WriteNumber("FaultCutoff"u8, IsPastLast ? 0 : Open - DeclarationCutoff);
        writer.WriteNumber("WPoStPeriodDeadlines"u8, PeriodDeadlines);
        writer.WriteNumber("WPoStProvingPeriod"u8, ProvingPeriod);
        writer.WriteNumber("WPoStChallengeWindow"u8, ChallengeWindow);
        writer.WriteNumber("WPoStChallengeLookback"u8, ChallengeLookback);
        writer.WriteNumber("FaultDeclarationCutoff"u8, DeclarationCutoff);
        writer.WriteEndObject();
    }
}
