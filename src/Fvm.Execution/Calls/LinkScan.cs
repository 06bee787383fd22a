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

    /// <summary>Of blocks without links, by heads: nodes with nothing below them are all alike.</summary>
    private static readonly LinkScan[] Linkless = [.. Enumerable.Range(0, 256).Select(static fields => new LinkScan((ulong)fields, 0, []))];

    /// <summary>Of a block without links.</summary>
    /// <param name="fields">CBOR heads met.</param>
    public static LinkScan Without(ulong fields) => fields < (ulong)Linkless.Length ? Linkless[fields] : new LinkScan(fields, 0, []);

    /// <summary>How many links count.</summary>
    public ulong Count => (ulong)Cids.Length;
}
