using System.CommandLine;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm proofs</c>: storage proofs.</summary>
internal static class ProofsCommand
{
    public static Command Create() => new("proofs", "Run the vectors of storage proofs, time their verification, look at verifying keys.")
    {
        ProofsVectorsCommand.Create(), ProofsBenchCommand.Create(), ProofsKeysCommand.Create(),
    };
}
