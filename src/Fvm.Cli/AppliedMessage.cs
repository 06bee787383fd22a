using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Abi.Node;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;

namespace Fvm.Cli;

/// <summary>What became of one message, to print.</summary>
/// <param name="Result">The result.</param>
/// <param name="Root">The state after it.</param>
/// <param name="IsModelled">Whether the gas is that of actors in C#, a model.</param>
/// <param name="Method">The method, if it is known.</param>
internal sealed record AppliedMessage(ApplyResult Result, Cid Root, bool IsModelled, MethodSchema? Method)
{
    public JsonObject ToJson() => new()
    {
        ["exit_code"] = Result.Receipt.ExitCode.Value,
        ["return"] = Convert.ToHexStringLower(Result.Receipt.ReturnData.Span),
        ["return_decoded"] = Decoded,
        ["gas_used"] = Result.Receipt.GasUsed,
        ["gas"] = IsModelled ? "modelled" : "exact",
        ["events_root"] = Result.Receipt.EventsRoot?.ToString(),
        ["events"] = Result.Events.Count,
        ["base_fee_burn"] = Result.BaseFeeBurn.Atto.ToString(CultureInfo.InvariantCulture),
        ["over_estimation_burn"] = Result.OverEstimationBurn.Atto.ToString(CultureInfo.InvariantCulture),
        ["miner_tip"] = Result.MinerTip.Atto.ToString(CultureInfo.InvariantCulture),
        ["miner_penalty"] = Result.Penalty.Atto.ToString(CultureInfo.InvariantCulture),
        ["refund"] = Result.Refund.Atto.ToString(CultureInfo.InvariantCulture),
        ["failure"] = Result.Failure,
        ["root"] = Root.ToString(),
    };

    public void Print()
    {
        Console.WriteLine($"exit    {Result.Receipt.ExitCode}");
        if (!Result.Receipt.ReturnData.IsEmpty)
            Console.WriteLine($"return  {(Decoded is { } decoded ? Output.Line(decoded) : $"0x{Convert.ToHexStringLower(Result.Receipt.ReturnData.Span)}")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gas     {Result.Receipt.GasUsed:N0}{(IsModelled ? " (modelled: the actors in C# have a gas of their own; --actors with a bundle is exact)" : string.Empty)}"));
        if (Result.Events.Count != 0)
            Console.WriteLine($"events  {Result.Events.Count}, root {Result.Receipt.EventsRoot}");
        if (Result.Failure is { } failure)
            Console.WriteLine($"failure {failure.ReplaceLineEndings("\n        ")}");
        Console.WriteLine($"root    {Root}");
    }

    private JsonNode? Decoded => Result.Receipt.ExitCode.IsSuccess && Method?.Return is { } type
        && SchemaReader.TryRead(type, Result.Receipt.ReturnData.Span, out JsonNode? json, out _)
            ? json
            : null;
}
