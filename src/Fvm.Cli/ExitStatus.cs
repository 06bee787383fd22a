namespace Fvm.Cli;

/// <summary>The exit codes of every command.</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work was done and found failures.</summary>
    public const int FoundFailures = 1;

    /// <summary>It could not be done: bad input, bad flags, something missing.</summary>
    public const int CannotBeDone = 2;
}
