using System.Runtime.ExceptionServices;

namespace Fvm.Hosting;

/// <summary>
/// Runs work on a thread whose stack holds the deepest message: .NET cannot catch a stack overflow, and calls between actors are calls in
/// .NET (docs/rationale.md, "Why a thread of its own?").
/// </summary>
public static class DeepStack
{
    /// <summary>
    /// Bytes of stack. 1024 frames of the call stack, each with the machine's own frames, beside the compiled wasm that the engine bounds per
    /// instance. Only what is touched takes memory.
    /// </summary>
    public const int StackBytes = 1 << 30;

    [ThreadStatic]
    private static bool isDeep;

    /// <summary>Runs a function to its end: at once when this thread is deep already, else on a new deep thread.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="work">The function; what it throws is thrown here.</param>
    public static T Run<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (isDeep)
            return work();

        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                isDeep = true;
                try
                {
                    result = work();
                }
                catch (Exception caught)
                {
                    // Whatever it is belongs to the caller's thread.
                    failure = ExceptionDispatchInfo.Capture(caught);
                }
            },
            StackBytes)
        {
            IsBackground = true,
            Name = "fvm deep stack",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>Runs an action to its end; see <see cref="Run{T}"/>.</summary>
    /// <param name="work">The action.</param>
    public static void Run(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Run(() =>
        {
            work();
            return true;
        });
    }
}
