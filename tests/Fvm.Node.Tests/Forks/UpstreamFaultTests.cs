using System.Net;
using Fvm.Ipld;
using Fvm.Node.Forks;
using Fvm.Node.Ledger;
using Fvm.Node.Rpc;
using Fvm.Node.Tests.Devnets;
using Fvm.Node.Tests.Rpc;

namespace Fvm.Node.Tests.Forks;

/// <summary>An upstream that is slow, fails, or lies.</summary>
public class UpstreamFaultTests
{
    private const string ReadBlock = "Filecoin.ChainReadObj";

    /// <summary>Every third answer is an error of the server's, a cut connection or no JSON: the fork does not notice.</summary>
    [Fact]
    public async Task What_passes_is_tried_again()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var faulty = new FaultyUpstream(upstream.Endpoint);
        int all = 0;
        faulty.Fault = (_, _, body) => (Interlocked.Increment(ref all) % 9) switch
        {
            0 => (HttpStatusCode.BadGateway, "<html>"),
            3 => null,
            6 => (HttpStatusCode.OK, "oops"),
            7 => (HttpStatusCode.TooManyRequests, ""),
            _ => (HttpStatusCode.OK, body),
        };
        await using Devnet fork = await Devnet.StartAsync(Options(faulty));
        AppliedMessage set = await fork.SendAsync(fork.Accounts[1], upstream.Counter, DeveloperTests.Word(9));
        Assert.True(set.Receipt.ExitCode.IsSuccess, set.Failure);
        Assert.True(fork.Fork!.Requests > fork.Fork.Blocks);
    }

    /// <summary>Bytes of another hash are no block, are not kept, and end the message without a receipt; when the upstream tells the truth again the same message goes through.</summary>
    [Fact]
    public async Task Wrong_bytes_are_no_block()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var faulty = new FaultyUpstream(upstream.Endpoint);
        await using Devnet fork = await Devnet.StartAsync(Options(faulty));
        faulty.Fault = static (method, _, body) => (HttpStatusCode.OK, method == ReadBlock ? """{"jsonrpc":"2.0","id":1,"result":"gA=="}""" : body);
        ExecutedTipset head = fork.Head;
        var transaction = DeveloperTests.Transfer(fork, 0, upstream.Counter) with { GasLimit = 100_000_000, Nonce = fork.NextNonce(fork.Accounts[0].Delegated) };
        var signed = fork.Accounts[0].Sign(transaction);
        BlockUnavailableException wrong = await Assert.ThrowsAsync<BlockUnavailableException>(() => fork.PushAsync(signed));
        Assert.Contains("by their hash", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(faulty.Endpoint.Shown, wrong.Message, StringComparison.Ordinal);
        Assert.Same(head, fork.Head);
        Assert.False(fork.Chain.TryGetTransaction(signed.Hash(), out _));
        Assert.Empty(fork.Pending());

        faulty.Fault = static (_, _, body) => (HttpStatusCode.OK, body);
        Assert.True((await fork.PushAsync(signed)).IsAccepted);
        Assert.True(fork.Chain.TryGetTransaction(signed.Hash(), out MessagePlace? place));
        Assert.True(place.Message.Receipt.ExitCode.IsSuccess, place.Message.Failure);
    }

    /// <summary>A call that cannot be answered is an error that says why, with a code of its own, over JSON-RPC.</summary>
    [Fact]
    public async Task A_call_tells_that_the_upstream_fails()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var faulty = new FaultyUpstream(upstream.Endpoint);
        await using RpcDevnet fork = await RpcDevnet.StartAsync(Options(faulty));
        faulty.Fault = static (_, _, _) => null;
        (int code, string message) = await fork.ErrorAsync("eth_call", $$"""{"to":"{{upstream.Counter}}"},"latest" """);
        Assert.Equal(RpcErrorCode.ResourceUnavailable, code);
        Assert.Contains("bafy", message, StringComparison.Ordinal);
        Assert.Contains(faulty.Endpoint.Shown, message, StringComparison.Ordinal);
        faulty.Fault = static (_, _, body) => (HttpStatusCode.OK, body);
        Assert.Equal(7, Convert.ToInt32((await fork.TextAsync("eth_call", $$"""{"to":"{{upstream.Counter}}"},"latest" """))![2..], 16));
    }

    /// <summary>A slow upstream is asked for each block once, however many calls want it at the same time, and by no more requests at once than is allowed.</summary>
    [Fact]
    public async Task Each_block_is_asked_for_once()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var faulty = new FaultyUpstream(upstream.Endpoint) { Delay = TimeSpan.FromMilliseconds(5) };
        DevnetOptions options = Options(faulty);
        await using RpcDevnet fork = await RpcDevnet.StartAsync(options with { Fork = options.Fork! with { Concurrency = 3 } });
        string?[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => fork.TextAsync("eth_call", $$"""{"to":"{{upstream.Counter}}"},"latest" """))));
        Assert.All(answers, static answer => Assert.EndsWith("7", answer, StringComparison.Ordinal));
        Assert.Equal(fork.Net.Fork!.Blocks, faulty.Asked(ReadBlock));
        Assert.InRange(faulty.Most, 1, 3);
    }

    [Fact]
    public async Task Time_and_length_of_answers_are_bounded()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var faulty = new FaultyUpstream(upstream.Endpoint) { Delay = TimeSpan.FromSeconds(5) };
        DevnetOptions options = Options(faulty);
        DevnetException late = await Assert.ThrowsAsync<DevnetException>(() =>
            Devnet.StartAsync(options with { Fork = options.Fork! with { RequestTime = TimeSpan.FromMilliseconds(50), Attempts = 2 } }));
        Assert.Contains("no answer within 0.05 s (2 attempts)", late.Message, StringComparison.Ordinal);
        faulty.Delay = TimeSpan.Zero;
        string huge = $$"""{"jsonrpc":"2.0","id":1,"result":"{{new string('A', 200_000)}}"}""";
        faulty.Fault = (_, _, _) => (HttpStatusCode.OK, huge);
        DevnetException tooLong = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(options with { Fork = options.Fork! with { Attempts = 1, AnswerBytes = 100_000 } }));
        Assert.Contains("longer than 100000 bytes", tooLong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_sent_and_its_absence_told()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var faulty = new FaultyUpstream(upstream.Endpoint) { Token = "secret" };
        DevnetOptions options = Options(faulty);
        DevnetException refused = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(options));
        Assert.Contains("token", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, faulty.Asked("Filecoin.ChainHead"));
        await using Devnet fork = await Devnet.StartAsync(options with { Fork = options.Fork! with { Endpoint = faulty.Endpoint with { Token = "secret" } } });
        Assert.Equal(upstream.Net.Head.Key, fork.Head.Key);
    }

    [Fact]
    public async Task An_ethereum_node_is_no_upstream()
    {
        await using UpstreamDevnet upstream = await UpstreamDevnet.StartAsync();
        using var faulty = new FaultyUpstream(upstream.Endpoint);
        faulty.Fault = static (_, _, _) => (HttpStatusCode.OK, """{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}""");
        DevnetException refused = await Assert.ThrowsAsync<DevnetException>(() => Devnet.StartAsync(Options(faulty)));
        Assert.Contains("Filecoin.ChainHead: Method not found", refused.Message, StringComparison.Ordinal);
    }

    internal static DevnetOptions Options(FaultyUpstream upstream) =>
        new() { Heartbeat = null, Fork = new ForkOptions(upstream.Endpoint) { Attempts = 6, BackOff = TimeSpan.FromMilliseconds(1), RequestTime = TimeSpan.FromMinutes(2) } };
}
