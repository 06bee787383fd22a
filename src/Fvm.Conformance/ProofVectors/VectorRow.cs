using System.Globalization;
using System.Text.Json;
using Fvm.Abi.Node;
using Fvm.Crypto.Bls12381;
using Fvm.Proofs;

namespace Fvm.Conformance.ProofVectors;

/// <summary>A recorded case and what has been found to differ from it.</summary>
internal sealed class VectorRow(string file, string section, JsonElement row, int number)
{
    private readonly List<string> differences = [];

    public JsonElement Json => row;

    public string Name => row.TryGetProperty("name", out JsonElement name) ? name.GetString()! : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The rows of a list; none when it is absent.</summary>
    public static IEnumerable<VectorRow> Of(string file, JsonElement root, string section) =>
        root.TryGetProperty(section, out JsonElement list)
            ? list.EnumerateArray().Select((row, number) => new VectorRow(file, section, row, number))
            : [];

    public bool Has(string name) => row.TryGetProperty(name, out _);

    public string Text(string name) => row.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    public byte[] Hex(string name) => Convert.FromHexString(row.GetProperty(name).GetString()!);

    /// <summary>A number, which may be a string.</summary>
    public ulong Number(string name) => NumberOf(row.GetProperty(name));

    public long Type() => row.GetProperty("proof_type").GetInt64();

    public IEnumerable<byte[]> HexList(string name) => row.GetProperty(name).EnumerateArray().Select(item => Convert.FromHexString(item.GetString()!));

    public static ulong NumberOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? ulong.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetUInt64();

    /// <summary>Notes a difference unless two things are equal.</summary>
    public void Equal<T>(string what, T recorded, T ours)
        where T : notnull
    {
        if (!EqualityComparer<T>.Default.Equals(recorded, ours)) differences.Add($"{what}: recorded {recorded}, ours {ours}");
    }

    public void Equal(string what, string recorded, ReadOnlySpan<byte> ours) => Equal(what, recorded, Convert.ToHexStringLower(ours));

    public void Equal(string what, string recorded, in Fr ours) => Equal(what, recorded, InputRows.Bytes(ours));

    /// <summary>Compares the verdict, and for what is malformed the reason.</summary>
    public void Verdict(Verification ours)
    {
        string recorded = Text("verdict");
        string name = ours.Verdict switch
        {
            ProofVerdict.Valid => "true",
            ProofVerdict.Invalid => "false",
            ProofVerdict.CannotVerify => "cannot verify",
            _ => "error",
        };
        Equal("verdict", recorded == "panic" ? "error" : recorded, name);
        if (name == "error" && !RecordedReasons.Match(Text("message"), ours.Fault)) differences.Add($"reason: recorded '{Text("message")}', ours {ours.Fault}");
    }

    public ProofVectorCase Done() => new(file, section, Name, differences);
}
