using Fvm.Abi;
using Fvm.Cli.Nodes;
using Fvm.Conformance.Vectors;
using Fvm.Conformance.WasmSpec;
using Fvm.Ethereum.Abi;
using Fvm.Hosting.Bundles;
using Fvm.Hosting.Genesis;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Node;

namespace Fvm.Cli;

/// <summary>What a person did or gave cannot be worked with; the message is all that they see.</summary>
internal sealed class CommandFailure : Exception
{
    public CommandFailure(string message)
        : base(message)
    {
    }

    /// <summary>Runs a command; what is wrong with its input becomes one line and exit code 2. Bugs of ours stay loud.</summary>
    public static int Guard(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception failure) when (failure is CommandFailure or NodeRefusal or AbiException or BundleException or VectorFormatException or FatalException
            or IpldException or GenesisException or DevnetException or SpecFormatException or SchemaException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"fvm: {failure.Message.ReplaceLineEndings(" ")}");
            return ExitStatus.CannotBeDone;
        }
    }
}
