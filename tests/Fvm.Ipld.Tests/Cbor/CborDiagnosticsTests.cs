using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Cbor;

public sealed class CborDiagnosticsTests
{
    [Theory]
    [InlineData("80", "[]")]
    [InlineData("8401200c1864", "[1, -1, 12, 100]")]
    [InlineData("3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("83f4f5f6", "[false, true, null]")]
    [InlineData("820043000aff", "[0, h'000aff']")]
    [InlineData("a2616101626263a0", "{\"a\": 1, \"bc\": {}}")]
    [InlineData("65225c0a41e9", "<text that is not UTF-8 at byte 0> h'65225c0a41e9'")]
    [InlineData("66225c0a41c3a9", "\"\\\"\\\\\\u000aAé\"")]
    [InlineData("82fb3ff8000000000000fb3ff0000000000000", "[1.5, 1.0]")]
    [InlineData("fb7ff0000000000000", "Infinity")]
    [InlineData("fa3fc00000", "1.5")]
    [InlineData("d82a46000155000161", "bafkqaalb")]
    [InlineData("1801", "1")]
    [InlineData("0000", "<bytes follow the value at byte 1> h'0000'")]
    [InlineData("", "<the data ends inside a value at byte 0> h''")]
    public void ShowsValuesOnOneLine(string hex, string text) => Assert.Equal(text, CborDiagnostics.ToText(Convert.FromHexString(hex)));
}
