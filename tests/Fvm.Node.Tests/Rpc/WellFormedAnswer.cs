using System.Text;
using System.Text.Json;
using Fvm.Node.Rpc;

namespace Fvm.Node.Tests.Rpc;

/// <summary>What every answer is, whatever was asked: JSON-RPC 2.0, and never a bug of ours.</summary>
internal static class WellFormedAnswer
{
    public static void Check(byte[] request, ReadOnlyMemory<byte> answer)
    {
        if (answer.Length == 0)
            return;
        string shown = $"{Encoding.UTF8.GetString(request)} -> {Encoding.UTF8.GetString(answer.Span)}";
        using JsonDocument document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 1 << 14 });
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array)
        {
            CheckOne(root, shown);
            return;
        }

        Assert.NotEqual(0, root.GetArrayLength());
        foreach (JsonElement one in root.EnumerateArray())
            CheckOne(one, shown);
    }

    private static void CheckOne(JsonElement answer, string shown)
    {
        Assert.True(answer.GetProperty("jsonrpc").ValueEquals("2.0"), shown);
        Assert.True(answer.TryGetProperty("id", out _), shown);
        bool isError = answer.TryGetProperty("error", out JsonElement error);
        Assert.True(isError != answer.TryGetProperty("result", out _), shown);
        if (!isError)
            return;
        Assert.NotEqual(0, error.GetProperty("message").GetString()!.Length);
        Assert.True(error.GetProperty("code").GetInt32() != RpcErrorCode.Internal, shown);
    }
}
