using System.CommandLine;
using System.CommandLine.Parsing;
using Fvm.Cli.Commands;

namespace Fvm.Cli;

/// <summary>The tool <c>fvm</c>. Exit codes: 0 done, 1 the work was done and found failures, 2 it could not be done.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        var root = new RootCommand("An independent implementation of the Filecoin Virtual Machine for .NET.")
        {
            DevnetCommand.Create(),
            AccountsCommand.Create(),
            AddrCommand.Create(),
            FundCommand.Create(),
            CallCommand.Create(),
            SendCommand.Create(),
            DeployCommand.Create(),
            TxCommand.Create(),
            BlockCommand.Create(),
            LogsCommand.Create(),
            ActorCommand.Create(),
            MineCommand.Create(),
            TimeCommand.Create(),
            UpgradeCommand.Create(),
            SnapshotCommand.Create(),
            SnapshotCommand.Revert(),
            DumpCommand.Create(),
            DumpCommand.Load(),
            ConfigCommand.Create(),
            DoctorCommand.Create(),
            RpcCommand.Create(),
            RunCommand.Create(),
            VectorsCommand.Create(),
            TraceCommand.Create(),
            GasCommand.Create(),
            GenesisCommand.Create(),
            StateCommand.Create(),
            MessageCommand.Create(),
            BundleCommand.Create(),
            ScenariosCommand.Create(),
            WasmCommand.Create(),
            ProofsCommand.Create(),
            EvmCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count == 0 && MistypedOption(parsed) is { } mistyped)
        {
            Console.Error.WriteLine($"fvm: there is no option {mistyped}");
            Console.Error.WriteLine($"fvm: try 'fvm {Path(parsed)}--help'");
            return ExitStatus.CannotBeDone;
        }

        if (parsed.Errors.Count == 0)
            return CommandFailure.Guard(() => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));

        // Nothing was asked for: whoever types 'fvm' or 'fvm vectors' wants to see what there is.
        if (parsed.CommandResult.Command.Subcommands.Count != 0 && parsed.UnmatchedTokens.Count == 0)
        {
            root.Parse([.. args, "--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
            return ExitStatus.CannotBeDone;
        }

        foreach (string message in parsed.Errors.Select(Describe).Distinct())
            Console.Error.WriteLine($"fvm: {message}");
        Console.Error.WriteLine($"fvm: try 'fvm {Path(parsed)}--help'");
        return ExitStatus.CannotBeDone;
    }

    /// <summary>What an argument that takes anything has swallowed, such as a path; whoever means a file of that name writes "./--name" or puts "--" before.</summary>
    private static string? MistypedOption(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value).FirstOrDefault(value => value.StartsWith("--", StringComparison.Ordinal));

    /// <summary>The parser's words; where it does not name the argument that is missing, we do.</summary>
    private static string Describe(ParseError error) =>
        error.SymbolResult is ArgumentResult { Argument.Name: var name } && !error.Message.Contains(name, StringComparison.Ordinal)
            ? $"{error.Message.TrimEnd('.')}: {name}"
            : error.Message;

    private static string Path(ParseResult parsed) => string.Concat(
        parsed.CommandResult.Command.Parents.OfType<Command>().Where(parent => parent is not RootCommand)
            .Append(parsed.CommandResult.Command).Where(command => command is not RootCommand).Select(command => command.Name + " "));
}
