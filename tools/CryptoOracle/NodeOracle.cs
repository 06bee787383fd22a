using System.Diagnostics;

namespace Fvm.CryptoOracle;

/// <summary>The Node process with the second implementation: one line in, one line out, in order.</summary>
internal sealed class NodeOracle : IDisposable
{
    private readonly Process _process;

    internal NodeOracle(string folder)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "oracle.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
    }

    /// <summary>Asks all questions at once; the answers come in their order.</summary>
    internal string[] Ask(IReadOnlyList<string> questions)
    {
        // The writer runs beside the reader, since neither pipe holds a whole batch.
        Task writer = Task.Run(() =>
        {
            foreach (string question in questions)
                _process.StandardInput.WriteLine(question);
            _process.StandardInput.Flush();
        });
        var answers = new string[questions.Count];
        for (int i = 0; i < answers.Length; i++)
            answers[i] = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node has ended; was `npm ci` run?");
        writer.GetAwaiter().GetResult();
        return answers;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
