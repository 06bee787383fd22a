using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// Signature blobs (ECMA-335, II.23.2) and the .NET types of wasm functions. A function's code has the managed signature
/// <c>(instance, long stack, parameters...) -> first result</c>; further results travel in <see cref="WasmInstance.ExtraResults"/>.
/// </summary>
internal static class IlSignature
{
    /// <summary>Arguments before the wasm parameters: the instance and the packed stack counters.</summary>
    public const int LeadingArguments = 2;

    private const byte Void = 0x01;
    private const byte Int64 = 0x0A;
    private const byte Object = 0x1C;
    private const byte LocalVariables = 0x07;

    /// <summary>The element type that carries a value type; references travel as int64.</summary>
    public static byte ElementType(ValueType type) => type switch
    {
        ValueType.I32 => 0x08,
        ValueType.F32 => 0x0C,
        ValueType.F64 => 0x0D,
        _ => Int64,
    };

    /// <summary>The .NET type that carries a value type.</summary>
    public static Type ClrType(ValueType type) => type switch
    {
        ValueType.I32 => typeof(int),
        ValueType.F32 => typeof(float),
        ValueType.F64 => typeof(double),
        _ => typeof(long),
    };

    /// <summary>The .NET return type.</summary>
    public static Type ReturnType(FunctionType type) => type.Results.Length == 0 ? typeof(void) : ClrType(type.Results[0]);

    /// <summary>The .NET parameter types.</summary>
    public static Type[] ParameterTypes(FunctionType type)
    {
        var types = new Type[LeadingArguments + type.Parameters.Length];
        types[0] = typeof(WasmInstance);
        types[1] = typeof(long);
        for (var i = 0; i < type.Parameters.Length; i++) types[LeadingArguments + i] = ClrType(type.Parameters[i]);
        return types;
    }

    /// <summary>
    /// The call site's signature for <c>calli</c>. The instance is declared as object there: naming the class would take a metadata token,
    /// and the calling convention is the same.
    /// </summary>
    public static byte[] CallSite(FunctionType type)
    {
        var blob = new List<byte>(8 + type.Parameters.Length) { 0 };
        Compressed(blob, LeadingArguments + type.Parameters.Length);
        blob.Add(type.Results.Length == 0 ? Void : ElementType(type.Results[0]));
        blob.Add(Object);
        blob.Add(Int64);
        foreach (var parameter in type.Parameters) blob.Add(ElementType(parameter));
        return [.. blob];
    }

    /// <summary>The signature of a body's locals.</summary>
    public static byte[] Locals(List<byte> elementTypes)
    {
        var blob = new List<byte>(8 + elementTypes.Count) { LocalVariables };
        Compressed(blob, elementTypes.Count);
        blob.AddRange(elementTypes);
        return [.. blob];
    }

    private static void Compressed(List<byte> blob, int value)
    {
        if (value < 0x80)
        {
            blob.Add((byte)value);
            return;
        }

        if (value >= 0x4000)
        {
            blob.Add((byte)(0xC0 | (value >> 24)));
            blob.Add((byte)(value >> 16));
        }
        else
        {
            blob.Add((byte)(0x80 | (value >> 8)));
            blob.Add((byte)value);
            return;
        }

        blob.Add((byte)(value >> 8));
        blob.Add((byte)value);
    }
}
