using Fvm.Wasm.Model;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>
/// The way from the first tier into compiled code in the middle of a call: a method of the signature <c>(instance, stack, registers)</c> that
/// begins at the head of one loop with what a frame of the first tier holds there, does the rest of the function, and leaves the results in
/// the first registers, unless it unwinds. The counters of the stack have the function's own cost in them already.
/// </summary>
internal static class LoopEntry
{
    /// <summary>No loop: the method is the function itself.</summary>
    public const int None = -1;

    private const int Registers = 2;

    /// <summary>The method under construction.</summary>
    public static StubBody NewBody(int function, int loop) =>
        new($"wasm{function}loop{loop}", typeof(void), [typeof(WasmInstance), typeof(long), typeof(long)]);

    /// <summary>Loads the parameters and locals that the code names.</summary>
    public static void LoadLocals(FunctionScope scope, ReadOnlySpan<byte> code)
    {
        var named = new bool[scope.LocalTypes.Length];
        var reader = new InstructionReader(code);
        while (reader.Read())
            if (reader.Opcode is Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee) named[reader.Index] = true;
        for (var i = 0; i < named.Length; i++)
        {
            if (!named[i]) continue;
            LoadRegister(scope, i, scope.LocalTypes[i]);
            scope.StoreLocal(i);
        }
    }

    /// <summary>At the loop's head: loads the operands. Each is in a temporary, in a slot, or a constant.</summary>
    public static void LoadOperands(FunctionScope scope)
    {
        for (var height = 0; height < scope.Stack.Height; height++)
        {
            var node = scope.Stack.Node(scope.Stack[height]);
            if (node.Kind is not (NodeKind.Temporary or NodeKind.Slot)) continue;
            LoadRegister(scope, scope.LocalTypes.Length + height, node.Type);
            scope.Il.StLoc(node.Index);
        }
    }

    /// <summary>Returns the operands on top.</summary>
    public static void Return(FunctionScope scope, TreeWriter writer)
    {
        var results = scope.Type.Results;
        for (var i = results.Length - 1; i >= 0; i--)
        {
            var value = scope.Stack.Pop();
            Address(scope, i);
            writer.Write(value);
            HostCallIl.ToBits(scope.Il, scope.Body.Members, results[i]);
            scope.Il.Op(IlOp.StindI8);
        }

        scope.Il.Op(IlOp.Ret);
    }

    private static void LoadRegister(FunctionScope scope, int register, ValueType type)
    {
        Address(scope, register);
        scope.Il.Op(TypedAccess.Load(type));
    }

    private static void Address(FunctionScope scope, int register)
    {
        scope.Il.LdArg(Registers);
        TypedAccess.AddOffset(scope.Il, 8L * register);
    }
}
