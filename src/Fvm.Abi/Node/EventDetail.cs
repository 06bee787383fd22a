namespace Fvm.Abi.Node;

/// <summary>What becomes of the events of a message. Gas and failures are the same with all: each event is checked and paid for.</summary>
public enum EventDetail
{
    /// <summary>Results have them, and receipts their root: what the chain wants.</summary>
    Rooted,

    /// <summary>Results have them; receipts lack the root, which costs an encoding and a hash of all.</summary>
    Kept,

    /// <summary>Nobody sees them, unless there is a trace.</summary>
    Dropped,
}
