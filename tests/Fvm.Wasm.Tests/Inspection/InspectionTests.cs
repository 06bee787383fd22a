using Fvm.Wasm.Inspection;

namespace Fvm.Wasm.Tests.Inspection;

public sealed class InspectionTests
{
    [Fact]
    public void Sections_cover_the_module()
    {
        var module = WasmModule.Decode(SampleModules.Rich());
        var sections = ModuleSections.Of(module);
        Assert.Equal(
            ["type", "import", "function", "table", "memory", "global", "export", "start", "element", "data count", "code", "data"],
            sections.Select(section => section.Name));
        Assert.Equal(module.Bytes.Length, sections[^1].Offset + sections[^1].Size);
    }

    [Fact]
    public void Features_are_found_where_they_are_used()
    {
        Assert.Equal(
            ["bulk-memory", "multi-value", "mutable-globals", "nontrapping-float-to-int-conversions", "reference-types"],
            ModuleFeatures.Of(WasmModule.Decode(SampleModules.Rich())));
        var plain = new ModuleBuilder().Memory(1);
        plain.Function("i:i", "local.get 0; i32.load");
        Assert.Empty(ModuleFeatures.Of(plain.Decode()));
        var extended = new ModuleBuilder();
        extended.Function("i:i", "local.get 0; i32.extend8_s");
        extended.Global('i', mutable: true, "i32.const 0");
        extended.Export("g", Model.ExternKind.Global, 0);
        Assert.Equal(["mutable-globals", "sign-extension-ops"], ModuleFeatures.Of(extended.Decode()));
    }
}
