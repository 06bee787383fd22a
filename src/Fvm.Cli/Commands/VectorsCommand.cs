using System.CommandLine;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm vectors</c>: message vectors.</summary>
internal static class VectorsCommand
{
    public static Command Create() => new("vectors", "Run, record, stress and time message vectors.")
    {
        VectorsRunCommand.Create(), VectorsRecordCommand.Create(), VectorsCliffCommand.Create(), VectorsBenchCommand.Create(),
    };
}
