using System.Text.Json;
using Fvm.Evm;
using Fvm.Node.Queries;
using Fvm.Protocol;

namespace Fvm.Node.Rpc.Traces;

/// <summary>What accounts were before a message, and after it, as geth's <c>prestateTracer</c> gives it (<c>eth/tracers/native/prestate.go</c>).</summary>
internal static class PrestateJson
{
    /// <summary>Every account that was touched, as it was before.</summary>
    public static void WritePrestate(this Utf8JsonWriter writer, TouchTracer touched, ChainState before)
    {
        writer.WriteStartObject();
        foreach ((EvmAddress address, SortedSet<UInt256> words) in touched.Touched)
            WriteAccount(writer, address, Account.Read(before, address, words), static _ => true);
        writer.WriteEndObject();
    }

    /// <summary>The accounts that changed: as they were, and what became other.</summary>
    public static void WriteDifference(this Utf8JsonWriter writer, TouchTracer touched, ChainState before, ChainState after)
    {
        (EvmAddress Address, Account Before, Account After)[] changed = [.. touched.Touched
            .Select(item => (item.Key, Account.Read(before, item.Key, item.Value), Account.Read(after, item.Key, item.Value)))
            .Where(static item => !item.Item2.Equals(item.Item3))];
        writer.WriteStartObject();
        writer.WriteStartObject("post"u8);
        foreach ((EvmAddress address, Account old, Account now) in changed.Where(static item => item.After.Exists))
            WriteChange(writer, address, old, now);
        writer.WriteEndObject();
        writer.WriteStartObject("pre"u8);
        foreach ((EvmAddress address, Account old, Account now) in changed.Where(static item => item.Before.Exists))
            WriteAccount(writer, address, old, key => !old.Words[key].IsZero && old.Words[key] != now.Words[key]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAccount(Utf8JsonWriter writer, EvmAddress address, Account account, Func<UInt256, bool> shows)
    {
        writer.WriteStartObject(address.ToString());
        writer.WriteQuantity("balance"u8, account.Balance.Atto);
        if (!account.Code.IsEmpty)
            writer.WriteData("code"u8, account.Code.Span);
        if (account.Nonce != 0)
            writer.WriteNumber("nonce"u8, account.Nonce);
        WriteWords(writer, account, shows);
        writer.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter writer, EvmAddress address, Account old, Account now)
    {
        writer.WriteStartObject(address.ToString());
        if (old.Balance != now.Balance)
            writer.WriteQuantity("balance"u8, now.Balance.Atto);
        if (!old.Code.Span.SequenceEqual(now.Code.Span))
            writer.WriteData("code"u8, now.Code.Span);
        if (old.Nonce != now.Nonce)
            writer.WriteNumber("nonce"u8, now.Nonce);
        WriteWords(writer, now, key => !now.Words[key].IsZero && old.Words[key] != now.Words[key]);
        writer.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter writer, Account account, Func<UInt256, bool> shows)
    {
        UInt256[] shown = [.. account.Words.Keys.Where(shows)];
        if (shown.Length == 0)
            return;
        writer.WriteStartObject("storage"u8);
        foreach (UInt256 key in shown)
            writer.WriteData(StructLogJson.HexName(key), account.Words[key].ToBigEndian());
        writer.WriteEndObject();
    }

    /// <summary>An account at one time.</summary>
    private sealed record Account(bool Exists, TokenAmount Balance, ulong Nonce, ReadOnlyMemory<byte> Code, SortedDictionary<UInt256, UInt256> Words)
    {
        public static Account Read(ChainState state, EvmAddress at, SortedSet<UInt256> keys)
        {
            Address address = Address.FromEthereum(at.ToArray());
            var words = new SortedDictionary<UInt256, UInt256>();
            foreach (UInt256 key in keys)
                words[key] = state.StorageAt(address, key);
            return new Account(state.Actor(address) is not null, state.BalanceOf(address), state.NonceOf(address), state.CodeOf(address), words);
        }

        public bool Equals(Account? other) =>
            other is not null && Exists == other.Exists && Balance == other.Balance && Nonce == other.Nonce
            && Code.Span.SequenceEqual(other.Code.Span) && Words.SequenceEqual(other.Words);

        public override int GetHashCode() => HashCode.Combine(Exists, Balance, Nonce);
    }
}
