using System.Globalization;
using System.Text.RegularExpressions;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Hosting.Schemas;

/// <summary>Reads a table of schemas. The table is ours: what is wrong with it is a bug, and says where.</summary>
internal sealed partial class SchemaParser
{
    private static readonly Dictionary<string, SchemaType> Scalars =
        Enum.GetValues<ScalarKind>().ToDictionary(static kind => kind.ToString().ToLowerInvariant(), static SchemaType (kind) => new ScalarType(kind));

    private readonly List<(string Text, int Line)> tokens = [];
    private readonly Dictionary<string, SchemaType> named = new(Scalars) { ["kamt"] = new KamtType() };
    private int position;

    private SchemaParser(string table)
    {
        int line = 0;
        foreach (string text in table.Split('\n'))
        {
            line++;
            int comment = text.IndexOf('#', StringComparison.Ordinal);
            foreach (Match token in Token().Matches(comment < 0 ? text : text[..comment]))
                tokens.Add((token.Value, line));
        }
    }

    public static IReadOnlyList<ActorSchema> Parse(string table) => new SchemaParser(table).Actors();

    [GeneratedRegex(@"->|[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[^\s]")]
    private static partial Regex Token();

    private List<ActorSchema> Actors()
    {
        var actors = new List<ActorSchema>();
        TypeDeclarations();
        while (position < tokens.Count)
            actors.Add(Actor());
        return actors;
    }

    private ActorSchema Actor()
    {
        Expect("actor");
        if (!BuiltinActorNames.TryFromManifestName(Next(), out BuiltinActor actor))
            throw Error("an actor that no manifest names");
        TypeDeclarations();
        Expect("state");
        SchemaType state = Type();
        var methods = new List<MethodSchema>();
        while (position < tokens.Count && Peek() != "actor")
            methods.Add(Method());
        return new ActorSchema(actor, state, methods);
    }

    private void TypeDeclarations()
    {
        while (position < tokens.Count && Accept("type"))
        {
            string name = Next();
            Expect("=");
            if (!named.TryAdd(name, Type()))
                throw Error($"a second type {name}");
        }
    }

    private MethodSchema Method()
    {
        string number = Next();
        bool hashed = number == "hash";
        string name = Next();
        string shown = Accept("as") ? Next() : name;
        var numbers = new List<ulong>();
        if (!hashed)
            numbers.Add(ulong.Parse(number, CultureInfo.InvariantCulture));
        if (hashed || Accept("*"))
            numbers.Add(MethodNumber.FromName(name));
        Expect(":");
        SchemaType? parameters = TypeOrNone();
        Expect("->");
        return new MethodSchema(shown, numbers, parameters, TypeOrNone());
    }

    private SchemaType? TypeOrNone() => Accept("none") ? null : Type();

    private SchemaType Type()
    {
        SchemaType type = Accept("[") ? Tuple() : Named(Next());
        return Accept("?") ? new OptionalType(type) : type;
    }

    private TupleType Tuple()
    {
        var fields = new List<SchemaField>();
        do
        {
            string name = Next();
            bool mayBeAbsent = Accept("~");
            fields.Add(new SchemaField(name, Type(), mayBeAbsent));
        }
        while (Accept(","));
        Expect("]");
        return new TupleType(fields);
    }

    private SchemaType Named(string name)
    {
        if (!Accept("("))
            return named.TryGetValue(name, out SchemaType? type) ? type : throw Error($"the unknown type {name}");
        SchemaType made = name switch
        {
            "list" => new ListType(Type()),
            "link" => new LinkType(Type()),
            "hamt" => new HamtType(Key(), Part(), Width()),
            "set" => new HamtType(Key(), null, Width()),
            "amt" => new AmtType(Type(), Width()),
            _ => throw Error($"the unknown container {name}"),
        };
        Expect(")");
        return made;
    }

    private ScalarKind Key() => Type() is ScalarType scalar ? scalar.Kind : throw Error("a key that is no scalar");

    private SchemaType Part()
    {
        Expect(",");
        return Type();
    }

    private int Width()
    {
        Expect(",");
        return int.Parse(Next(), CultureInfo.InvariantCulture);
    }

    private string Peek() => tokens[position].Text;

    private string Next() => position < tokens.Count ? tokens[position++].Text : throw Error("the end");

    private bool Accept(string token)
    {
        bool there = position < tokens.Count && Peek() == token;
        if (there)
            position++;
        return there;
    }

    private void Expect(string token)
    {
        if (!Accept(token))
            throw Error($"'{(position < tokens.Count ? Peek() : "the end")}' where '{token}' should be");
    }

    private InvalidDataException Error(string what) =>
        new($"the schema has {what} in line {tokens[Math.Min(position, tokens.Count - 1)].Line.ToString(CultureInfo.InvariantCulture)}");
}
