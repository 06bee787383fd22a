namespace Fvm.Actors.Runtime;

/// <summary>What a check of a state's invariants found (builtin-actors <c>MessageAccumulator</c>): one line a broken one.</summary>
public sealed class InvariantLog
{
    private readonly List<string> broken = [];
    private readonly string prefix;

    /// <summary>Makes an empty log.</summary>
    /// <param name="prefix">What stands in front of each line, such as <c>multisig f0101: </c>.</param>
    public InvariantLog(string prefix = "") => this.prefix = prefix;

    /// <summary>The broken invariants.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>Whether none is broken.</summary>
    public bool IsEmpty => broken.Count == 0;

    /// <summary>Adds a line unless something holds.</summary>
    /// <param name="holds">What must hold.</param>
    /// <param name="message">What to say when it does not.</param>
    public void Require(bool holds, string message)
    {
        if (!holds)
            Add(message);
    }

    /// <summary>Adds a line.</summary>
    /// <param name="message">The line.</param>
    public void Add(string message) => broken.Add(prefix + message);

    /// <summary>Adds all lines of another log.</summary>
    /// <param name="other">The other log.</param>
    public void AddAll(InvariantLog other)
    {
        ArgumentNullException.ThrowIfNull(other);
        broken.AddRange(other.Broken.Select(line => prefix + line));
    }
}
