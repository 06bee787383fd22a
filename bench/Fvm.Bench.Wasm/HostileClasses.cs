using System.Globalization;
using Fvm.Wasm;

namespace Fvm.Bench.Wasm;

/// <summary>Classes of work that take long for each unit of gas: ns per gas metered, and the ratio to V8 unmetered (<c>hostile/hostile.c</c>).</summary>
internal static class HostileClasses
{
    private const double MostNsPerGas = 0.3;
    private const double MostOfV8 = 3;
    private const int WarmUp = 3;

    private static readonly string[] Names =
    [
        "divisions", "roots", "loads that miss", "memory.copy, 1 MiB", "memory.fill, 1 MiB", "copy and fill, tiny", "memory.grow",
        "indirect calls", "branches", "deep calls", "many parameters", "an empty loop", "unaligned accesses",
    ];

    // The network prices an instruction alike, whatever the processor makes of it: these two are beyond the engine.
    private static readonly string[] Exempt = ["divisions", "roots", "loads that miss"];

    public static int Run(int rounds)
    {
        using var peer = V8Peer.TryStart();
        Console.WriteLine($"{"class",-22}{"metered",11}{"V8",11}{"metered/V8",12}{"ns/gas",9}{"first run",12}{"ns/gas",9}");
        for (var i = 0; i < Names.Length; i++)
        {
            var module = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "hostile", string.Create(CultureInfo.InvariantCulture, $"h{i}.wasm")));
            using var guest = new GuestModule(module, metered: true);
            peer?.Load($"h{i}", module);
            var first = guest.Run(0);
            if (guest.Trap != WasmTrap.None) throw new InvalidOperationException($"{Names[i]} ended with {guest.Trap}");
            var firstPerGas = PerGas(first, guest);
            double ours = double.MaxValue, theirs = peer is null ? double.NaN : double.MaxValue;
            for (var round = 0; round < rounds + WarmUp; round++)
            {
                if (round == WarmUp) Thread.Sleep(100);
                var time = guest.Run(0);
                var other = peer?.Run($"h{i}", 0) ?? double.NaN;
                if (round < WarmUp) continue;
                ours = Math.Min(ours, time);
                theirs = Math.Min(theirs, other);
            }

            var perGas = PerGas(ours, guest);
            var note = (perGas > MostNsPerGas && !Exempt.Contains(Names[i]) ? "  over 0.3 ns/gas" : "") + (ours / theirs > MostOfV8 ? "  over 3 x V8" : "");
            Console.WriteLine(FormattableString.Invariant(
                $"{Names[i],-22}{ours,8:F2} ms{theirs,8:F2} ms{ours / theirs,12:F2}{perGas,9:F3}{first,9:F2} ms{firstPerGas,9:F3}{note}"));
        }

        return 0;
    }

    private static double PerGas(double milliseconds, GuestModule guest) => milliseconds * 1e9 / guest.Milligas;
}
