using System.Globalization;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Ipld.Kamts;

namespace Fvm.Hosting.States;

/// <summary>Goes down a path through an actor's state, block after block, and says what stands at its end.</summary>
internal sealed class StatePath(IBlockstore store, int limit)
{
    /// <summary>Where a list was cut: the one field that says how.</summary>
    private const string Cut = "...";

    public JsonNode? Read(SchemaType type, ReadOnlyMemory<byte> value, ReadOnlySpan<string> path)
    {
        switch (type)
        {
            case OptionalType optional:
                bool isNull = new CborReader(value.Span).Peek() == CborKind.Null;
                if (isNull && !path.IsEmpty)
                    throw new SchemaException($"'{path[0]}': what it stands in is null");
                return isNull ? null : Read(optional.Value, value, path);
            case LinkType link:
                return Read(link.Target, store.Get(LinkOf(value)), path);
            case HamtType hamt:
                return Hamt(hamt, LinkOf(value), path);
            case AmtType amt:
                return Amt(amt, LinkOf(value), path);
            case KamtType:
                return Storage(LinkOf(value), path);
        }

        if (path.IsEmpty)
            return SchemaReader.TryRead(type, value.Span, out JsonNode? json, out CborError error) ? json : throw Malformed(error);
        return type switch
        {
            TupleType tuple => Field(tuple, value, path),
            ListType list => Item(list, value, path),
            ScalarType { Kind: ScalarKind.Any } => Any(value, path),
            _ => throw new SchemaException($"'{path[0]}': what it stands in has no parts"),
        };
    }

    private JsonNode? Field(TupleType tuple, ReadOnlyMemory<byte> value, ReadOnlySpan<string> path)
    {
        string name = path[0];
        int index = tuple.Fields.ToList().FindIndex(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            throw new SchemaException($"there is no field '{name}'; there are {string.Join(", ", tuple.Fields.Select(static field => field.Name))}");
        return Read(tuple.Fields[index].Type, Element(value, index, name), path[1..]);
    }

    private JsonNode? Item(ListType list, ReadOnlyMemory<byte> value, ReadOnlySpan<string> path) =>
        Read(list.Item, Element(value, (int)Math.Min(Index(path[0]), int.MaxValue), path[0]), path[1..]);

    /// <summary>The encoding of one element of an array.</summary>
    private static ReadOnlyMemory<byte> Element(ReadOnlyMemory<byte> array, int index, string name)
    {
        var reader = new CborReader(array.Span);
        int count = reader.ReadArrayHeader();
        if (!reader.Failed && index >= count)
            throw new SchemaException($"'{name}': there are {count.ToString(CultureInfo.InvariantCulture)} elements");
        for (int i = 0; i < index; i++)
            reader.Skip();
        int start = reader.Position;
        reader.Skip();
        return reader.Failed ? throw Malformed(reader.Error) : array[start..reader.Position];
    }

    private JsonNode? Hamt(HamtType type, Cid root, ReadOnlySpan<string> path)
    {
        Hamt<byte[]> map = Hamt<byte[]>.Load(store, root, CborCodecs.Raw, new HamtOptions(type.BitWidth));
        if (path.IsEmpty)
            return type.Value is null ? Keys(type, map) : Entries(type.Value, map.Entries().Select(entry => (ContainerKeys.ToText(type.Key, entry.Key), entry.Value)));
        byte[] key = ContainerKeys.FromText(type.Key, path[0])
            ?? throw new SchemaException($"'{path[0]}' is no key of this map; its keys are of the kind {type.Key.ToString().ToLowerInvariant()}");
        if (!map.TryGet(key, out byte[]? value))
            throw new NoSuchEntryException($"there is no entry '{path[0]}'");
        return Read(type.Value ?? new ScalarType(ScalarKind.Any), value, path[1..]);
    }

    private JsonArray Keys(HamtType type, Hamt<byte[]> set) =>
        new([.. set.Entries().Take(limit).Select(entry => (JsonNode)ContainerKeys.ToText(type.Key, entry.Key))]);

    private JsonNode? Amt(AmtType type, Cid root, ReadOnlySpan<string> path)
    {
        Amt<byte[]> array = Amt<byte[]>.Load(store, root, CborCodecs.Raw);
        if (path.IsEmpty)
            return Entries(type.Value, array.Entries().Select(static entry => (entry.Key.ToString(CultureInfo.InvariantCulture), entry.Value)));
        if (!array.TryGet(Index(path[0]), out byte[]? value))
            throw new NoSuchEntryException($"there is no element '{path[0]}'");
        return Read(type.Value, value, path[1..]);
    }

    private JsonNode? Storage(Cid root, ReadOnlySpan<string> path)
    {
        Kamt<byte[], byte[]> storage = StorageWords.Load(store, root);
        if (path.IsEmpty)
            return Cutting(storage.Entries().Select(static entry => KeyValuePair.Create<string, JsonNode?>(StorageWords.Text(entry.Key), StorageWords.Text(entry.Value))));
        byte[]? given = ContainerKeys.FromHex(path[0]);
        if (given is null || given.Length > StorageWords.Length)
            throw new SchemaException($"'{path[0]}' is no slot of 32 bytes in hex");
        byte[] slot = new byte[StorageWords.Length];
        given.CopyTo(slot, slot.Length - given.Length);
        return StorageWords.Text(storage.TryGet(slot, out byte[]? word) ? word : new byte[StorageWords.Length]);
    }

    private JsonObject Entries(SchemaType type, IEnumerable<(string Key, byte[] Value)> entries) => Cutting(entries.Select(entry => KeyValuePair.Create(
        entry.Key, SchemaReader.TryRead(type, entry.Value, out JsonNode? json, out CborError error) ? json : throw Malformed(error))));

    private JsonObject Cutting(IEnumerable<KeyValuePair<string, JsonNode?>> entries)
    {
        var json = new JsonObject();
        foreach ((string key, JsonNode? value) in entries)
        {
            if (json.Count == limit)
            {
                json[Cut] = $"cut after {limit.ToString(CultureInfo.InvariantCulture)} entries";
                break;
            }

            json[key] = value;
        }

        return json;
    }

    private static JsonNode? Any(ReadOnlyMemory<byte> value, ReadOnlySpan<string> path)
    {
        if (!SchemaReader.TryRead(new ScalarType(ScalarKind.Any), value.Span, out JsonNode? node, out CborError error))
            throw Malformed(error);
        foreach (string part in path)
        {
            node = node switch
            {
                JsonArray array when ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out ulong index) && index < (ulong)array.Count => array[(int)index],
                JsonObject map when map.ContainsKey(part) => map[part],
                _ => throw new SchemaException($"there is nothing at '{part}'"),
            };
        }

        return node?.DeepClone();
    }

    private static Cid LinkOf(ReadOnlyMemory<byte> value)
    {
        var reader = new CborReader(value.Span);
        return reader.ReadCid() is { } cid && reader.Finish() ? cid : throw Malformed(reader.Error);
    }

    private static ulong Index(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong index) ? index : throw new SchemaException($"'{text}' is no index");

    private static SchemaException Malformed(CborError error) => new($"the state does not fit the schema of release v18: {error}");
}
