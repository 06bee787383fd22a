namespace Fvm.Cli;

/// <summary>Which threads of this process begin to answer.</summary>
internal static class SocketThreads
{
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Lets the thread that sees a request arrive begin its answer, instead of waking another. A switch of .NET's sockets that only the environment has, so only
    /// whoever owns the process may set it, before its first socket; what the environment says already stays.
    /// </summary>
    public static void BeginThere()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
            Environment.SetEnvironmentVariable(Switch, "1");
    }
}
