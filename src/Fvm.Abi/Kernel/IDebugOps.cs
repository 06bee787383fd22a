namespace Fvm.Abi.Kernel;

/// <summary>The syscall family <c>debug</c>. Nothing of it is consensus: when debugging is off, the calls only cost their host call.</summary>
public interface IDebugOps
{
    /// <summary>Whether actor debugging is on.</summary>
    bool Enabled { get; }

    /// <summary>Logs a line.</summary>
    /// <param name="message">The line.</param>
    void Log(string message);

    /// <summary>Keeps an artifact.</summary>
    /// <param name="name">1 to 256 bytes, no separators, no leading dot (else 1).</param>
    /// <param name="data">The artifact.</param>
    SyscallStatus StoreArtifact(string name, ReadOnlySpan<byte> data);
}
