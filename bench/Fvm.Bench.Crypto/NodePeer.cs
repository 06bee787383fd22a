using System.Diagnostics;
using System.Globalization;

namespace Fvm.Bench.Crypto;

/// <summary>The Node process with noble and the native addons.</summary>
internal sealed class NodePeer : IDisposable
{
    private readonly Process _process;

    private NodePeer(Process process) => _process = process;

    /// <summary>Null, with the reason, when Node or noble is not there.</summary>
    internal static NodePeer? TryStart(string folder, out string reason)
    {
        reason = "";
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            reason = "absent: run `npm ci --prefix bench/Fvm.Bench.Crypto`";
            return null;
        }

        try
        {
            var start = new ProcessStartInfo("node", ["peers.mjs"]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder };
            return new NodePeer(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            reason = $"absent: node does not start ({error.Message})";
            return null;
        }
    }

    /// <summary>The peer's result, or null with the reason for its absence.</summary>
    internal string? Prepare(Row row, string peer, out string reason)
    {
        string answer = Ask($"prepare {row.Name} {peer} {string.Join(' ', row.Arguments)}");
        bool isThere = answer.StartsWith("ok ", StringComparison.Ordinal);
        reason = isThere ? "" : answer;
        return isThere ? answer[3..] : null;
    }

    /// <summary>Microseconds of one call.</summary>
    internal double Time(Row row, string peer, int count) =>
        double.Parse(Ask($"run {row.Name} {peer} {count}"), CultureInfo.InvariantCulture) / 1000 / count;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node has ended");
    }
}
