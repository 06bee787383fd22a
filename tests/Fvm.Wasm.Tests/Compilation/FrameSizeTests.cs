using System.Runtime.InteropServices;

namespace Fvm.Wasm.Tests.Compilation;

/// <summary>
/// How much stack RyuJIT's frames really take. The deterministic weight (64 + 8 per parameter, local and operand) bounds recursion; these
/// bodies would make the frames outgrow it without bound if temporaries of the JIT were left to pile up.
/// </summary>
public sealed unsafe class FrameSizeTests
{
    private const string Integers = "local.get 0; local.get 0; i32.load; local.get 0; i32.load; i32.rem_s; local.get 0; i32.load; i32.rotl; i32.store; ";
    private const string Floats = "local.get 0; local.get 0; f64.load; local.get 0; f64.load; f64.mul; local.get 0; f64.load; f64.add; f64.sqrt; f64.store; ";
    private const string Conversions = "local.get 0; local.get 0; f64.load; i32.trunc_f64_s; local.get 0; f64.load; i64.trunc_f64_u; i32.wrap_i64; i32.add; i32.store; ";
    private const string Singles = "local.get 0; local.get 0; f32.load; local.get 0; f32.load; f32.min; f32.const 0x7fa00000; f32.copysign; f32.store; ";
    private const string Calls = "local.get 0; i32.load; local.get 0; i32.load; local.get 0; i32.const 0; call 0; i32.add; call 1; local.get 0; local.get 0; call_indirect 0; drop; ";
    private const string Tables = "block; local.get 0; i32.load; br_table 0 0; end; ";
    private const string Bulk = "local.get 0; local.get 0; i32.load; local.get 0; i32.const 1; i32.and; memory.fill; ";

    [Theory]
    [InlineData(Integers)]
    [InlineData(Floats)]
    [InlineData(Conversions)]
    [InlineData(Singles)]
    [InlineData(Calls)]
    [InlineData(Tables)]
    [InlineData(Bulk)]
    public void Frames_do_not_grow_with_the_body(string unit)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64) Assert.Skip("decodes x64 prologues");
        foreach (var repeat in new[] { 1, 50, 150, 400, 3000 })
        {
            var builder = new ModuleBuilder().Memory(1).Table(1);
            builder.Type("i:i");
            builder.Function("ii:i", "i32.const 1");
            builder.Function("ii:", "");
            var function = builder.Function("i:", string.Concat(Enumerable.Repeat(unit, repeat)));
            var metered = builder.Meter();
            var module = CompiledModule.Compile(metered);
            var frame = FrameOf((byte*)module.Code.GetOrCompile(function));
            var weight = metered.Functions[function].RealStackWeight;

            // Optimised bodies keep some temporaries; RyuJIT's limits (60,000 bytes of IL) end that. Beyond, ours alone remain.
            var bound = (6 * weight) + (repeat > 1000 ? 0 : 8_192);
            Assert.True(frame <= bound, $"{repeat} times: a frame of {frame} bytes for a weight of {weight}");
        }
    }

    // Return address, pushes, then the subtraction from rsp (or the probe of a large frame).
    private static long FrameOf(byte* code)
    {
        var size = 8L;
        while (true)
        {
            if (code[0] is >= 0x50 and <= 0x57)
            {
                size += 8;
                code++;
            }
            else if (code[0] == 0x41 && code[1] is >= 0x54 and <= 0x57)
            {
                size += 8;
                code += 2;
            }
            else if (code[0] == 0xC5 && code[1] == 0xF8 && code[2] == 0x77) code += 3;
            else if (code[0] == 0x48 && code[1] == 0x8B && code[2] == 0xEC) code += 3;
            else if (code[0] == 0x48 && code[1] == 0x83 && code[2] == 0xEC) return size + code[3];
            else if (code[0] == 0x48 && code[1] == 0x81 && code[2] == 0xEC) return size + *(int*)(code + 3);
            else if (code[0] == 0x4C && code[1] == 0x8D && code[2] == 0x9C && code[3] == 0x24) return size - *(int*)(code + 4);
            else return size;
        }
    }
}
