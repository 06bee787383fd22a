using Fvm.Abi.Node;

namespace Fvm.Conformance.Scenarios;

/// <summary>
/// A story on a small network: messages one after the other, each with the exit code that it should have. It is told to one world at a time, and must not
/// look at anything but what that world answers.
/// </summary>
/// <param name="Name">The name: the actor's, a slash, what happens.</param>
/// <param name="Play">The story.</param>
public sealed record Scenario(string Name, Action<ScenarioWorld> Play)
{
    /// <summary>What the world's actors learn of the chain; null for nothing.</summary>
    public IExterns? Node { get; init; }
}
