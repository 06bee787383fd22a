using System.Globalization;
using System.Text.Json;

namespace Fvm.Conformance.WasmSpec;

/// <summary>An argument or an expected result as wast2json writes it: a type and bits, or a pattern.</summary>
/// <param name="Type">i32, i64, f32, f64, externref or funcref.</param>
/// <param name="Text">Decimal bits, <c>null</c>, <c>nan:canonical</c>, <c>nan:arithmetic</c>; null for any reference that is not null.</param>
internal readonly record struct SpecValue(string Type, string? Text)
{
    private const ulong SignSingle = 0x8000_0000;
    private const ulong SignDouble = 0x8000_0000_0000_0000;
    private const ulong CanonicalSingle = 0x7FC0_0000;
    private const ulong CanonicalDouble = 0x7FF8_0000_0000_0000;

    public static SpecValue Read(JsonElement value) => new(
        value.GetProperty("type").GetString()!,
        value.TryGetProperty("value", out JsonElement text) ? text.GetString() : null);

    /// <summary>The bits of an argument. An externref n travels as n + 1, since 0 is null.</summary>
    public ulong ToBits() => Text switch
    {
        "null" => 0,
        null => throw new SpecFormatException($"an argument of type {Type} has no value"),
        _ => ulong.Parse(Text, NumberStyles.None, CultureInfo.InvariantCulture) + (Type == "externref" ? 1UL : 0),
    };

    /// <summary>Whether a result is what is expected (WebAssembly 2.0, 4.3.3 "NaN propagation" for the patterns; either sign will do).</summary>
    public bool Matches(ulong bits) => (Text, Type) switch
    {
        (null, _) => bits != 0,
        ("nan:canonical", "f32") => (bits & ~SignSingle) == CanonicalSingle,
        ("nan:canonical", _) => (bits & ~SignDouble) == CanonicalDouble,
        ("nan:arithmetic", "f32") => (bits & CanonicalSingle) == CanonicalSingle,
        ("nan:arithmetic", _) => (bits & CanonicalDouble) == CanonicalDouble,
        _ => ToBits() == bits,
    };

    public override string ToString() => $"{Type} {Text ?? "(any)"}";
}
