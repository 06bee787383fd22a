using System.Globalization;

namespace Fvm.Wasm.Tests.Decoding;

/// <summary>What is refused as malformed or by the name of a feature, with the byte that is to blame (WebAssembly 2.0, chapter 5).</summary>
public sealed class MalformedModuleTests
{
    /// <summary>Hexadecimal; offsets from the module's beginning; '|' stands for the header's 8 bytes.</summary>
    public static TheoryData<string, string, int> Modules => new()
    {
        { "", "unexpected end", 0 },
        { "0061", "unexpected end", 0 },
        { "0061736e 01000000", "magic header not detected", 0 },
        { "0061736d 0100", "unexpected end", 6 },
        { "0061736d 02000000", "unknown binary version", 4 },
        { "0061736d 0d000100", "components are not supported", 4 },
        { "| 01", "unexpected end", 9 },
        { "| 0e 00", "malformed section id 14", 8 },
        { "| 0d 00", "exceptions is not supported", 8 },
        { "| 01 05 00", "unexpected end", 9 },
        { "| 01 8080808010 00", "integer too large", 9 },
        { "| 01 808080808000 00", "integer representation too long", 9 },
        { "| 01 02 00 00", "section size mismatch", 11 },
        { "| 01 01 01", "more types than bytes left", 10 },
        { "| 01 04 01 60 00", "unexpected end", 9 },
        { "| 01 03 01 60 00", "more types than bytes left", 10 },
        { "| 01 04 01 60 01 00", "malformed value type 0x00", 13 },
        { "| 01 04 01 5f 00 00", "GC is not supported", 11 },
        { "| 01 04 01 61 00 00", "malformed type form", 11 },
        { "| 01 05 01 60 01 7b 00", "SIMD is not supported", 13 },
        { "| 01 05 01 60 01 6e 00", "GC is not supported", 13 },
        { "| 01 07 01 60 ff7f 00 0000", "more parameters than bytes left", 12 },
        { "| 03 01 00 01 01 00", "section out of order", 11 },
        { "| 01 01 00 01 01 00", "section out of order", 11 },
        { "| 0c 01 00 09 01 00", "section out of order", 11 },
        { "| 0a 01 00 0c 01 00", "section out of order", 11 },
        { "| 02 07 01 01ff 0161 00 00", "malformed UTF-8", 11 },
        { "| 02 08 01 02c080 0161 00 00", "malformed UTF-8", 11 },
        { "| 02 09 01 03eda080 0161 00 00", "malformed UTF-8", 11 },
        { "| 02 06 01 00 00 05 00 00", "malformed import kind 5", 13 },
        { "| 02 06 01 00 00 04 00 00", "exceptions is not supported: tag import", 13 },
        { "| 04 04 01 7f 00 00", "malformed reference type", 11 },
        { "| 04 04 01 70 02 00", "threads is not supported: shared table", 12 },
        { "| 05 03 01 02 00", "threads is not supported", 11 },
        { "| 05 03 01 04 00", "memory64 is not supported", 11 },
        { "| 05 04 01 08 00 00", "custom page sizes", 11 },
        { "| 05 03 01 80 00", "malformed limits flags", 11 },
        { "| 05 03 01 01 00", "unexpected end", 13 },
        { "| 06 06 01 7f 02 41 00 0b", "malformed mutability", 12 },
        { "| 06 05 01 7f 00 41 00", "END opcode expected", 0 },
        { "| 07 04 01 00 05 00", "malformed export kind 5", 12 },
        { "| 09 06 01 08 4100 0b 00", "malformed elements segment kind 8", 11 },
        { "| 09 04 01 01 01 00", "malformed element kind 1", 12 },
        { "| 0b 03 01 03 00", "malformed data segment kind 3", 11 },
        { "| 0b 03 01 01 05", "unexpected end: data segment", 12 },
        { "| 0c 01 02", "data count and data section have inconsistent lengths", 11 },
        { "| 0c 01 00 0b 03 01 01 00", "data count and data section have inconsistent lengths", 16 },
        { "| 01 04 01 60 00 00 03 02 01 00", "function and code section have inconsistent lengths", 18 },
        { "| 0a 04 01 02 00 0b", "function and code section have inconsistent lengths", 10 },
        { "| 03 06 ffffffff0f 00", "more functions than bytes left", 10 },
        { "| 00 01 05", "unexpected end: name", 10 },
        { "| 00 00", "unexpected end", 10 },
    };

    /// <summary>Code entries of a function; offsets from the entry's first byte, -1 where no matter.</summary>
    public static TheoryData<string, string, int> Entries => new()
    {
        { "00", "END opcode expected", 1 },
        { "00 02 40 0b", "END opcode expected", 4 },
        { "00 0b 0b", "operators after the end", 2 },
        { "01 02 7b 0b", "SIMD is not supported", 2 },
        { "01 d28603 7f 0b", "too many locals: 50002", 1 },
        { "02 ffffffff0f 7f 01 7f 0b", "too many locals", 1 },
        { "05 0b", "more local groups than bytes left", 0 },
        { "00 41 8080808008 1a 0b", "integer too large", 2 },
        { "00 41 ffffffff77 1a 0b", "integer too large", 2 },
        { "00 41 808080808000 1a 0b", "integer representation too long", 2 },
        { "00 42 80808080808080808002 1a 0b", "integer too large", 2 },
        { "00 42 8080808080808080808000 1a 0b", "integer representation too long", 2 },
        { "00 43 0000", "unexpected end", 4 },
        { "00 02 7b 0b 0b", "SIMD is not supported", 2 },
        { "00 02 41 0b 0b", "malformed block type", 2 },
        { "00 02 ffffffff7f 0b 0b", "malformed block type", 2 },
        { "00 27 0b", "illegal opcode 0x27", 1 },
        { "00 c5 0b", "illegal opcode 0xc5", 1 },
        { "00 ff 0b", "illegal opcode 0xff", 1 },
        { "00 06 40 0b 0b", "exceptions is not supported", 1 },
        { "00 1f 40 00 0b 0b", "exceptions is not supported", 1 },
        { "00 12 00 0b", "tail call is not supported", 1 },
        { "00 14 00 0b", "typed function references is not supported", 1 },
        { "00 d3 0b", "GC is not supported", 1 },
        { "00 fb 00 00 0b", "GC is not supported", 1 },
        { "00 fd 0c 0b", "SIMD is not supported", 1 },
        { "00 fe 03 00 0b", "threads is not supported", 1 },
        { "00 e0 00 0b", "stack switching is not supported", 1 },
        { "00 fc 12 00 0b", "memory control is not supported", 2 },
        { "00 fc 13 0b", "wide arithmetic is not supported", 2 },
        { "00 fc 20 0b", "illegal opcode 0xfc 32", 2 },
        { "00 fc ffffffff0f 0b", "illegal opcode 0xfc 4294967295", 2 },
        { "00 3f 01 1a 0b", "multi-memory is not supported", 2 },
        { "00 4100 28 40 00 1a 0b", "multi-memory is not supported", 4 },
        { "00 4100 28 8001 00 1a 0b", "malformed memop flags", 4 },
        { "00 4100 0e ffffff7f 00 0b", "more branch targets than bytes left", 4 },
        { "00 d0 6e 1a 0b", "GC is not supported", 2 },
    };

    public static TheoryData<string, int> GoodEntries => new()
    {
        { "00 41 ffffffff07 1a 0b", int.MaxValue },
        { "00 41 8080808078 1a 0b", int.MinValue },
        { "00 41 ff00 1a 0b", 127 },
        { "00 41 ff7f 1a 0b", -1 },
        { "00 41 ffffffff7f 1a 0b", -1 },
        { "00 41 8000 1a 0b", 0 },
        { "00 41 8080808000 1a 0b", 0 },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_malformed_module_is_refused(string hex, string what, int offset)
    {
        var refusal = Assert.Throws<WasmFormatException>(() => WasmModule.Decode(Parse(hex)));
        Assert.Contains(what, refusal.What, StringComparison.Ordinal);
        if (offset > 0) Assert.Equal(offset, refusal.Offset);
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Malformed_code_is_refused(string hex, string what, int offset)
    {
        var entry = Parse(hex);
        var module = Bytes.WithEntry(entry);
        var refusal = Assert.Throws<WasmFormatException>(() => WasmModule.Decode(module));
        Assert.Contains(what, refusal.What, StringComparison.Ordinal);
        Assert.Equal(offset, refusal.Offset - (module.Length - entry.Length));
    }

    [Theory]
    [MemberData(nameof(GoodEntries))]
    public void Integers_may_be_padded_within_their_bytes(string hex, int value)
    {
        var module = WasmModule.Decode(Bytes.WithEntry(Parse(hex)));
        var instruction = new Model.InstructionReader(module.Bodies[0].Code.Span);
        Assert.True(instruction.Read());
        Assert.Equal(value, instruction.I32);
    }

    [Fact]
    public void Data_indices_need_a_data_count_section()
    {
        var builder = new ModuleBuilder { WithDataCount = false }.Memory(1).PassiveData(1);
        builder.Function(":", "data.drop 0");
        var refusal = Assert.Throws<WasmFormatException>(() => builder.Decode());
        Assert.Equal("data count section required", refusal.What);
        builder.WithDataCount = true;
        builder.Validate();
    }

    private static byte[] Parse(string hex)
    {
        hex = hex.Replace("|", "0061736d01000000", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        var bytes = new byte[hex.Length / 2];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = byte.Parse(hex.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return bytes;
    }
}
