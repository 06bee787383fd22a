using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using Fvm.Wasm.FirstTier;
using Fvm.Wasm.Linking;
using Fvm.Wasm.Runtime;
using static Fvm.Wasm.Compilation.RuntimeMember;

namespace Fvm.Wasm.Compilation;

/// <summary>What each <see cref="RuntimeMember"/> is, and its metadata tokens within one method under construction.</summary>
internal sealed class RuntimeMembers(DynamicILInfo info)
{
    private static readonly MemberInfo[] Members = Resolve();
    private readonly int[] _tokens = new int[(int)Count];

    /// <summary>The token of a member in this method.</summary>
    public int Token(RuntimeMember member)
    {
        ref var token = ref _tokens[(int)member];
        if (token != 0) return token;
        return token = Members[(int)member] switch
        {
            FieldInfo field => info.GetTokenFor(field.FieldHandle),
            var method => info.GetTokenFor(((MethodInfo)method).MethodHandle),
        };
    }

    private static MemberInfo[] Resolve()
    {
        var members = new MemberInfo[(int)Count];
        foreach (var field in (ReadOnlySpan<RuntimeMember>)[GasCounter, RuntimeMember.MemoryAddress, MemoryLength, Table0, Table0Length, PendingCode, NearGlobals, FarGlobals, HostArguments, ExtraResults, Opaque32, Opaque64])
            members[(int)field] = typeof(WasmInstance).GetField(field.ToString(), BindingFlags.Instance | BindingFlags.NonPublic)!;

        members[(int)Raise] = Method(typeof(WasmInstance), nameof(WasmInstance.Raise));
        members[(int)CallPending] = Method(typeof(FirstTierCalls), nameof(FirstTierCalls.CallPending));
        members[(int)CallReference] = Method(typeof(LinkedCalls), nameof(LinkedCalls.CallReference));
        members[(int)ProfileEnter] = Method(typeof(ExecutionProfile), nameof(ExecutionProfile.Enter), typeof(WasmInstance), typeof(int));
        members[(int)ProfileLeave] = Method(typeof(ExecutionProfile), nameof(ExecutionProfile.Leave), typeof(WasmInstance));
        members[(int)CallHost] = Method(typeof(HostCalls), nameof(HostCalls.CallHost));
        foreach (var member in (ReadOnlySpan<RuntimeMember>)[MemoryGrow, MemoryCopy, MemoryFill, MemoryInit, DataDrop])
            members[(int)member] = Method(typeof(MemoryOperations), member.ToString());
        foreach (var member in (ReadOnlySpan<RuntimeMember>)[TableGet, TableSet, TableGrow, TableSize, TableFill, TableCopy, TableInit, ElementDrop, TableEntryAt, FunctionReference])
            members[(int)member] = Method(typeof(TableOperations), member.ToString());

        members[(int)LeadingZeros32] = Method(typeof(BitOperations), nameof(BitOperations.LeadingZeroCount), typeof(uint));
        members[(int)LeadingZeros64] = Method(typeof(BitOperations), nameof(BitOperations.LeadingZeroCount), typeof(ulong));
        members[(int)TrailingZeros32] = Method(typeof(BitOperations), nameof(BitOperations.TrailingZeroCount), typeof(uint));
        members[(int)TrailingZeros64] = Method(typeof(BitOperations), nameof(BitOperations.TrailingZeroCount), typeof(ulong));
        members[(int)PopCount32] = Method(typeof(BitOperations), nameof(BitOperations.PopCount), typeof(uint));
        members[(int)PopCount64] = Method(typeof(BitOperations), nameof(BitOperations.PopCount), typeof(ulong));
        members[(int)RotateLeft32] = Method(typeof(BitOperations), nameof(BitOperations.RotateLeft), typeof(uint), typeof(int));
        members[(int)RotateLeft64] = Method(typeof(BitOperations), nameof(BitOperations.RotateLeft), typeof(ulong), typeof(int));
        members[(int)RotateRight32] = Method(typeof(BitOperations), nameof(BitOperations.RotateRight), typeof(uint), typeof(int));
        members[(int)RotateRight64] = Method(typeof(BitOperations), nameof(BitOperations.RotateRight), typeof(ulong), typeof(int));
        members[(int)CeilingSingle] = Method(typeof(MathF), nameof(MathF.Ceiling), typeof(float));
        members[(int)FloorSingle] = Method(typeof(MathF), nameof(MathF.Floor), typeof(float));
        members[(int)TruncateSingle] = Method(typeof(MathF), nameof(MathF.Truncate), typeof(float));
        members[(int)NearestSingle] = Method(typeof(MathF), nameof(MathF.Round), typeof(float));
        members[(int)SquareRootSingle] = Method(typeof(MathF), nameof(MathF.Sqrt), typeof(float));
        members[(int)CeilingDouble] = Method(typeof(Math), nameof(Math.Ceiling), typeof(double));
        members[(int)FloorDouble] = Method(typeof(Math), nameof(Math.Floor), typeof(double));
        members[(int)TruncateDouble] = Method(typeof(Math), nameof(Math.Truncate), typeof(double));
        members[(int)NearestDouble] = Method(typeof(Math), nameof(Math.Round), typeof(double));
        members[(int)SquareRootDouble] = Method(typeof(Math), nameof(Math.Sqrt), typeof(double));
        members[(int)SingleToBits] = Method(typeof(BitConverter), nameof(BitConverter.SingleToInt32Bits), typeof(float));
        members[(int)DoubleToBits] = Method(typeof(BitConverter), nameof(BitConverter.DoubleToInt64Bits), typeof(double));
        members[(int)BitsToDouble] = Method(typeof(BitConverter), nameof(BitConverter.Int64BitsToDouble), typeof(long));

        for (var member = (RuntimeMember)0; member < Count; member++)
            members[(int)member] ??= Method(typeof(Operators), member.ToString());
        return members;
    }

    private static MethodInfo Method(Type type, string name, params Type[] parameters)
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return (parameters.Length == 0 ? type.GetMethod(name, Any) : type.GetMethod(name, Any, parameters))
            ?? throw new MissingMethodException(type.FullName, name);
    }
}
