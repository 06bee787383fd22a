using System.Text;
using System.Text.Json;
using Fvm.Node.Rpc;

namespace Fvm.Node.Tests.Rpc;

/// <summary>A few methods that show each way in which a method can behave.</summary>
internal static class TestMethods
{
    public static RpcMethodTable Table()
    {
        var table = new RpcMethodTable();
        table.Add("eth_chainId", call => call.Result.WriteQuantity(31415926));
        table.Add("test_add", call => call.Result.WriteQuantity(call.Required(0, "left").Quantity() + call.Required(1, "right").Quantity()));
        table.Add("test_bug", call =>
        {
            call.Result.WriteStartObject();
            call.Result.WriteString("half", new string('x', 100_000));
            throw new InvalidOperationException("a bug");
        });
        table.Add("test_nothing", _ => { });
        table.Add("test_revert", _ => throw new RpcException(3, "execution reverted: no") { Bytes = [1, 2] });
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        table.AddWaiting("test_wait", async call =>
        {
            await released.Task.WaitAsync(call.Cancelled);
            call.Result.WriteBooleanValue(true);
        });
        table.Add("test_release", call =>
        {
            released.TrySetResult();
            call.Result.WriteBooleanValue(true);
        });
        table.Add("test_values", call =>
        {
            call.Required(0, "address").EthereumAddress();
            RpcValue options = call.Required(1, "options");
            options.Need("data").Data();
            options.Member("flag");
            call.Result.WriteBooleanValue(options.Member("flag") is { IsMissing: false } flag && flag.Flag());
        });
        return table;
    }

    public static async Task<string> AnswerAsync(string request, RpcLimits? limits = null) => await AnswerAsync(Encoding.UTF8.GetBytes(request), limits);

    public static async Task<string> AnswerAsync(byte[] request, RpcLimits? limits = null)
    {
        var answer = new RpcBuffer();
        await new RpcDispatcher(Table(), limits ?? new RpcLimits()).AnswerAsync(request, null, answer, CancellationToken.None);
        return Encoding.UTF8.GetString(answer.Written.Span);
    }

    public static int? CodeOf(JsonElement answer) => answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetInt32() : null;
}
