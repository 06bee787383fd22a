using System.Globalization;
using Fvm.Wasm;

namespace Fvm.Bench.Wasm;

/// <summary>The kernels, metered and unmetered, beside V8: round after round, the least time of each counts.</summary>
internal static class KernelComparison
{
    /// <summary>The first six are those of <c>../shared/bench/kernels.c</c>, which the geometric mean is over.</summary>
    private static readonly string[] Names = ["sha256", "heap sort", "fib", "256-bit mul", "interpreter", "call_indirect", "keccak-f", "memcpy"];

    private const int InTheMean = 6;
    private const int WarmUp = 3;

    public static int Run(int rounds, string? only)
    {
        using var peer = V8Peer.TryStart();
        var rows = Enumerable.Range(0, Names.Length).Where(i => only is null || Names[i].StartsWith(only, StringComparison.Ordinal)).Select(i => new Row(i)).ToArray();
        foreach (var row in rows) peer?.Load($"k{row.Index}", row.Module);
        for (var round = 0; round < rounds + WarmUp; round++)
        {
            // Functions become machine code in the background: the warm-up ends when they have had time to.
            if (round == WarmUp) Thread.Sleep(500);
            foreach (var row in rows) row.Round(peer, counts: round >= WarmUp);
        }

        Console.WriteLine($"{"kernel",-15}{"metered",10}{"unmetered",11}{"V8",9}{"metered/V8",12}{"unmetered/V8",14}{"ns/gas",9}");
        foreach (var row in rows) row.Print();
        if (peer is not null && rows.Length == Names.Length)
        {
            Line($"geometric mean of the first six: metered {Mean(rows, row => row.Metered / row.Peer):F3}, unmetered {Mean(rows, row => row.Unmetered / row.Peer):F3} of V8's time");
            Line($"geometric mean of V8's times: {Mean(rows, row => row.Peer):F2} ms");
        }

        foreach (var row in rows) row.Dispose();
        return 0;
    }

    private static double Mean(Row[] rows, Func<Row, double> figure) => Math.Exp(rows.Take(InTheMean).Average(row => Math.Log(figure(row))));

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private sealed class Row : IDisposable
    {
        private readonly GuestModule _metered;
        private readonly GuestModule _unmetered;

        public Row(int index)
        {
            Index = index;
            Module = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "kernels", string.Create(CultureInfo.InvariantCulture, $"k{index}.wasm")));
            _metered = new GuestModule(Module, metered: true);
            _unmetered = new GuestModule(Module, metered: false);
        }

        public int Index { get; }

        public byte[] Module { get; }

        public double Metered { get; private set; } = double.MaxValue;

        public double Unmetered { get; private set; } = double.MaxValue;

        public double Peer { get; private set; } = double.NaN;

        public void Round(V8Peer? peer, bool counts)
        {
            var theirs = peer?.Run($"k{Index}", 0) ?? double.NaN;
            var (with, without) = (_metered.Run(0), _unmetered.Run(0));
            if (_metered.Trap != WasmTrap.None) throw new InvalidOperationException($"{Names[Index]} ended with {_metered.Trap}");
            if (!counts) return;
            Metered = Math.Min(Metered, with);
            Unmetered = Math.Min(Unmetered, without);
            Peer = double.IsNaN(Peer) ? theirs : Math.Min(Peer, theirs);
        }

        public void Print() => Line(
            $"{Names[Index],-15}{Metered,7:F1} ms{Unmetered,8:F1} ms{Peer,6:F1} ms{Metered / Peer,12:F2}{Unmetered / Peer,14:F2}{Metered * 1e9 / _metered.Milligas,9:F3}");

        public void Dispose()
        {
            _metered.Dispose();
            _unmetered.Dispose();
        }
    }
}
