using System.Text.Json.Nodes;
using Fvm.Ipld.Bitfields;

namespace Fvm.Node.Rpc.Filecoin;

/// <summary>Bitfields in JSON (go-bitfield): lengths of runs, zeros and ones in turn, zeros first; [0] for nothing.</summary>
internal static class BitfieldJson
{
    /// <summary>Of an actor's state.</summary>
    public static Bitfield Of(JsonNode? json) => Bitfield.TryFromRuns(json!.AsArray().Select(static run => run!.GetValue<ulong>()), out Bitfield? bits)
        ? bits
        : throw new InvalidDataException("a bitfield of a state ends beyond 64 bits");

    /// <summary>Of a request.</summary>
    public static Bitfield Read(RpcValue value) => Bitfield.TryFromRuns([.. value.Items().Select(static run => run.UInt64())], out Bitfield? bits)
        ? bits
        : throw value.Wrong("it ends beyond 64 bits");

    /// <summary>As JSON.</summary>
    public static JsonArray ToJson(Bitfield bits) => new([.. bits.Runs().Select(static run => (JsonNode)run)]);
}
