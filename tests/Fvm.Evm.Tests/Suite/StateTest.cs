using System.Text.Json;
using Fvm.Evm.Tests.Ethereum;

namespace Fvm.Evm.Tests.Suite;

/// <summary>One case of Ethereum's state tests: a world, a block, a transaction, and what comes of it.</summary>
public sealed class StateTest
{
    private readonly JsonElement _pre;

    private StateTest(string name, JsonElement test, JsonElement post)
    {
        Name = name;
        _pre = test.GetProperty("pre");
        Block = ReadBlock(test.GetProperty("env"));
        TransactionBytes = Bytes(post.GetProperty("txbytes"));
        StateRoot = Word(post.GetProperty("hash"));
        LogsHash = Word(post.GetProperty("logs"));
        ExpectsException = post.TryGetProperty("expectException", out var exception) && exception.GetString() is { Length: > 0 };
        Sender = test.GetProperty("transaction").TryGetProperty("sender", out var sender) ? Address(sender.GetString()!) : null;
    }

    /// <summary>Test and indices of data, gas and value.</summary>
    public string Name { get; }

    public BlockContext Block { get; }

    public byte[] TransactionBytes { get; }

    public EvmAddress? Sender { get; }

    public UInt256 StateRoot { get; }

    public UInt256 LogsHash { get; }

    public bool ExpectsException { get; }

    /// <summary>All cases of a file for a fork.</summary>
    public static IEnumerable<StateTest> Read(JsonDocument file, string fork)
    {
        foreach (var test in file.RootElement.EnumerateObject())
        {
            if (!test.Value.GetProperty("post").TryGetProperty(fork, out var posts)) continue;
            foreach (var post in posts.EnumerateArray())
            {
                var indexes = post.GetProperty("indexes");
                string name = $"{test.Name} d{indexes.GetProperty("data")} g{indexes.GetProperty("gas")} v{indexes.GetProperty("value")}";
                yield return new StateTest(name, test.Value, post);
            }
        }
    }

    /// <summary>The world before the transaction.</summary>
    public EthereumState BuildState()
    {
        var state = new EthereumState();
        foreach (var entry in _pre.EnumerateObject())
        {
            var code = Bytes(entry.Value.GetProperty("code"));
            state.Accounts.Add(Address(entry.Name), new Account
            {
                Balance = Word(entry.Value.GetProperty("balance")),
                Nonce = Word(entry.Value.GetProperty("nonce")).U0,
                Code = code,
                CodeHash = Hashes.Keccak(code),
                Storage = entry.Value.GetProperty("storage").EnumerateObject()
                    .Select(slot => (Key: Word(slot.Name), Value: Word(slot.Value)))
                    .Where(slot => !slot.Value.IsZero)
                    .ToDictionary(slot => slot.Key, slot => slot.Value),
            });
        }

        return state;
    }

    private static BlockContext ReadBlock(JsonElement env) => new()
    {
        Coinbase = Address(env.GetProperty("currentCoinbase").GetString()!),
        Number = Word(env.GetProperty("currentNumber")).U0,
        Timestamp = Word(env.GetProperty("currentTimestamp")).U0,
        GasLimit = Word(env.GetProperty("currentGasLimit")).U0,
        BaseFee = env.TryGetProperty("currentBaseFee", out var fee) ? Word(fee) : default,
        PrevRandao = env.TryGetProperty("currentRandom", out var random) ? Word(random) : default,
        BlobBaseFee = StateTransition.BlobBaseFee(env.TryGetProperty("currentExcessBlobGas", out var excess) ? Word(excess).U0 : 0),
    };

    private static UInt256 Word(JsonElement element) => Word(element.GetString()!);

    private static UInt256 Word(string text) =>
        UInt256.TryParse(text is "0x" or "" ? "0x0" : text, out var word) ? word : throw new FormatException($"'{text}' is no word.");

    private static byte[] Bytes(JsonElement element) => Convert.FromHexString(element.GetString()![2..]);

    private static EvmAddress Address(string text) => EvmAddress.Read(Convert.FromHexString(text[2..]));
}
