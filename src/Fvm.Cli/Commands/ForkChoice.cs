using System.CommandLine;
using Fvm.Node.Forks;

namespace Fvm.Cli.Commands;

/// <summary>The options of <c>fvm devnet</c> that put it on top of another chain. Anvil's names for them are taken, too.</summary>
internal sealed class ForkChoice
{
    /// <summary>The value of <c>--actors</c> that runs the wasm actors of the upstream.</summary>
    private const string UpstreamActors = "upstream";

    private readonly Option<string?> url = new("--fork", "--fork-url")
    {
        Description = "Begin on the state of another Filecoin chain, which this node of it tells as it is needed. Nothing is written there. TOKEN:/ip4/... as of lotus does, too.",
        HelpName = "URL",
    };

    private readonly Option<long?> epoch = new("--fork-epoch", "--fork-block-number") { Description = "The last epoch that is the other chain's. Default: the newest whose state is known.", HelpName = "N" };
    private readonly Option<string?> token = new("--fork-token") { Description = "The token that the other chain's node asks for (Authorization: Bearer).", HelpName = "TOKEN" };
    private readonly Option<bool> cron = new("--fork-cron") { Description = "Run cron and rewards at each epoch of the fork; on mainnet that reads thousands of blocks an epoch. Not on actors in C#." };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[url, epoch, token, cron])
            command.Add(option);
    }

    /// <summary>What was chosen; null for a chain of its own.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="actors">The value of <c>--actors</c>.</param>
    /// <param name="chainId">The option for the chain id, which a fork takes from its upstream unless it was given.</param>
    public ForkOptions? Read(ParseResult parsed, string actors, Option<ulong> chainId)
    {
        if (parsed.GetValue(url) is not { } text)
        {
            Option? alone = ((Option[])[epoch, token, cron]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
            return alone is null && actors != UpstreamActors ? null : throw new CommandFailure($"{alone?.Name ?? "--actors upstream"} is for forks: name a node of the other chain with --fork URL");
        }

        if (!UpstreamEndpoint.TryParse(text, out UpstreamEndpoint? endpoint))
            throw new CommandFailure($"--fork '{text}': is no URL of a node, such as https://api.node.glif.io/rpc/v1, and no API info of lotus's (a user's name in it goes into --fork-token)");
        if (parsed.GetValue(epoch) < 0)
            throw new CommandFailure($"--fork-epoch {parsed.GetValue(epoch)}: epochs are not negative");
        return new ForkOptions(parsed.GetValue(token) is { } given ? endpoint with { Token = given } : endpoint)
        {
            Epoch = parsed.GetValue(epoch),
            ChainId = parsed.GetResult(chainId) is { Implicit: false } ? parsed.GetValue(chainId) : null,
            UpstreamActors = actors == UpstreamActors,
            RunsCron = parsed.GetValue(cron),
        };
    }
}
