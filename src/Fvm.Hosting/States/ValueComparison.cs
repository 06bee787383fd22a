using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fvm.Hosting.Schemas;
using Fvm.Ipld;
using Fvm.Ipld.Amts;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;

namespace Fvm.Hosting.States;

/// <summary>Compares two encoded values of a type, down to the smallest parts that differ.</summary>
internal sealed class ValueComparison(IBlockstore store, List<FieldDifference> found)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Compare(SchemaType? type, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string path)
    {
        if (before.Span.SequenceEqual(after.Span))
            return;
        int start = found.Count;
        try
        {
            if (!Inside(type, before, after, path))
                Whole(type, before, after, path);
        }
        catch (IpldException)
        {
            // Something below is missing or malformed: then the links tell as much as can be told.
            found.RemoveRange(start, found.Count - start);
            Whole(type, before, after, path);
        }
    }

    private bool Inside(SchemaType? type, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string path)
    {
        switch (type)
        {
            case OptionalType optional when IsPresent(before) && IsPresent(after):
                Compare(optional.Value, before, after, path);
                return true;
            case LinkType link:
                Compare(link.Target, store.Get(LinkOf(before)), store.Get(LinkOf(after)), path);
                return true;
            case HamtType hamt:
                Hamts(hamt, before, after, path);
                return true;
            case AmtType amt:
                Amts(amt, before, after, path);
                return true;
            case KamtType:
                Storage(before, after, path);
                return true;
            case TupleType tuple:
                return Tuples(tuple, before, after, path);
            case null or ScalarType { Kind: ScalarKind.Any }:
                return Tuples(null, before, after, path);
            default:
                return false;
        }
    }

    /// <summary>Tuples of one length, field by field; by index where no schema fits, as with states of older releases.</summary>
    private bool Tuples(TupleType? tuple, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string path)
    {
        List<ReadOnlyMemory<byte>>? first = Elements(before);
        List<ReadOnlyMemory<byte>>? second = Elements(after);
        if (first is null || second is null || first.Count != second.Count || first.Count == 0)
            return false;
        bool fits = tuple is not null && tuple.Fields.Count == first.Count;
        for (int i = 0; i < first.Count; i++)
        {
            string name = fits ? tuple!.Fields[i].Name : i.ToString(CultureInfo.InvariantCulture);
            Compare(fits ? tuple!.Fields[i].Type : new ScalarType(ScalarKind.Any), first[i], second[i], $"{path}/{name}");
        }

        return true;
    }

    private void Hamts(HamtType type, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string path)
    {
        foreach (MapChange<byte[], byte[]> change in Hamt<byte[]>.Diff(Load(before), Load(after)))
            Entry(type.Value, $"{path}/{ContainerKeys.ToText(type.Key, change.Key)}", change.Before, change.After);

        Hamt<byte[]> Load(ReadOnlyMemory<byte> link) => Hamt<byte[]>.Load(store, LinkOf(link), CborCodecs.Raw, new HamtOptions(type.BitWidth));
    }

    private void Amts(AmtType type, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string path)
    {
        foreach (MapChange<ulong, byte[]> change in Amt<byte[]>.Diff(Load(before), Load(after)))
            Entry(type.Value, $"{path}/{change.Key.ToString(CultureInfo.InvariantCulture)}", change.Before, change.After);

        Amt<byte[]> Load(ReadOnlyMemory<byte> link) => Amt<byte[]>.Load(store, LinkOf(link), CborCodecs.Raw, expectedBitWidth: type.BitWidth);
    }

    private void Storage(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string path)
    {
        SortedDictionary<string, string> first = Words(before);
        SortedDictionary<string, string> second = Words(after);
        foreach (string slot in first.Keys.Union(second.Keys).Order(StringComparer.Ordinal))
        {
            string? old = first.GetValueOrDefault(slot);
            string? young = second.GetValueOrDefault(slot);
            if (old != young)
                found.Add(new FieldDifference($"{path}/{slot}", old, young));
        }
    }

    private SortedDictionary<string, string> Words(ReadOnlyMemory<byte> link)
    {
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        StorageWords.Load(store, LinkOf(link)).ForEach((slot, word) => words[StorageWords.Text(slot)] = StorageWords.Text(word));
        return words;
    }

    private void Entry(SchemaType? type, string path, byte[]? before, byte[]? after)
    {
        if (before is not null && after is not null)
            Compare(type, before, after, path);
        else
            found.Add(new FieldDifference(path, before is null ? null : Text(type, before), after is null ? null : Text(type, after)));
    }

    private void Whole(SchemaType? type, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, string path) =>
        found.Add(new FieldDifference(path, Text(type, before), Text(type, after)));

    private static string Text(SchemaType? type, ReadOnlyMemory<byte> value) => type is not null && SchemaReader.TryRead(type, value.Span, out JsonNode? json, out _)
        ? json?.ToJsonString(Plain) ?? "null"
        : CborDiagnostics.ToText(value.Span);

    private static List<ReadOnlyMemory<byte>>? Elements(ReadOnlyMemory<byte> array)
    {
        var reader = new CborReader(array.Span);
        if (reader.Peek() != CborKind.Array)
            return null;
        int count = reader.ReadArrayHeader();
        var elements = new List<ReadOnlyMemory<byte>>();
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            int start = reader.Position;
            reader.Skip();
            if (!reader.Failed)
                elements.Add(array[start..reader.Position]);
        }

        return reader.Failed ? null : elements;
    }

    private static bool IsPresent(ReadOnlyMemory<byte> value) => new CborReader(value.Span).Peek() != CborKind.Null;

    private static Cid LinkOf(ReadOnlyMemory<byte> value) => new CborReader(value.Span).ReadCid() ?? throw new IpldException("no link where one should be");
}
