using Fvm.Node.Rpc;

namespace Fvm.Node.Tests.Rpc;

/// <summary>
/// Random and mutated requests to every method there is over a real chain: always a well-formed answer, never a crash, never "internal error".
/// <c>FVM_FUZZ_REQUESTS=100000</c> sends more than the few of every day, <c>FVM_FUZZ_SEED</c> others.
/// </summary>
public sealed class DevnetFuzzTests
{
    /// <summary>With states and keys of its own each answers in its time; these make the chain long, or wait.</summary>
    private static readonly string[] Slow = ["anvil_mine", "hardhat_mine", "evm_mine", "anvil_mine_detailed", "evm_mine_detailed", "fvm_mineNull", "Filecoin.StateWaitMsg", "eth_sendRawTransactionSync", "eth_sendTransactionSync"];

    [Fact]
    public async Task EveryMethodAnswersWhateverComes()
    {
        var limits = new RpcLimits { CallTime = TimeSpan.FromMilliseconds(200) };
        await using RpcDevnet net = await RpcDevnet.StartAsync(limits: limits);
        var mutator = new RequestMutator(RpcFuzzTests.Number("FVM_FUZZ_SEED", 1), [.. net.Methods.Names.Except(Slow)]);
        for (int i = RpcFuzzTests.Number("FVM_FUZZ_REQUESTS", 2_000); i > 0; i--)
        {
            byte[] request = mutator.Next();
            var answer = new RpcBuffer();
            await net.Dispatcher.AnswerAsync(request, null, answer, CancellationToken.None);
            WellFormedAnswer.Check(request, answer.Written);
        }
    }
}
