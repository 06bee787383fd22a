using System.Text;
using System.Text.Json;
using Fvm.Node.Rpc;

namespace Fvm.Node.Tests.Rpc;

/// <summary>JSON-RPC 2.0 as its section 7 shows it, and what clients do beside it.</summary>
public sealed class RpcDispatcherTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""", """{"jsonrpc":"2.0","id":1,"result":"0x1df5e76"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"a\u0041\ud800","method":"eth_chainId"}""", """{"jsonrpc":"2.0","id":"a\u0041\ud800","result":"0x1df5e76"}""")]
    [InlineData("""{"id":1.5e3,"method":"Filecoin.EthChainId","params":null}""", """{"jsonrpc":"2.0","id":1.5e3,"result":"0x1df5e76"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"eth_chainId"}""", """{"jsonrpc":"2.0","id":null,"result":"0x1df5e76"}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"eth_chainId"}""", "")]
    [InlineData("""{"jsonrpc":"2.0","method":"nothing_such"}""", "")]
    [InlineData("""[{"method":"eth_chainId"},{"method":"test_revert"}]""", "")]
    [InlineData("""[{"method":"eth_chainId"},{"id":2,"method":"eth_chainId"},{"method":"eth_chainId"},{"id":3,"method":"eth_chainId"}]""",
        """[{"jsonrpc":"2.0","id":2,"result":"0x1df5e76"},{"jsonrpc":"2.0","id":3,"result":"0x1df5e76"}]""")]
    [InlineData("""{"id":1,"method":"test_add","params":["0x1",2]}""", """{"jsonrpc":"2.0","id":1,"result":"0x3"}""")]
    [InlineData("""{"id":1,"method":"test_revert"}""", """{"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"execution reverted: no","data":"0x0102"}}""")]
    [InlineData("""{"id":1,"method":"test_bug"}""", """{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"internal error: InvalidOperationException: a bug"}}""")]
    [InlineData("""[]""", """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"invalid request: the batch is empty"}}""")]
    [InlineData("""[1]""", """[{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"invalid request: a request is an object"}}]""")]
    [InlineData("""{"id":7,"method":"Eth_chainid"}""",
        """{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"the method Eth_chainid does not exist/is not available; did you mean eth_chainId?"}}""")]
    public async Task Answers(string request, string answer) => Assert.Equal(answer, await TestMethods.AnswerAsync(request));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 1 << 17)]
    public async Task AMethodLeavesTheThreadOfTheSocketsUnlessItIsBrief(bool isBrief, int padding)
    {
        RpcMethodTable table = TestMethods.Table();
        int ranOn = 0;
        table.Add("test_where", call =>
        {
            ranOn = Environment.CurrentManagedThreadId;
            call.Result.WriteBooleanValue(true);
        });
        if (isBrief)
            table.MarkBrief("test_where");
        byte[] request = Encoding.UTF8.GetBytes($$"""{"id":1,"method":"test_where"{{new string(' ', padding)}}}""");
        var answer = new RpcBuffer();
        Task? answering = null;
        // No thread of the pool, as those that watch the sockets.
        var socket = new Thread(() => answering = new RpcDispatcher(table, new RpcLimits()).AnswerAsync(request, null, answer, CancellationToken.None).AsTask());
        socket.Start();
        socket.Join();
        await answering!;
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":true}""", Encoding.UTF8.GetString(answer.Written.Span));
        Assert.Equal(isBrief && padding == 0, ranOn == socket.ManagedThreadId);
    }

    [Theory]
    [InlineData("", RpcErrorCode.Parse)]
    [InlineData("{", RpcErrorCode.Parse)]
    [InlineData("{} {}", RpcErrorCode.Parse)]
    [InlineData("""{"id":1,"method":"eth_chainId",}""", RpcErrorCode.Parse)]
    [InlineData("7", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":1}""", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":{},"method":"eth_chainId"}""", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":1,"method":7}""", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":1,"jsonrpc":"1.0","method":"eth_chainId"}""", RpcErrorCode.InvalidRequest)]
    [InlineData("""{"id":1,"method":"eth_chainId","params":{}}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"\ud800"}""", RpcErrorCode.InvalidParameters)]
    [InlineData("""{"id":1,"method":"test_nothing"}""", RpcErrorCode.Internal)]
    public async Task Refuses(string request, int code)
    {
        using JsonDocument answer = JsonDocument.Parse(await TestMethods.AnswerAsync(request));
        Assert.Equal(code, TestMethods.CodeOf(answer.RootElement));
    }

    [Theory]
    [InlineData("""["0x1"]""", "parameter 2 (right): it is missing")]
    [InlineData("""["0x1",null]""", "parameter 2 (right): it is missing")]
    [InlineData("""["1","0x1"]""", "parameter 1 (left): a hex quantity such as \"0x1f\" was expected, not \"1\"")]
    [InlineData("""["0x","0x1"]""", "parameter 1 (left): a hex quantity such as \"0x1f\" was expected, not \"0x\"")]
    [InlineData("""[-1,"0x1"]""", "parameter 1 (left): an integer that is not negative was expected, not -1")]
    [InlineData("""[1.5,"0x1"]""", "parameter 1 (left): an integer that is not negative was expected, not 1.5")]
    [InlineData("""[[],"0x1"]""", "parameter 1 (left): text was expected, not []")]
    [InlineData("""["\udc00","0x1"]""", "parameter 1 (left): the text is no Unicode: half of a surrogate pair")]
    [InlineData("""["0xg","0x1"]""", "parameter 1 (left): a hex quantity of at most 256 bits was expected, not \"0xg\"")]
    public async Task SaysWhichParameterIsWrongAndWhy(string parameters, string reason)
    {
        using JsonDocument answer = JsonDocument.Parse(await TestMethods.AnswerAsync($$"""{"id":1,"method":"test_add","params":{{parameters}}}"""));
        Assert.Equal($"invalid params: {reason}", answer.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("""["0x00",{"data":"0x"}]""", "parameter 1 (address): 20 bytes were expected, not 1")]
    [InlineData("""["0x0000000000000000000000000000000000000001",7]""", "parameter 2 (options): an object was expected, not 7")]
    [InlineData("""["0x0000000000000000000000000000000000000001",{"data":"0x0"}]""", "parameter 2 (options).data: hex bytes have an even number of digits")]
    [InlineData("""["0x0000000000000000000000000000000000000001",{"data":"0x","flag":1}]""", "parameter 2 (options).flag: true or false was expected, not 1")]
    public async Task SaysWhichMemberIsWrongAndWhy(string parameters, string reason)
    {
        using JsonDocument answer = JsonDocument.Parse(await TestMethods.AnswerAsync($$"""{"id":1,"method":"test_values","params":{{parameters}}}"""));
        Assert.Equal($"invalid params: {reason}", answer.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task LimitsBatchesAndDepth()
    {
        var limits = new RpcLimits { BatchLength = 2, Depth = 4 };
        Assert.Contains("at most 2 are answered", await TestMethods.AnswerAsync("[1,1,1]", limits), StringComparison.Ordinal);
        Assert.Contains("-32700", await TestMethods.AnswerAsync("""{"id":1,"method":"eth_chainId","params":[[[[[]]]]]}""", limits), StringComparison.Ordinal);
        Assert.Contains("-32700", await TestMethods.AnswerAsync(new string('[', 1_000_000)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LimitsTime()
    {
        var limits = new RpcLimits { CallTime = TimeSpan.FromMilliseconds(20) };
        Assert.Equal(
            """{"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"the call took longer than 0.02 s"}}""",
            await TestMethods.AnswerAsync("""{"id":1,"method":"test_wait"}""", limits));
    }

    [Fact]
    public async Task RefusesBytesThatAreNoUtf8()
    {
        byte[] request = Encoding.UTF8.GetBytes("""{"id":"x","method":"eth_chainId"}""");
        request[7] = 0xff;
        Assert.Contains("-32700", await TestMethods.AnswerAsync(request), StringComparison.Ordinal);
    }
}
