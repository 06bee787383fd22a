using System.Reflection.Emit;
using Fvm.Wasm.Model;
using Fvm.Wasm.Runtime;
using ValueType = Fvm.Wasm.Model.ValueType;

namespace Fvm.Wasm.Compilation;

/// <summary>The small methods around wasm functions: from compiled code to the first tier, from the host to compiled code, and profiling.</summary>
internal static class StubCompiler
{
    /// <summary>Calls the pending function in the first tier, or wherever that sends it; arguments and results travel as to the host.</summary>
    public static DynamicMethod FirstTierStub(CompiledModule module, int typeId)
    {
        var type = module.Metered.Module.Types[typeId];
        var body = new StubBody($"first{typeId}", type);
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            HostCallIl.BeginArgument(body.Il, body.Members, i);
            body.Il.LdArg(IlSignature.LeadingArguments + i);
            HostCallIl.EndArgument(body.Il, body.Members, type.Parameters[i]);
        }

        body.Il.LdArg(0);
        body.Il.LdArg(1);
        body.Il.Token(IlOp.Call, body.Members.Token(RuntimeMember.CallPending));
        HostCallIl.Result(body.Il, body.Members, type);
        body.Il.Op(IlOp.Ret);
        return body.Finish();
    }

    /// <summary>A function with a hook before and after, for <see cref="ExecutionProfile"/>: the body itself is the one that is never profiled.</summary>
    public static DynamicMethod Profiled(CompiledModule module, int function, DynamicMethod inner)
    {
        module.Code.Keep(inner);
        var type = module.TypeOf(function);
        var body = new StubBody($"profiled{function}", type);
        body.Il.LdArg(0);
        body.Il.LdcI4(function);
        body.Il.Token(IlOp.Call, body.Members.Token(RuntimeMember.ProfileEnter));
        body.Il.LdArg(0);
        body.Il.LdArg(1);
        body.PushParameters();
        body.Il.LdcI8(MethodAddress.Of(inner));
        body.Il.Op(IlOp.ConvI);
        body.Calli(module, module.Facts.TypeIdOf(function));
        var result = type.Results.IsEmpty ? -1 : body.Locals.Declare(type.Results[0]);
        if (result >= 0) body.Il.StLoc(result);
        body.Il.LdArg(0);
        body.Il.Token(IlOp.Call, body.Members.Token(RuntimeMember.ProfileLeave));
        if (result >= 0) body.Il.LdLoc(result);
        body.Il.Op(IlOp.Ret);
        return body.Finish();
    }

    /// <summary>
    /// For the host: <c>(instance, stack, args, results, code)</c>, both buffers of 64-bit cells as in <see cref="WasmInstance.Invoke"/>;
    /// results are written unless the call unwinds.
    /// </summary>
    public static DynamicMethod Entry(CompiledModule module, int typeId)
    {
        var type = module.Metered.Module.Types[typeId];
        var body = new StubBody($"entry{typeId}", typeof(void), [typeof(WasmInstance), typeof(long), typeof(long), typeof(long), typeof(nint)]);
        var il = body.Il;
        il.LdArg(0);
        il.LdArg(1);
        for (var i = 0; i < type.Parameters.Length; i++) LoadCell(il, 2, i, type.Parameters[i]);
        il.LdArg(4);
        body.Calli(module, typeId);
        var result = type.Results.IsEmpty ? -1 : body.Locals.Declare(type.Results[0]);
        if (result >= 0) il.StLoc(result);
        var end = il.NewLabel();
        il.LdArg(0);
        il.Token(IlOp.Ldfld, body.Members.Token(RuntimeMember.GasCounter));
        il.LdcI8(0);
        il.Branch(IlOp.Blt, end);
        for (var i = 0; i < type.Results.Length; i++) StoreResult(body, type.Results[i], i, result);
        il.Mark(end);
        il.Op(IlOp.Ret);
        return body.Finish(type.Parameters.Length + 8);
    }

    private static void LoadCell(IlWriter il, int pointer, int index, ValueType type)
    {
        il.LdArg(pointer);
        il.LdcI8(8L * index);
        il.Op(IlOp.Add);
        il.Op(TypedAccess.Load(type));
    }

    private static void StoreResult(StubBody body, ValueType type, int index, int first)
    {
        var il = body.Il;
        il.LdArg(3);
        il.LdcI8(8L * index);
        il.Op(IlOp.Add);
        if (index == 0)
        {
            il.LdLoc(first);
            HostCallIl.ToBits(il, body.Members, type);
        }
        else
        {
            TypedAccess.ExtraResultAddress(il, body.Members, index);
            il.Op(type == ValueType.I32 || type == ValueType.F32 ? IlOp.LdindU4 : IlOp.LdindI8);
            if (type is ValueType.I32 or ValueType.F32) il.Op(IlOp.ConvU8);
        }

        il.Op(IlOp.StindI8);
    }
}
