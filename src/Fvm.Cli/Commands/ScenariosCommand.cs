using System.CommandLine;

namespace Fvm.Cli.Commands;

/// <summary><c>fvm scenarios</c>: stories over the built-in actors, in C# and on a bundle.</summary>
internal static class ScenariosCommand
{
    public static Command Create() => new("scenarios", "Run scenarios over the built-in actors in C#, and compare them with a bundle of wasm actors.")
    {
        ScenariosRunCommand.Create(), ScenariosBenchCommand.Create(),
    };
}
