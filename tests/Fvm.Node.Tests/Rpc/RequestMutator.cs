using System.Text;

namespace Fvm.Node.Tests.Rpc;

/// <summary>Makes requests that are wrong in most ways in which they can be: mutated bytes, odd values in the places of good ones, deep and long ones.</summary>
internal sealed class RequestMutator(int seed, IReadOnlyList<string> methods)
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "18446744073709551616", "1.5", "\"\"", "\"0x\"", "\"0x0\"", "\"0x1\"", "\"0x" + new string('f', 64) + "\"",
        "\"0x" + new string('f', 66) + "\"", "\"latest\"", "\"pending\"", "\"earliest\"", "\"safe\"", "\"finalized\"", "\"\\ud800\"", "\"t01\"", "\"f0100\"", "\"f410\"",
        "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"", "\"0xff00000000000000000000000000000000000001\"", "\"0x000000000000000000000000000000000000000a\"",
        "{}", "[]", "[[]]", "{\"/\":\"bafy2bzacea\"}", "{\"/\":\"bafkqaaa\"}", "[{\"/\":\"bafkqaaa\"}]", "{\"fromBlock\":\"0x0\",\"toBlock\":\"latest\"}",
        "{\"from\":\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",\"to\":\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\",\"value\":\"0x1\"}",
        "{\"from\":\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",\"data\":\"0x60016000526001601ff3\"}",
        "{\"blockHash\":\"0x" + new string('0', 64) + "\"}", "{\"topics\":[[null],[],null,\"0x00\"]}", "{\"tracer\":\"callTracer\"}", "{\"balance\":\"0x1\",\"code\":\"0x00\"}",
        "{\"To\":\"t0100\",\"From\":\"t0101\",\"Value\":\"1\",\"Method\":0,\"Params\":\"\"}", "\"2024-01-01\"", "\"10\"", "\"t06\"", "\"bls\"", "\"storageminer\"",
        "{\"blockStateCalls\":[{\"calls\":[{\"to\":\"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\"}],\"blockOverrides\":{\"number\":\"0xffff\"}}]}", "[{\"transactions\":[{\"data\":\"0x5f5ffd\"}]}]",
        "{\"fromHeight\":0,\"fields\":{\"$type\":[]},\"addresses\":[\"t06\"]}", "{\"Type\":\"bls\",\"PrivateKey\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\"}", "{\"Type\":1,\"Data\":\"AAAA\"}",
        "[[{\"from\":\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\",\"data\":\"0x00\"},0]]", "{\"Address\":\"t0100\"}", "\"gwECAw==\"", "\"/ipfs/bafkqaaa/1\"", "[3,1]", "100", "[\"newHeads\"]", "\"newHeads\"", "\"logs\"",
    ];

    private readonly Random random = new(seed);

    /// <summary>The next request.</summary>
    public byte[] Next() => random.Next(10) switch
    {
        0 => Mutated(Request()),
        1 => Mutated(Batch()),
        2 => Encoding.UTF8.GetBytes(Batch()),
        3 => Noise(),
        4 => Encoding.UTF8.GetBytes(Nested()),
        _ => Encoding.UTF8.GetBytes(Request()),
    };

    private string Request()
    {
        string method = methods[random.Next(methods.Count)];
        int count = random.Next(5);
        string parameters = string.Join(',', Enumerable.Range(0, count).Select(_ => Value()));
        return random.Next(20) switch
        {
            0 => $$"""{"jsonrpc":"2.0","method":"{{method}}","params":[{{parameters}}]}""",
            1 => $$"""{"jsonrpc":"2.0","id":{{Value()}},"method":"{{method}}","params":[{{parameters}}]}""",
            2 => $$"""{"jsonrpc":"2.0","id":1,"method":{{Value()}},"params":[{{parameters}}]}""",
            3 => $$"""{"jsonrpc":{{Value()}},"id":1,"method":"{{method}}","params":[{{parameters}}]}""",
            4 => $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{Value()}}}""",
            _ => $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":[{{parameters}}]}""",
        };
    }

    private string Value() => random.Next(12) switch
    {
        0 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Values[random.Next(Values.Length)]))}]",
        1 => $"\"0x{Convert.ToHexStringLower(Bytes(random.Next(70)))}\"",
        _ => Values[random.Next(Values.Length)],
    };

    private string Batch() => $"[{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(5) == 0 ? Value() : Request()))}]";

    private string Nested() => $$"""{"id":1,"method":"{{methods[random.Next(methods.Count)]}}","params":{{new string('[', random.Next(80))}}{{new string(']', random.Next(80))}}}""";

    private byte[] Mutated(string request)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(request);
        for (int i = random.Next(1, 4); i > 0 && bytes.Length != 0; i--)
        {
            int at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => [.. bytes.AsSpan(0, at), .. Bytes(random.Next(4)), .. bytes.AsSpan(at)],
                1 => bytes[..at],
                2 => [.. bytes.AsSpan(0, at), .. bytes.AsSpan(Math.Min(bytes.Length, at + random.Next(8)))],
                _ => [.. bytes.AsSpan(0, at), (byte)random.Next(256), .. bytes.AsSpan(at + 1)],
            };
        }

        return bytes;
    }

    private byte[] Noise() => Bytes(random.Next(60));

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
