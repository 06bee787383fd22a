using Fvm.Wasm.Model;

namespace Fvm.Wasm.Tests.Decoding;

/// <summary>What a decoded module holds.</summary>
public sealed class ModuleDecoderTests
{
    [Fact]
    public void The_empty_module_decodes()
    {
        var module = WasmModule.Decode(new byte[] { 0, 0x61, 0x73, 0x6D, 1, 0, 0, 0 });
        Assert.Empty(module.Types);
        Assert.Empty(module.Functions);
        Assert.False(module.HasFunctionSection);
        Assert.Null(module.DataCount);
        Assert.Null(module.StartFunction);
    }

    [Fact]
    public void Every_section_arrives()
    {
        var module = WasmModule.Decode(SampleModules.Rich());
        ValidatedModule.Validate(module, WasmProfile.Core);
        Assert.Equal(("env", "mixed", ExternKind.Function), (module.Imports[0].Module, module.Imports[0].Name, module.Imports[0].Kind));
        Assert.Equal("[I32 I64] -> [F64]", module.TypeOf(0).ToString());
        Assert.Equal((1, 1), (module.ImportedFunctionCount, module.ImportedGlobalCount));
        Assert.Equal(5, module.Functions.Length);
        Assert.Equal(new MemoryType(new Limits(1, 3)), Assert.Single(module.Memories));
        Assert.Equal([new TableType(Model.ValueType.FuncRef, new Limits(4, 9)), new TableType(Model.ValueType.ExternRef, new Limits(2, null))], module.Tables);
        Assert.Equal(new GlobalType(Model.ValueType.I64, true), module.Globals[1]);
        Assert.Equal([ConstantKind.I64, ConstantKind.F32, ConstantKind.F64, ConstantKind.RefFunc], module.GlobalInitializers.Select(value => value.Kind));
        Assert.Equal([unchecked((ulong)-5), 0x7fc00000, 0x3ff8000000000000, 1], module.GlobalInitializers.Select(value => value.Bits));
        Assert.Equal(["run", "two", "memory", "table", "g"], module.Exports.Select(export => export.Name));
        Assert.Equal(1, module.StartFunction);
        Assert.Equal(
            [SegmentMode.Active, SegmentMode.Passive, SegmentMode.Passive, SegmentMode.Declarative], module.ElementSegments.Select(segment => segment.Mode));
        Assert.Equal([1, 2], module.ElementSegments[0].FunctionIndices);
        Assert.True(module.ElementSegments[2].UsesExpressions);
        Assert.Equal(2, module.ElementSegments[2].Count);
        Assert.Equal(2u, module.DataCount);
        Assert.Equal([1, 2, 3], module.DataSegments[0].Bytes.ToArray());
        Assert.Equal(4ul, module.DataSegments[0].Offset.Bits);
        Assert.Equal([new LocalGroup(2, Model.ValueType.I32), new LocalGroup(1, Model.ValueType.I64), new LocalGroup(3, Model.ValueType.F64)], module.Bodies[1].LocalGroups);
        Assert.Equal(6, module.Bodies[1].LocalCount);
        Assert.Equal([0x01, 0x0B], module.Bodies[0].Code.ToArray());
        Assert.True(module.Bytes.Span[module.Bodies[0].Offset..].StartsWith(module.Bodies[0].Code.Span));
    }

    [Fact]
    public void Custom_sections_stand_anywhere_and_are_slices()
    {
        byte[] bytes = [.. Bytes.Header, 0, 4, 1, (byte)'a', 7, 8, .. Bytes.Section(1, 0), 0, 2, 1, (byte)'b'];
        var sections = WasmModule.Decode(bytes).CustomSections;
        Assert.Equal(["a", "b"], sections.Select(section => section.Name));
        Assert.Equal([7, 8], sections[0].Content.ToArray());
    }

    [Fact]
    public void Every_proper_prefix_of_a_module_is_malformed_or_a_shorter_module()
    {
        var bytes = SampleModules.Rich();
        var whole = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                WasmModule.Decode(bytes.AsMemory(0, length));
                whole++;
            }
            catch (WasmFormatException refusal)
            {
                Assert.InRange(refusal.Offset, 0, length);
            }
        }

        // At section borders, as long as no function section waits for its code.
        Assert.Equal(3, whole);
    }
}
