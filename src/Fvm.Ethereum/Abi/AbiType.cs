using System.Globalization;

namespace Fvm.Ethereum.Abi;

/// <summary>
/// A type of Solidity's contract ABI (docs.soliditylang.org, "Contract ABI Specification"). Its values here are: <see cref="System.Numerics.BigInteger"/> for integers and
/// (times ten to their decimals) fixed-point numbers; <see cref="bool"/>; <see cref="string"/>; <see cref="byte"/> arrays for bytes, fixed bytes, functions (24) and
/// addresses (20); arrays of values (<c>object[]</c>) for arrays and tuples.
/// </summary>
public abstract record AbiType
{
    /// <summary>Bytes of a word, the unit of the encoding.</summary>
    public const int Word = 32;

    /// <summary>The name by which selectors are made, such as <c>(uint256,bool)[]</c>.</summary>
    public abstract string Canonical { get; }

    /// <summary>Whether its encoding stands in the tail, behind an offset.</summary>
    public virtual bool IsDynamic => false;

    /// <summary>Bytes of its encoding in the head when it is static.</summary>
    public virtual long StaticSize => Word;

    /// <summary>Bytes that it takes in a head: its own, or those of an offset.</summary>
    public long HeadSize => IsDynamic ? Word : StaticSize;

    /// <summary>Reads a type, such as <c>uint</c>, <c>bytes32[2][]</c>, <c>(address to, uint256 amount)</c> or <c>tuple(bool)</c>.</summary>
    /// <param name="text">The type.</param>
    /// <exception cref="AbiException">It is none.</exception>
    public static AbiType Parse(string text) => AbiParser.Type(text);

    /// <inheritdoc/>
    public sealed override string ToString() => Canonical;

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary><c>uint8</c> to <c>uint256</c>, <c>int8</c> to <c>int256</c>.</summary>
/// <param name="Bits">A multiple of 8, up to 256.</param>
/// <param name="IsSigned">Whether it has a sign.</param>
public sealed record AbiInteger(int Bits, bool IsSigned) : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => $"{(IsSigned ? "int" : "uint")}{Number(Bits)}";
}

/// <summary><c>fixed128x18</c> and its like: an integer of as many bits, divided by ten to the decimals.</summary>
/// <param name="Bits">A multiple of 8, up to 256.</param>
/// <param name="Decimals">1 to 80.</param>
/// <param name="IsSigned">Whether it has a sign.</param>
public sealed record AbiFixedPoint(int Bits, int Decimals, bool IsSigned) : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => $"{(IsSigned ? "fixed" : "ufixed")}{Number(Bits)}x{Number(Decimals)}";
}

/// <summary><c>address</c>: 20 bytes, as a number of 160 bits.</summary>
public sealed record AbiAddress : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => "address";
}

/// <summary><c>bool</c>: 0 or 1.</summary>
public sealed record AbiBool : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => "bool";
}

/// <summary><c>bytes1</c> to <c>bytes32</c>, and <c>function</c>: an address and a selector, encoded as <c>bytes24</c>.</summary>
/// <param name="Length">1 to 32.</param>
/// <param name="IsFunction">Whether it is <c>function</c>.</param>
public sealed record AbiFixedBytes(int Length, bool IsFunction = false) : AbiType
{
    /// <summary>Bytes of a <c>function</c>.</summary>
    public const int FunctionLength = 24;

    /// <inheritdoc/>
    public override string Canonical => IsFunction ? "function" : $"bytes{Number(Length)}";
}

/// <summary><c>bytes</c>.</summary>
public sealed record AbiBytes : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => "bytes";

    /// <inheritdoc/>
    public override bool IsDynamic => true;
}

/// <summary><c>string</c>, in UTF-8.</summary>
public sealed record AbiString : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => "string";

    /// <inheritdoc/>
    public override bool IsDynamic => true;
}

/// <summary>An array.</summary>
/// <param name="Element">What it holds.</param>
/// <param name="Length">How many; null for an array that tells.</param>
public sealed record AbiArray(AbiType Element, int? Length) : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => $"{Element.Canonical}[{(Length is { } length ? Number(length) : string.Empty)}]";

    /// <inheritdoc/>
    public override bool IsDynamic => Length is null || Element.IsDynamic;

    /// <inheritdoc/>
    public override long StaticSize => checked((Length ?? 0) * Element.HeadSize);
}

/// <summary>A tuple: a struct of Solidity, or the parameters of a function.</summary>
/// <param name="Fields">What it holds.</param>
public sealed record AbiTuple(IReadOnlyList<AbiParameter> Fields) : AbiType
{
    /// <inheritdoc/>
    public override string Canonical => $"({string.Join(',', Fields.Select(static part => part.Type.Canonical))})";

    /// <inheritdoc/>
    public override bool IsDynamic => Fields.Any(static part => part.Type.IsDynamic);

    /// <inheritdoc/>
    public override long StaticSize => Fields.Aggregate(0L, static (sum, part) => checked(sum + part.Type.HeadSize));
}

/// <summary>A field of a tuple, a parameter of a function or an event.</summary>
/// <param name="Name">Its name; empty for none.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsIndexed">Whether it is a topic of its event.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool IsIndexed = false);
