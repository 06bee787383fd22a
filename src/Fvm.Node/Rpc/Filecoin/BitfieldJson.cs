using System.Text.Json.Nodes;
using Fvm.Ipld.Bitfields;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Bitfields in JSON (go-bitfield): lengths of runs, zeros and ones in turn, zeros first; [0] for nothing.</summary>
internal static class BitfieldJson
{
    /// <summary>Of an actor's state.</summary>
    public static Bitfield Of(JsonNode? json) => Bitfield.FromRanges(Ranges(json!.AsArray().Select(static run => run!.GetValue<ulong>())));

    /// <summary>Of a request.</summary>
    public static Bitfield Read(RpcValue value)
    {
        List<ulong> runs = [.. value.Items().Select(static run => run.UInt64())];
        UInt128 end = 0;
        foreach (ulong run in runs)
            end += run;
        return end <= ulong.MaxValue ? Bitfield.FromRanges(Ranges(runs)) : throw value.Wrong("it ends beyond 64 bits");
    }

    /// <summary>As JSON.</summary>
    public static JsonArray ToJson(Bitfield bits)
    {
        var runs = new JsonArray();
        ulong end = 0;
        foreach (BitRange range in bits.Ranges)
        {
            runs.Add(range.Start - end);
            runs.Add(range.Size);
            end = range.End;
        }

        if (runs.Count == 0)
            runs.Add(0UL);
        return runs;
    }

    private static IEnumerable<BitRange> Ranges(IEnumerable<ulong> runs)
    {
        ulong at = 0;
        bool isSet = false;
        foreach (ulong run in runs)
        {
            if (isSet && run != 0)
                yield return new BitRange(at, at + run);
            at += run;
            isSet = !isSet;
        }
    }
}
