using System.Text;
using System.Text.Json.Nodes;
using Fvm.Conformance.Vectors;

namespace Fvm.Conformance.Tests;

/// <summary>Reading a vector's JSON.</summary>
public class VectorReaderTests
{
    /// <summary>Base64 is decoded from the document's own bytes where they allow it: plain, padded or not.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("AQ==", "01")]
    [InlineData("AQI=", "0102")]
    [InlineData("AQID", "010203")]
    [InlineData("+/+/", "fbffbf")]
    [InlineData("+\\/+\\u002f", "fbffbf")]
    [InlineData("AQ ID", "010203")]
    [InlineData("AQI=\\n", "0102")]
    public void Bytes_are_base64_with_or_without_escapes_and_white_space(string text, string hex) =>
        Assert.Equal(Convert.FromHexString(hex), Read(text).Car.ToArray());

    [Theory]
    [InlineData("\"=\"")]
    [InlineData("\"==\"")]
    [InlineData("\"A\"")]
    [InlineData("\"AQ\"")]
    [InlineData("\"AQ=\"")]
    [InlineData("\"AQI==\"")]
    [InlineData("\"AQID=\"")]
    [InlineData("\"AQ==AQ==\"")]
    [InlineData("\"AQ!D\"")]
    [InlineData("\"AQ-_\"")]
    [InlineData("\"\\u00e9QID\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public void Anything_else_is_an_error_that_says_where(string json)
    {
        var error = Assert.Throws<VectorFormatException>(() => ReadDocument(json));
        Assert.StartsWith("$.car is no ", error.Message, StringComparison.Ordinal);
    }

    private static MessageVector Read(string text) => ReadDocument($"\"{text}\"");

    private static MessageVector ReadDocument(string car)
    {
        JsonNode vector = JsonNode.Parse(OwnVectors.Share(1)[0].Open().Span)!;
        vector["car"] = "HERE";
        return VectorReader.Read(Encoding.UTF8.GetBytes(vector.ToJsonString().Replace("\"HERE\"", car, StringComparison.Ordinal)));
    }
}
