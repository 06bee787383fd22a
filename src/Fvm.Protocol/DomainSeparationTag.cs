namespace Fvm.Protocol;

/// <summary>What randomness is drawn for; the "personalization" of a draw. Source: builtin-actors <c>runtime/src/runtime/randomness.rs</c>.</summary>
public enum DomainSeparationTag : long
{
    /// <summary>Tickets.</summary>
    TicketProduction = 1,

    /// <summary>Leader election.</summary>
    ElectionProofProduction = 2,

    /// <summary>The challenge of a winning PoSt.</summary>
    WinningPoStChallengeSeed = 3,

    /// <summary>The challenge of a window PoSt.</summary>
    WindowedPoStChallengeSeed = 4,

    /// <summary>A seal's ticket.</summary>
    SealRandomness = 5,

    /// <summary>A seal's interactive seed.</summary>
    InteractiveSealChallengeSeed = 6,

    /// <summary>A miner's first proving deadline.</summary>
    WindowedPoStDeadlineAssignment = 7,

    /// <summary>The market's cron processing epochs.</summary>
    MarketDealCronSeed = 8,

    /// <summary>The chain commitment of a window PoSt.</summary>
    PoStChainCommit = 9,

    /// <summary>The EVM's PREVRANDAO.</summary>
    EvmPrevRandao = 10,
}
