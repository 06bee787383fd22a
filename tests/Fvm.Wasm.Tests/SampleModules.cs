using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests;

/// <summary>Modules that use a bit of everything, as ground for truncation and mutation.</summary>
internal static class SampleModules
{
    /// <summary>Every section and most kinds of immediates, valid in the profile Core.</summary>
    public static byte[] Rich()
    {
        var builder = new ModuleBuilder();
        builder.ImportFunction("il:d", "env", "mixed");
        builder.ImportGlobal('i');
        builder.Memory(1, 3).Table(4, 9).Table(2, type: 'e');
        builder.Global('l', mutable: true, "i64.const -5");
        builder.Global('f', mutable: false, "f32.const 0x7fc00000");
        builder.Global('d', mutable: false, "f64.const 1.5");
        builder.Global('r', mutable: false, "ref.func 1");
        builder.Function(":", "nop");
        builder.Function(
            "i:i",
            """
            block i; local.get 0; i32.eqz; if; i32.const 70000; local.set 0; else; local.get 0; br 1; end; local.get 0; end
            loop i; local.get 0; br_if 0; block; block; local.get 0; br_table 0 1 0 2; end; end; local.get 0; end
            i32.add; i64.extend_i32_u; i64.const -1234567890123; i64.and; i32.wrap_i64
            i32.const 8; i32.load 4 2; i32.const 16; i64.load8_u 300; i32.wrap_i64; i32.add; i32.add
            i32.const 0; f64.const 2.5; f64.store 8 3; i32.const 0; f32.const 1; i32.trunc_sat_f32_s; i32.store
            """,
            "2i 1l 3d",
            export: "run");
        builder.Function(
            "i:",
            """
            i32.const 0; i32.const 0; i32.const 2; memory.init 1; data.drop 1; i32.const 0; i32.const 4; i32.const 2; memory.copy
            i32.const 0; i32.const 0; i32.const 1; table.init 1; elem.drop 1; i32.const 0; i32.const 1; i32.const 1; table.copy
            i32.const 0; call_indirect 1; ref.null e; i32.const 1; table.grow 1; drop; i32.const 0; ref.func 1; table.set 0
            global.get 1; global.set 1; i32.const 1; i64.const 1; call 0; drop; ref.null r; ref.null r; local.get 0; select r; drop; i32.const -1; drop
            """);
        builder.Function("i:il", "local.get 0; block 4; i64.const 3; end", export: "two");
        builder.Type("i:il");
        builder.Element(0, 1, 2).PassiveElement(1).ExpressionElement('r', "ref.func 2", "ref.null r").DeclarativeElement(3);
        builder.Data(4, 1, 2, 3).PassiveData(9, 8).Start(1);
        builder.Export("memory", ExternKind.Memory, 0).Export("table", ExternKind.Table, 0).Export("g", ExternKind.Global, 1);
        return builder.Build();
    }
}
