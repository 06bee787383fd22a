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
            RunCommand.Create(),
            VectorsCommand.Create(),
            TraceCommand.Create(),
            GasCommand.Create(),
            GenesisCommand.Create(),
            BundleCommand.Create(),
            WasmCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return CommandFailure.Guard(() => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));

        foreach (string message in parsed.Errors.Select(Describe).Distinct())
            Console.Error.WriteLine($"fvm: {message}");
        Console.Error.WriteLine($"fvm: try 'fvm {Path(parsed)}--help'");
        return ExitStatus.CannotBeDone;
    }

    /// <summary>The parser's words; where it does not name the argument that is missing, we do.</summary>
    private static string Describe(ParseError error) =>
        error.SymbolResult is ArgumentResult { Argument.Name: var name } && !error.Message.Contains(name, StringComparison.Ordinal)
            ? $"{error.Message.TrimEnd('.')}: {name}"
            : error.Message;

    private static string Path(ParseResult parsed) => string.Concat(
        parsed.CommandResult.Command.Parents.OfType<Command>().Where(parent => parent is not RootCommand)
            .Append(parsed.CommandResult.Command).Where(command => command is not RootCommand).Select(command => command.Name + " "));
}
