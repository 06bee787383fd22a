using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Vectors;

/// <summary>Says in words how two states differ: which actors, and which of their fields.</summary>
internal static class StateDifference
{
    private const int MaxActors = 20;
    private const int MaxValueLength = 160;

    /// <summary>The differences, one a line. Extracted states are incomplete; what cannot be read is said.</summary>
    public static IReadOnlyList<string> Describe(IBlockstore store, Cid expected, Cid actual)
    {
        var lines = new List<string>();
        try
        {
            IReadOnlyList<MapChange<byte[], ActorState>> changes = Hamt<ActorState>.Diff(Actors(store, expected), Actors(store, actual));
            foreach (MapChange<byte[], ActorState> change in changes.Take(MaxActors))
                Describe(store, change, lines);
            if (changes.Count > MaxActors)
                lines.Add($"... and {changes.Count - MaxActors} more actors");
        }
        catch (IpldException unreadable)
        {
            lines.Add($"(the states cannot be compared any further: {unreadable.Message})");
        }

        return lines;
    }

    private static Hamt<ActorState> Actors(IBlockstore store, Cid rootCid)
    {
        if (!ChainEncoding.TryFromCbor<StateRoot>(store.Get(rootCid).Span, out StateRoot? root))
            throw new IpldException($"the state root {rootCid} is malformed");
        return Hamt<ActorState>.Load(store, root.Actors, ActorState.Codec(root.Version));
    }

    private static void Describe(IBlockstore store, MapChange<byte[], ActorState> change, List<string> lines)
    {
        string who = Address.TryFromBytes(change.Key, out Address? address) ? address.ToString() : Convert.ToHexStringLower(change.Key);
        switch (change.Kind)
        {
            case ChangeKind.Removed:
                lines.Add($"{who}: expected, but there is no such actor");
                return;
            case ChangeKind.Added:
                lines.Add($"{who}: there is such an actor, but none was expected");
                return;
        }

        ActorState expected = change.Before!;
        ActorState actual = change.After!;
        Field(lines, who, "code", expected.Code, actual.Code);
        Field(lines, who, "nonce", expected.Nonce, actual.Nonce);
        Field(lines, who, "balance", expected.Balance, actual.Balance);
        Field(lines, who, "delegated address", expected.DelegatedAddress, actual.DelegatedAddress);
        if (expected.Head != actual.Head)
            Heads(store, who, expected.Head, actual.Head, lines);
    }

    /// <summary>Actor states are tuples: compares them field by field.</summary>
    private static void Heads(IBlockstore store, string who, Cid expected, Cid actual, List<string> lines)
    {
        List<string> before = Tuple(store, expected);
        List<string> after = Tuple(store, actual);
        if (before.Count != after.Count || before.Count == 0)
        {
            lines.Add($"{who}: state: expected {expected}, came {actual}");
            return;
        }

        for (int i = 0; i < before.Count; i++)
            Field(lines, who, $"state field {i}", before[i], after[i]);
    }

    private static List<string> Tuple(IBlockstore store, Cid head)
    {
        var fields = new List<string>();
        if (!store.TryGet(head, out ReadOnlyMemory<byte> block))
            return fields;
        var reader = new CborReader(block.Span);
        if (reader.Peek() != CborKind.Array)
            return fields;
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count && !reader.Failed; i++)
            fields.Add(CborDiagnostics.ToText(reader.ReadRaw()));
        return fields;
    }

    private static void Field<T>(List<string> lines, string who, string name, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            lines.Add($"{who}: {name}: expected {Short(expected)}, came {Short(actual)}");
    }

    private static string Short<T>(T value)
    {
        string text = value?.ToString() ?? "none";
        return text.Length <= MaxValueLength ? text : $"{text[..MaxValueLength]}...";
    }
}
