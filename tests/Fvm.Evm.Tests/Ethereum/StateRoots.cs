using Fvm.Evm.Rlp;

namespace Fvm.Evm.Tests.Ethereum;

/// <summary>Roots and hashes of the whole test world.</summary>
public static class StateRoots
{
    /// <summary>The root of the accounts' trie (Yellow Paper, 4.1).</summary>
    public static UInt256 OfState(EthereumState state) =>
        MerklePatriciaTrie.SecureRoot(state.Accounts.Select(pair => (pair.Key.ToArray(), Encode(pair.Value))));

    private static byte[] Encode(Account account)
    {
        var writer = new RlpWriter();
        int list = writer.BeginList();
        writer.WriteWord(account.Nonce);
        writer.WriteWord(account.Balance);
        writer.WriteBytes(OfStorage(account).ToBigEndian());
        writer.WriteBytes(account.CodeHash.ToBigEndian());
        writer.EndList(list);
        return writer.Written.ToArray();
    }

    public static UInt256 OfStorage(Account account) =>
        MerklePatriciaTrie.SecureRoot(account.Storage.Select(pair => (pair.Key.ToBigEndian(), EncodeWord(pair.Value))));

    private static byte[] EncodeWord(in UInt256 word)
    {
        var writer = new RlpWriter();
        writer.WriteWord(word);
        return writer.Written.ToArray();
    }

    /// <summary>The hash that Ethereum's state tests give of logs: of the list's encoding.</summary>
    public static UInt256 OfLogs(IEnumerable<LogEntry> logs)
    {
        var writer = new RlpWriter();
        int all = writer.BeginList();
        foreach (var log in logs)
        {
            int entry = writer.BeginList();
            writer.WriteAddress(log.Address);
            int topics = writer.BeginList();
            foreach (var topic in log.Topics) writer.WriteBytes(topic.ToBigEndian());
            writer.EndList(topics);
            writer.WriteBytes(log.Data);
            writer.EndList(entry);
        }

        writer.EndList(all);
        return Hashes.Keccak(writer.Written);
    }
}
