using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>Access to 64-bit cells that hold a value of any type.</summary>
internal static class TypedAccess
{
    /// <summary>Reads a value through an address.</summary>
    public static IlOp Load(ValueType type) => type switch
    {
        ValueType.I32 => IlOp.LdindI4,
        ValueType.F32 => IlOp.LdindR4,
        ValueType.F64 => IlOp.LdindR8,
        _ => IlOp.LdindI8,
    };

    /// <summary>Writes a value through an address; the other half of the cell keeps what it has.</summary>
    public static IlOp Store(ValueType type) => type switch
    {
        ValueType.I32 => IlOp.StindI4,
        ValueType.F32 => IlOp.StindR4,
        ValueType.F64 => IlOp.StindR8,
        _ => IlOp.StindI8,
    };

    /// <summary>Pushes the address of the cell of a result after the first.</summary>
    public static void ExtraResultAddress(IlWriter il, RuntimeMembers members, int result)
    {
        il.LdArg(0);
        il.Token(IlOp.Ldfld, members.Token(RuntimeMember.ExtraResults));
        AddOffset(il, 8L * (result - 1));
    }

    /// <summary>Adds a constant to the address on top.</summary>
    public static void AddOffset(IlWriter il, long offset)
    {
        if (offset == 0) return;
        il.LdcI8(offset);
        il.Op(IlOp.Add);
    }
}
