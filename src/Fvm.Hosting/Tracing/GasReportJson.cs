using System.Text.Json.Nodes;
using Fvm.Ipld;

namespace Fvm.Hosting.Tracing;

/// <summary>A report on gas as JSON: by category, actor, method and wasm function. In milligas.</summary>
public static class GasReportJson
{
    /// <summary>Adds a report's members to an object that says already whose it is.</summary>
    /// <param name="json">The object.</param>
    /// <param name="report">The report.</param>
    /// <param name="nameOf">What to call code, such as <c>multisig</c>; null for no name.</param>
    /// <returns>The object.</returns>
    public static JsonObject Add(JsonObject json, GasReport report, Func<Cid, string?> nameOf)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(nameOf);
        json["milligas"] = report.Total.Milligas;
        json["categories"] = new JsonObject(report.Categories.Select(static row => KeyValuePair.Create<string, JsonNode?>(row.Key, row.Value.Milligas)));
        json["actors"] = Rows(report.Actors.Select(row => new JsonObject
        {
            ["actor"] = row.Actor?.Value,
            ["code"] = row.Code?.ToString(),
            ["code_name"] = row.Code is null ? null : nameOf(row.Code),
            ["calls"] = row.Calls,
            ["self"] = row.Self.Milligas,
        }));
        json["methods"] = Rows(report.Methods.Select(row => new JsonObject
        {
            ["code"] = row.Code.ToString(),
            ["code_name"] = nameOf(row.Code),
            ["method"] = row.Method,
            ["calls"] = row.Calls,
            ["self"] = row.Self.Milligas,
            ["total"] = row.Total.Milligas,
        }));
        json["functions"] = Rows(report.Functions.Select(row => new JsonObject
        {
            ["code"] = row.Code.ToString(),
            ["code_name"] = nameOf(row.Code),
            ["function"] = row.Function,
            ["calls"] = row.Calls,
            ["self"] = row.Self.Milligas,
        }));
        return json;
    }

    private static JsonArray Rows(IEnumerable<JsonObject> rows) => new([.. rows]);
}
