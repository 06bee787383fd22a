using System.Reflection.Emit;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Compilation;

/// <summary>A dynamic method under construction: its IL, its locals and its tokens.</summary>
internal sealed class StubBody
{
    private readonly DynamicMethod _method;
    private readonly DynamicILInfo _info;
    private readonly int _parameters;

    /// <summary>A method of a wasm function's signature.</summary>
    public StubBody(string name, FunctionType type)
        : this(name, IlSignature.ReturnType(type), IlSignature.ParameterTypes(type))
    {
    }

    /// <summary>A method.</summary>
    public StubBody(string name, Type result, Type[] parameters)
    {
        _parameters = parameters.Length;

        // Skips visibility: emitted code reads the instance's internal fields.
        _method = new DynamicMethod(name, result, parameters, typeof(WasmInstance).Module, skipVisibility: true);
        _info = _method.GetDynamicILInfo();
        Members = new RuntimeMembers(_info);
    }

    /// <summary>The IL.</summary>
    public IlWriter Il { get; } = new();

    /// <summary>The IL locals.</summary>
    public LocalAllocator Locals { get; } = new();

    /// <summary>The runtime's members.</summary>
    public RuntimeMembers Members { get; }

    /// <summary>Pushes the wasm parameters.</summary>
    public void PushParameters()
    {
        for (var i = IlSignature.LeadingArguments; i < _parameters; i++) Il.LdArg(i);
    }

    /// <summary>Calls the address on top through a type's signature.</summary>
    public void Calli(CompiledModule module, int typeId) => Il.Token(IlOp.Calli, _info.GetTokenFor(module.Facts.CallSite(typeId)));

    /// <summary>Seals the method.</summary>
    public DynamicMethod Finish() => Finish(_parameters + 8);

    /// <summary>Seals the method.</summary>
    /// <param name="maxStack">The greatest depth of the IL stack.</param>
    public DynamicMethod Finish(int maxStack)
    {
        _info.SetCode(Il.ToArray(), maxStack);
        _info.SetLocalSignature(Locals.Signature());
        return _method;
    }
}
