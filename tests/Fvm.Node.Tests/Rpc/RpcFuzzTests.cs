using Fvm.Node.Rpc;

namespace Fvm.Node.Tests.Rpc;

/// <summary>
/// Random and mutated requests: always a well-formed answer, never a crash. <c>FVM_FUZZ_REQUESTS=100000</c> sends more than the few of every day,
/// <c>FVM_FUZZ_SEED</c> others.
/// </summary>
public sealed class RpcFuzzTests
{
    [Fact]
    public async Task TheDispatcherAnswersWhateverComes()
    {
        RpcMethodTable table = TestMethods.Table();
        var mutator = new RequestMutator(Number("FVM_FUZZ_SEED", 1), ["eth_chainId", "test_add", "test_values", "test_revert", "Filecoin.EthChainId", "nothing"]);
        var dispatcher = new RpcDispatcher(table, new RpcLimits());
        for (int i = Number("FVM_FUZZ_REQUESTS", 5_000); i > 0; i--)
        {
            byte[] request = mutator.Next();
            var answer = new RpcBuffer();
            await dispatcher.AnswerAsync(request, null, answer, CancellationToken.None);
            WellFormedAnswer.Check(request, answer.Written);
        }
    }

    internal static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : otherwise;
}
