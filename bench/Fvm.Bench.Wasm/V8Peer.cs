using System.Diagnostics;
using System.Globalization;

namespace Fvm.Bench.Wasm;

/// <summary>Node's V8 in a process of its own (<c>v8.mjs</c>), asked for one run at a time, so that both engines see the same machine.</summary>
internal sealed class V8Peer : IDisposable
{
    private readonly Process _node;

    private V8Peer(Process node) => _node = node;

    /// <summary>Starts Node; null where there is none.</summary>
    public static V8Peer? TryStart()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "v8.mjs"));
        try
        {
            return new V8Peer(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("node is not on the PATH: no comparison");
            return null;
        }
    }

    /// <summary>Hands a module over.</summary>
    public void Load(string name, byte[] module)
    {
        var answer = Ask($"load {name} {Convert.ToBase64String(module)}");
        if (answer != "ok") throw new InvalidOperationException($"{name}: V8 {answer}");
    }

    /// <summary>Calls the module's export <c>invoke</c>: milliseconds.</summary>
    public double Run(string name, int argument)
    {
        var answer = Ask(string.Create(CultureInfo.InvariantCulture, $"run {name} {argument}")).Split(' ');
        return double.Parse(answer[0], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private string Ask(string line)
    {
        _node.StandardInput.WriteLine(line);
        _node.StandardInput.Flush();
        return _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node has ended");
    }
}
