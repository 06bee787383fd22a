using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Validation;

/// <summary>Valid and invalid bodies and modules, with the reason (WebAssembly 2.0, chapter 3).</summary>
public sealed class ValidationTests
{
    /// <summary>Bodies of type [i32] -> [i32] with a local i64, beside a memory, a table and globals; null where they are valid.</summary>
    public static TheoryData<string, string?> Bodies => new()
    {
        { "local.get 0", null },
        { "", "type mismatch: an operand is missing" },
        { "i64.const 0", "type mismatch: expected I32, found I64" },
        { "i32.const 0; i32.const 0", "values remain" },
        { "drop; i32.const 0", "an operand is missing" },
        { "i32.const 0; i64.const 0; i32.add", "expected I32, found I64" },
        { "local.get 1; i32.wrap_i64", null },
        { "local.get 2", "unknown local 2" },
        { "i32.const 0; local.set 1; i32.const 0", "expected I64, found I32" },
        { "i64.const 0; local.tee 1; i32.wrap_i64", null },
        { "global.get 0", null },
        { "global.get 9", "unknown global 9" },
        { "i32.const 0; global.set 0; i32.const 0", null },
        { "i32.const 0; global.set 1; i32.const 0", "global is immutable" },
        { "unreachable", null },
        { "unreachable; i32.add", null },
        { "unreachable; i64.const 0; i32.add", "expected I32, found I64" },
        { "unreachable; i32.const 0; i32.const 0", "values remain" },
        { "unreachable; i64.const 0", "expected I32, found I64" },
        { "unreachable; select", null },
        { "unreachable; i64.const 0; i32.const 0; select", "expected I32, found I64" },
        { "i32.const 0; br 0", null },
        { "br 0", "an operand is missing" },
        { "i32.const 0; br 1", "unknown label 1" },
        { "i32.const 0; br 0; i64.add; drop; i32.const 0", null },
        { "block i; i32.const 0; br 0; end", null },
        { "block i; i64.const 0; br 0; end", "expected I32, found I64" },
        { "block; i32.const 0; end; i32.const 0", "values remain" },
        { "block; drop; end; i32.const 0", "an operand is missing" },
        { "i32.const 0; block; drop; end; i32.const 0", "an operand is missing" },
        { "loop i; i32.const 0; br 0; end", null },
        { "loop i; br 0; end", null },
        { "local.get 0; if i; i32.const 1; else; i32.const 2; end", null },
        { "local.get 0; if i; i32.const 1; end", "if without else" },
        { "local.get 0; if; else; end; i32.const 1", null },
        { "local.get 0; if i; i32.const 1; else; i64.const 2; end", "expected I32, found I64" },
        { "if; end; i32.const 0", "an operand is missing" },
        { "else; i32.const 0", "an operand is missing" },
        { "i32.const 0; else; i32.const 0", "else without if" },
        { "local.get 0; if i; i32.const 1; else; i32.const 2; else; i32.const 2; end", "else without if" },
        { "block i; i32.const 1; local.get 0; br_if 0; end", null },
        { "block i; local.get 0; br_if 0; i32.const 1; end", "an operand is missing" },
        { "unreachable; br_if 0", null },
        { "block i; i32.const 1; local.get 0; br_table 0 1; end", null },
        { "block; i32.const 1; local.get 0; br_table 0 1; end; i32.const 1", "different numbers of operands" },
        { "block l; i32.const 1; local.get 0; br_table 0 1; end; i32.wrap_i64", "type mismatch: expected I64, found I32" },
        { "block l; unreachable; br_table 0 1; end; i32.wrap_i64", null },
        { "block; local.get 0; br_table 0 7; end; i32.const 1", "unknown label 7" },
        { "i32.const 1; return; drop", null },
        { "return", "an operand is missing" },
        { "local.get 0; call 0", null },
        { "call 0", "an operand is missing" },
        { "call 7", "unknown function 7" },
        { "local.get 0; i32.const 0; call_indirect 0", null },
        { "local.get 0; i32.const 0; call_indirect 9", "unknown type 9" },
        { "local.get 0; i32.const 0; call_indirect 0 3", "unknown table 3" },
        { "i32.const 0; i64.const 0; i32.const 0; select", "type mismatch: select" },
        { "i32.const 0; i32.load 0 2", null },
        { "i32.const 0; i32.load 0 3", "alignment must not be larger than natural" },
        { "i32.const 0; i32.load8_u 0 1", "alignment must not be larger than natural" },
        { "i32.const 0; i64.load 0 4; drop; i32.const 0", "alignment must not be larger than natural" },
        { "i32.const 0; i64.const 0; i64.store16 0 1; i32.const 0", null },
        { "i32.const 0; i64.const 0; i64.store16 0 2; i32.const 0", "alignment must not be larger than natural" },
        { "i32.const 0; i32.const 0; i32.const 0; memory.init 0; i32.const 0", null },
        { "i32.const 0; i32.const 0; i32.const 0; memory.init 1; i32.const 0", "unknown data segment 1" },
        { "data.drop 1; i32.const 0", "unknown data segment 1" },
        { "elem.drop 5; i32.const 0", "unknown elem segment 5" },
        { "i32.const 0; i32.const 0; i32.const 0; table.init 5; i32.const 0", "unknown elem segment 5" },
        { "i32.const 0; i32.const 0; i32.const 0; table.copy 0 1; i32.const 0", "unknown table 1" },
        { "table.size 1", "unknown table 1" },
        { "ref.func 0; ref.is_null", null },
        { "ref.func 1; ref.is_null", "undeclared function reference" },
        { "ref.func 9; ref.is_null", "unknown function 9" },
        { "i32.const 0; ref.is_null", "needs a reference" },
        { "i32.const 0; i32.const 0; table.set 0; i32.const 0", "expected FuncRef, found I32" },
        { "f32.const 1; f64.promote_f32; i64.trunc_sat_f64_s; i64.extend8_s; i32.wrap_i64", null },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_is_judged_alike_in_both_profiles(string body, string? fault)
    {
        var builder = Ground();
        builder.Function("i:i", body, "1l");
        foreach (var profile in new[] { WasmProfile.Filecoin, WasmProfile.Core }) Check(builder, profile, fault);
    }

    /// <summary>What Core has and Filecoin does not.</summary>
    public static TheoryData<string, string, string> CoreOnly => new()
    {
        { ":ii", "i32.const 1; i32.const 2", "multi-value" },
        { "i:i", "local.get 0; block 0; end", "multi-value" },
        { "i:i", "local.get 0; loop 0; end", "multi-value" },
        { "e:", "", "externref" },
        { ":e", "ref.null e", "externref" },
        { ":", "ref.null e; drop", "externref" },
        { ":", "block e; unreachable; end; drop", "externref" },
        { ":", "unreachable; select e; drop", "externref" },
    };

    [Theory]
    [MemberData(nameof(CoreOnly))]
    public void The_network_admits_less_than_the_core(string signature, string body, string feature)
    {
        var builder = Ground();
        builder.Function(signature, body);
        Check(builder, WasmProfile.Core, null);
        Check(builder, WasmProfile.Filecoin, feature);
    }

    [Theory]
    [InlineData("ref.null r; drop")]
    [InlineData("ref.null r; local.set 0")]
    [InlineData("i32.const 0; table.get 0; i32.const 1; table.grow 0; drop")]
    public void Function_references_are_valid_on_the_network(string body)
    {
        // As with wasmtime 36 in its default: what of this the instrumentation refuses is the meter's business.
        var builder = Ground();
        builder.Function("r:", body);
        Check(builder, WasmProfile.Filecoin, null);
    }

    private static readonly (string Name, Action<ModuleBuilder> Build, string? Fault)[] Modules =
    [
        ("nothing", _ => { }, null),
        ("unknown type", b => b.FunctionOfType(3, [0x0B]), "unknown type 3"),
        ("two memories", b => b.Memory(1).Memory(1), "multi-memory"),
        ("imported and defined memory", b => b.ImportMemory(1).Memory(1), "multi-memory"),
        ("memory of 4 GiB", b => b.Memory(65536, 65536), null),
        ("memory beyond 4 GiB", b => b.Memory(65537), "memory size must be at most 65536"),
        ("memory that may grow beyond", b => b.Memory(1, 65537), "memory size must be at most 65536"),
        ("minimum above maximum", b => b.Memory(2, 1), "minimum must not be greater"),
        ("table minimum above maximum", b => b.Table(2, 1), "minimum must not be greater"),
        ("huge table", b => b.Table(10_000_001), "table size too large"),
        ("immutable global", b => b.Global('i', false, "i32.const 1"), null),
        ("initializer of another type", b => b.Global('i', false, "i64.const 1"), "expected I32, found I64"),
        ("initializer that is none", b => b.Global('i', false, "nop"), "constant expression required"),
        ("initializer with two values", b => b.Global('i', false, "i32.const 1; i32.const 2"), "exactly one value"),
        ("empty initializer", b => b.Global('i', false, ""), "exactly one value"),
        ("initializer with an operator", b => b.Global('i', false, "i32.const 1; i32.const 2; i32.add"), "constant expression required"),
        ("initializer from an import", b => { b.ImportGlobal('i'); b.Global('i', false, "global.get 0"); }, null),
        ("initializer from a mutable import", b => { b.ImportGlobal('i', mutable: true); b.Global('i', false, "global.get 0"); }, "mutable"),
        ("initializer from a defined global", b => { b.Global('i', false, "i32.const 1"); b.Global('i', false, "global.get 0"); }, "unknown global 0"),
        ("initializer with an unknown function", b => b.Global('r', false, "ref.func 0"), "unknown function 0"),
        ("export twice", b => b.Memory(1).Export("a", ExternKind.Memory, 0).Export("a", ExternKind.Memory, 0), "duplicate export name"),
        ("export of nothing", b => b.Export("a", ExternKind.Function, 0), "unknown function 0"),
        ("export of no table", b => b.Export("a", ExternKind.Table, 0), "unknown table 0"),
        ("export of no memory", b => b.Export("a", ExternKind.Memory, 0), "unknown memory 0"),
        ("export of no global", b => b.Export("a", ExternKind.Global, 0), "unknown global 0"),
        ("start", b => b.Start(b.Function(":", "")), null),
        ("start with a parameter", b => b.Start(b.Function("i:", "")), "start function"),
        ("start with a result", b => b.Start(b.Function(":i", "i32.const 0")), "start function"),
        ("start of nothing", b => b.Start(0), "unknown function 0"),
        ("elements without a table", b => b.Element(0), "unknown table 0"),
        ("elements of an unknown function", b => b.Table(1).Element(0, 5), "unknown function 5"),
        ("elements at an i64", b => b.Table(1).Element("i64.const 0"), "expected I32, found I64"),
        ("data without a memory", b => b.Data(0, 1), "unknown memory 0"),
        ("data at an f32", b => b.Memory(1).Data("f32.const 0", 1), "expected I32, found F32"),
        ("a load without a memory", b => b.Function(":", "i32.const 0; i32.load; drop"), "unknown memory 0"),
        ("50,000 locals", b => b.Function("i:", "", "49999i"), null),
        ("50,001 with the parameters", b => b.Function("ii:", "", "49999i"), "too many locals"),
    ];

    public static TheoryData<string> ModuleNames => [.. Modules.Select(module => module.Name)];

    [Theory]
    [MemberData(nameof(ModuleNames))]
    public void A_module_is_judged(string name)
    {
        var (_, build, fault) = Modules.Single(module => module.Name == name);
        var builder = new ModuleBuilder();
        build(builder);
        foreach (var profile in new[] { WasmProfile.Filecoin, WasmProfile.Core }) Check(builder, profile, fault);
    }

    [Fact]
    public void The_network_admits_one_table()
    {
        var builder = new ModuleBuilder().Table(1).Table(1);
        Check(builder, WasmProfile.Core, null);
        Check(builder, WasmProfile.Filecoin, "multiple tables");
    }

    [Fact]
    public void Tables_and_segments_of_different_types_do_not_mix()
    {
        var copy = new ModuleBuilder().Table(1).Table(1, type: 'e');
        copy.Function(":", "i32.const 0; i32.const 0; i32.const 0; table.copy 0 1");
        Check(copy, WasmProfile.Core, "type mismatch: table.copy");
        var init = new ModuleBuilder().Table(1, type: 'e').PassiveElement();
        init.Function(":", "i32.const 0; i32.const 0; i32.const 0; table.init 0");
        Check(init, WasmProfile.Core, "type mismatch: table.init");
        Check(new ModuleBuilder().Table(1, type: 'e').Element(0), WasmProfile.Core, "type mismatch: element segment and table");
        var call = new ModuleBuilder().Table(1, type: 'e');
        call.Function(":", "i32.const 0; call_indirect 0");
        Check(call, WasmProfile.Core, "needs a table of funcref");
    }

    private static ModuleBuilder Ground()
    {
        var builder = new ModuleBuilder().Memory(1).Table(1).PassiveData(1, 2).PassiveElement(0);
        builder.ImportFunction("i:i");
        builder.Global('i', true, "i32.const 0");
        builder.Global('i', false, "i32.const 0");
        return builder;
    }

    private static void Check(ModuleBuilder builder, WasmProfile profile, string? fault)
    {
        if (fault is null) builder.Validate(profile);
        else Assert.Contains(fault, Assert.Throws<WasmValidationException>(() => builder.Validate(profile)).What, StringComparison.Ordinal);
    }
}
