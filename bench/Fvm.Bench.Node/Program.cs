using System.Globalization;
using Fvm.Bench.Node;

string usage = """
    Fvm.Bench.Node epochs [COUNT] [BUNDLE.car]         COUNT epochs (2880) on a chain with 100 contracts
    Fvm.Bench.Node transfers BENCH.json [COUNT] [DIR]  signed ERC-20 transfers, a tipset each, in process; BENCH.json is the compiled Bench.sol of ../shared/bench
    Fvm.Bench.Node calls BENCH.json [SECONDS] [NAME]   the loops of that contract as eth_call runs them, in process; SECONDS (2) for each, or for the one of that name
    Fvm.Bench.Node kills COUNT DIR [SEED]              a chain in a new folder, its process killed COUNT times under load; exit 1 if an acknowledged transaction is lost
    """;
switch (args)
{
    case ["epochs", ..]:
        await Epochs.RunAsync(args.Length > 1 ? Count(args[1]) : 2880, args.Length > 2 ? args[2] : null);
        return 0;
    case ["transfers", string code, ..]:
        await Transfers.RunAsync(code, args.Length > 2 ? Count(args[2]) : 3000, args.Length > 3 ? args[3] : null);
        return 0;
    case ["calls", string code, ..]:
        await Calls.RunAsync(code, args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 2, args.Length > 3 ? args[3] : null);
        return 0;
    case ["write", string folder]:
        await Kills.WriteAsync(folder);
        return 0;
    case ["kills", string count, string folder, ..]:
        (int acknowledged, int lost) = await Kills.RunAsync(Count(count), folder, args.Length > 3 ? Count(args[3]) : 1);
        Console.WriteLine($"{count} kills, {acknowledged} transactions acknowledged, {lost} lost");
        return lost == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine(usage);
        return 2;
}

static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);
