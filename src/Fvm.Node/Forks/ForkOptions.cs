namespace Fvm.Node.Forks;

/// <summary>Which chain a devnet begins on, and how that chain is read (docs/devnet.md, "A chain on top of another").</summary>
/// <param name="Endpoint">A node of that chain.</param>
public sealed record ForkOptions(UpstreamEndpoint Endpoint)
{
    /// <summary>The last epoch that is the upstream's; null for the newest whose state is known.</summary>
    public long? Epoch { get; init; }

    /// <summary>The EIP-155 chain id; null for the upstream's.</summary>
    public ulong? ChainId { get; init; }

    /// <summary>Whether the wasm actors of the upstream run, read from it as all blocks are; else the actors in C#, or those of <see cref="DevnetOptions.Bundle"/>.</summary>
    public bool UpstreamActors { get; init; }

    /// <summary>
    /// Whether cron runs at each epoch and blocks are rewarded, as on the network. Off by default: on mainnet one epoch reads thousands of blocks, of the miners whose deadline it is. Not
    /// on actors in C#.
    /// </summary>
    public bool RunsCron { get; init; }

    /// <summary>How many requests are under way at once, at most.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How often a request is tried before it is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>How long to wait before the second attempt; before each next one twice as long.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may be: logs of a long range, or a tipset with its messages; blocks have at most a megabyte or two.</summary>
    internal long AnswerBytes { get; init; } = 64 << 20;
}
