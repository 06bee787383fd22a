using Fvm.Abi;

namespace Fvm.Hosting.Tracing;

/// <summary>What a frame of a flame graph stands for.</summary>
public enum FlameKind
{
    /// <summary>The message.</summary>
    Message,

    /// <summary>A call of an actor.</summary>
    Call,

    /// <summary>A wasm function.</summary>
    Function,

    /// <summary>A syscall.</summary>
    Syscall,

    /// <summary>A charge.</summary>
    Charge,
}

/// <summary>A frame of a flame graph: a path of calls, and the gas of everything that ran under that path.</summary>
/// <param name="name">What it is called.</param>
/// <param name="kind">What it stands for.</param>
public sealed class FlameFrame(string name, FlameKind kind)
{
    private readonly Dictionary<(FlameKind Kind, string Name), FlameFrame> children = [];

    /// <summary>What it is called.</summary>
    public string Name { get; } = name;

    /// <summary>What it stands for.</summary>
    public FlameKind Kind { get; } = kind;

    /// <summary>Its own gas.</summary>
    public GasAmount Self { get; set; }

    /// <summary>Its gas with that of the frames inside.</summary>
    public GasAmount Total { get; private set; }

    /// <summary>The frames inside, greatest first.</summary>
    public IReadOnlyList<FlameFrame> Children =>
        [.. children.Values.OrderByDescending(child => child.Total).ThenBy(child => child.Name, StringComparer.Ordinal)];

    /// <summary>The frame inside with a name, made if need be.</summary>
    /// <param name="childName">Its name.</param>
    /// <param name="childKind">What it stands for.</param>
    public FlameFrame Child(string childName, FlameKind childKind)
    {
        if (!children.TryGetValue((childKind, childName), out FlameFrame? child))
            children.Add((childKind, childName), child = new FlameFrame(childName, childKind));
        return child;
    }

    /// <summary>Works the totals out, from the leaves up.</summary>
    public GasAmount Sum() => Total = children.Values.Aggregate(Self, static (sum, child) => sum + child.Sum());
}
