using System.CommandLine;

namespace Fvm.Cli.Nodes;

/// <summary>The option <c>--rpc</c>, which every command against a running node has.</summary>
internal static class NodeOption
{
    /// <summary>The variable that names the node.</summary>
    public const string Variable = "FVM_RPC";

    /// <summary>Where <c>fvm devnet</c> listens when it is told nothing.</summary>
    public const string Default = "http://127.0.0.1:8545";

    public static Option<string?> Create() => new("--rpc") { Description = $"The node. Default: the variable {Variable}, else {Default}.", HelpName = "URL" };

    /// <summary>Whether somebody named a node.</summary>
    public static bool IsGiven(ParseResult parsed, Option<string?> option) => Given(parsed, option) is not null;

    public static NodeClient Open(ParseResult parsed, Option<string?> option) => NodeClient.At(Given(parsed, option) ?? Default);

    private static string? Given(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null);
}
