using System.Diagnostics;
using System.Globalization;

namespace Fvm.Bench.Crypto;

/// <summary>Measures a row: in each round every side runs once, one after the other, so that all see the same machine; the least time of a side counts.</summary>
internal sealed class Measurement(NodePeer? node, AnvilPeer? anvil, int rounds)
{
    private const int AnvilCalls = 20;
    private const int WarmingTurns = 4;
    private const double RoundMicroseconds = 8_000;

    internal static string Header =>
        $"{"operation",-18}{"ours us",11}{"ours/s",12}{"noble us",12}{"x noble",9}{"native us",12}{"of native",11}  peer, or why it is absent";

    internal void Run(Row row)
    {
        string nobleReason = "absent: no node", nativeReason = "";
        row.Own.Run();
        string expected = row.Own.Result();
        bool hasNoble = IsThere(node?.Prepare(row, "noble", out nobleReason), expected, row.Name);
        bool isInProcess = row.Native is not null, hasNative = isInProcess;
        if (row.Native is { } native)
        {
            native.Run();
            _ = IsThere(native.Result(), expected, row.Name);
        }
        else if (row.NativeName.Length > 0 && node is not null)
        {
            hasNative = IsThere(node.Prepare(row, "native", out nativeReason), expected, row.Name);
        }

        double own = double.MaxValue, noble = double.MaxValue, peer = double.MaxValue, request = double.MaxValue, chain = double.MaxValue;
        int ownCount = Calibrate(row.Own), nobleCount = hasNoble ? Calibrate(row, "noble") : 0;
        int nativeCount = !hasNative ? 0 : isInProcess ? Calibrate(row.Native!) : Calibrate(row, "native");
        bool asksAnvil = anvil is not null && row.Name == "bn254.pairing2";
        for (int round = 0; round < rounds; round++)
        {
            own = Math.Min(own, Time(row.Own, ownCount));
            if (hasNoble)
                noble = Math.Min(noble, node!.Time(row, "noble", nobleCount));
            if (hasNative)
                peer = Math.Min(peer, isInProcess ? Time(row.Native!, nativeCount) : node!.Time(row, "native", nativeCount));
            if (!asksAnvil)
                continue;
            request = Math.Min(request, anvil!.Time(row.Arguments[0], 0));
            chain = Math.Min(chain, anvil.Time(row.Arguments[0], AnvilCalls));
        }

        string note = row.NativeName.Length == 0 ? "" : hasNative ? row.NativeName : $"{row.NativeName}: {(nativeReason.Length > 0 ? nativeReason : "absent")}";
        if (!hasNoble)
            note += $" noble: {nobleReason}";
        Write(row.Name, own, hasNoble ? noble : null, hasNative ? peer : null, note);
        if (asksAnvil)
            Write(row.Name, own, null, (chain - request) / AnvilCalls, "anvil's precompile by eth_call, the request taken off");
    }

    private static void Write(string name, double own, double? noble, double? native, string note) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-18}{own,11:F3}{1e6 / own,12:F0}{Cell(noble),12}{(noble is { } n ? (n / own).ToString("F1", CultureInfo.InvariantCulture) : "-"),9}{Cell(native),12}{(native is { } p ? (p / own).ToString("F2", CultureInfo.InvariantCulture) : "-"),11}  {note.Trim()}"));

    private static string Cell(double? time) => time is { } t ? t.ToString("F3", CultureInfo.InvariantCulture) : "-";

    /// <summary>Whether there is a result; a tilde stands for one that is not to be compared (peers.mjs says why).</summary>
    private static bool IsThere(string? result, string expected, string name)
    {
        if (result is not null && result != "~" && result != expected)
            throw new InvalidOperationException($"{name}: a peer's result is {result}, ours {expected}");
        return result is not null;
    }

    /// <summary>
    /// Warms an operation up and says how many calls fill a round. The JIT's tiers are compiled beside, on a thread that a busy machine starves, each after a tenth of a
    /// second without new code: so the operation runs and waits in turns, else a row shows a lower tier (P-256: 385 us in place of 100).
    /// </summary>
    private static int Calibrate(Operation operation)
    {
        for (int turn = 0; turn < WarmingTurns; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 64 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < 80; i++)
                operation.Run();
            Thread.Sleep(180);
        }

        return Count(Time(operation, 8));
    }

    private int Calibrate(Row row, string peer)
    {
        int count = Count(node!.Time(row, peer, 2));
        _ = node.Time(row, peer, count * 4);
        return Count(node.Time(row, peer, count));
    }

    private static int Count(double time) => Math.Max(2, (int)(RoundMicroseconds / time));

    private static double Time(Operation operation, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            operation.Run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }
}
