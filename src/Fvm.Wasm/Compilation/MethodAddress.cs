using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Fvm.Wasm.Compilation;

/// <summary>Compiles a finished dynamic method, always fully optimised, and says where its code is.</summary>
internal static class MethodAddress
{
    /// <summary>The address, for <c>calli</c> with a managed signature; valid as long as the method object lives.</summary>
    public static nint Of(DynamicMethod method)
    {
        var handle = GetMethodDescriptor(method);
        RuntimeHelpers.PrepareMethod(handle);
        return handle.GetFunctionPointer();
    }

    // A delegate would add a shuffle thunk to every call; this is what DynamicMethod.CreateDelegate itself uses.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetMethodDescriptor")]
    private static extern RuntimeMethodHandle GetMethodDescriptor(DynamicMethod method);
}
