using Fvm.Ipld;

namespace Fvm.Execution.Calls;

/// <summary>What a scan of a block for links found; the same whoever scans, so that a block is scanned once and paid for each time.</summary>
/// <param name="Fields">CBOR heads met.</param>
/// <param name="Tags">Links met, those that do not count included.</param>
/// <param name="Cids">The links that count, one for each time that they occur.</param>
internal sealed record LinkScan(ulong Fields, ulong Tags, Cid[] Cids)
{
    /// <summary>Of a block that is not looked into.</summary>
    public static LinkScan None { get; } = new(0, 0, []);

    /// <summary>How many links count.</summary>
    public ulong Count => (ulong)Cids.Length;
}
