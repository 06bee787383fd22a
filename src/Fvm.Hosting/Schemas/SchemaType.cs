namespace Fvm.Hosting.Schemas;

/// <summary>The shape of a value in parameters, returns or state. <c>Schemas/v18.schema</c> tells how it is written.</summary>
public abstract record SchemaType
{
    private protected SchemaType()
    {
    }
}

/// <summary>A value without parts.</summary>
/// <param name="Kind">Which.</param>
public sealed record ScalarType(ScalarKind Kind) : SchemaType;

/// <summary>An array of named fields.</summary>
/// <param name="Fields">The fields, in their order.</param>
public sealed record TupleType(IReadOnlyList<SchemaField> Fields) : SchemaType;

/// <summary>A field of a tuple.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="MayBeAbsent">Whether old records end before it.</param>
public sealed record SchemaField(string Name, SchemaType Type, bool MayBeAbsent);

/// <summary>An array of values of one type.</summary>
/// <param name="Item">Their type.</param>
public sealed record ListType(SchemaType Item) : SchemaType;

/// <summary>A value or null.</summary>
/// <param name="Value">The value's type.</param>
public sealed record OptionalType(SchemaType Value) : SchemaType;

/// <summary>A link to a block.</summary>
/// <param name="Target">What the block holds.</param>
public sealed record LinkType(SchemaType Target) : SchemaType;

/// <summary>A link to a HAMT.</summary>
/// <param name="Key">How its keys are read.</param>
/// <param name="Value">Its values' type; null for a set.</param>
/// <param name="BitWidth">Its bit width.</param>
public sealed record HamtType(ScalarKind Key, SchemaType? Value, int BitWidth) : SchemaType;

/// <summary>A link to an AMT.</summary>
/// <param name="Value">Its values' type.</param>
/// <param name="BitWidth">Its bit width.</param>
public sealed record AmtType(SchemaType Value, int BitWidth) : SchemaType;

/// <summary>A link to the storage of an EVM contract: a KAMT of 32-byte words.</summary>
public sealed record KamtType : SchemaType;

/// <summary>The kinds of values without parts, named as in schemas; their form in JSON stands beside each, and is lotus's.</summary>
public enum ScalarKind
{
    /// <summary><c>uint</c>: a number.</summary>
    UInt,

    /// <summary><c>int</c>: a number. As a key of a HAMT zig-zag.</summary>
    Int,

    /// <summary><c>bool</c>.</summary>
    Bool,

    /// <summary><c>text</c>.</summary>
    Text,

    /// <summary><c>bytes</c>: text in base64.</summary>
    Bytes,

    /// <summary><c>cid</c>: an object with the one field "/".</summary>
    Cid,

    /// <summary><c>address</c>: text.</summary>
    Address,

    /// <summary><c>bigint</c>: decimal text.</summary>
    BigInt,

    /// <summary><c>amount</c>: attoFIL, decimal text.</summary>
    Amount,

    /// <summary><c>bitfield</c>: an array of run lengths, the first one of zeros.</summary>
    Bitfield,

    /// <summary><c>signature</c>: an object with Type and Data, base64.</summary>
    Signature,

    /// <summary><c>label</c>, of a deal, text or bytes: text, or DAG-JSON of bytes.</summary>
    Label,

    /// <summary><c>any</c> value of CBOR: DAG-JSON.</summary>
    Any,
}
