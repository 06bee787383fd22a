using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>The IL of a call of a host function: arguments into the instance's cells, the call, the result back (<see cref="Runtime.HostCalls"/>).</summary>
internal static class HostCallIl
{
    /// <summary>Pushes the address of an argument's cell; the argument follows.</summary>
    public static void BeginArgument(IlWriter il, RuntimeMembers members, int index)
    {
        il.LdArg(0);
        il.Token(IlOp.Ldfld, members.Token(RuntimeMember.HostArguments));
        TypedAccess.AddOffset(il, 8L * index);
    }

    /// <summary>Stores the argument on top.</summary>
    public static void EndArgument(IlWriter il, RuntimeMembers members, ValueType type)
    {
        ToBits(il, members, type);
        il.Op(IlOp.StindI8);
    }

    /// <summary>Calls the host function; its result, of the wasm type, is on top afterwards.</summary>
    public static void Call(IlWriter il, RuntimeMembers members, int import, FunctionType type)
    {
        il.LdArg(0);
        il.LdArg(1);
        il.LdcI4(import);
        il.LdcI4(type.Parameters.Length);
        il.Token(IlOp.Call, members.Token(RuntimeMember.CallHost));
        Result(il, members, type);
    }

    /// <summary>Turns the 64 bits on top into the first result of a type, or drops them.</summary>
    public static void Result(IlWriter il, RuntimeMembers members, FunctionType type)
    {
        if (type.Results.IsEmpty) il.Op(IlOp.Pop);
        else FromBits(il, members, type.Results[0]);
    }

    /// <summary>Turns the value on top into a cell's 64 bits.</summary>
    public static void ToBits(IlWriter il, RuntimeMembers members, ValueType type)
    {
        if (type == ValueType.F32) il.Token(IlOp.Call, members.Token(RuntimeMember.SingleToBits));
        if (type is ValueType.I32 or ValueType.F32) il.Op(IlOp.ConvU8);
        if (type == ValueType.F64) il.Token(IlOp.Call, members.Token(RuntimeMember.DoubleToBits));
    }

    private static void FromBits(IlWriter il, RuntimeMembers members, ValueType type)
    {
        if (type is ValueType.I32 or ValueType.F32) il.Op(IlOp.ConvI4);
        if (type == ValueType.F32) il.Token(IlOp.Call, members.Token(RuntimeMember.BitsToSingle));
        if (type == ValueType.F64) il.Token(IlOp.Call, members.Token(RuntimeMember.BitsToDouble));
    }
}
