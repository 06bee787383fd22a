using System.Diagnostics.CodeAnalysis;

namespace Fvm.Wasm.Decoding;

/// <summary>Opcodes of proposals that this engine does not have, so that a module is refused by the proposal's name.</summary>
internal static class UnsupportedOpcodes
{
    /// <summary>Refuses an unknown opcode byte, which the reader has just consumed.</summary>
    [DoesNotReturn]
    public static void Throw(int number, ref ByteReader reader)
    {
        var proposal = number switch
        {
            0x06 or 0x07 or 0x08 or 0x09 or 0x0A or 0x18 or 0x19 or 0x1F => "exceptions",
            0x12 or 0x13 => "tail call",
            0x14 or 0x15 or 0xD4 or 0xD5 or 0xD6 => "typed function references",
            0xD3 or 0xFB => "GC",
            0xE0 or 0xE1 or 0xE2 or 0xE3 or 0xE4 or 0xE5 => "stack switching",
            0xFD => "SIMD",
            0xFE => "threads",
            _ => null,
        };
        reader.ThrowAtPrevious(proposal is null ? $"illegal opcode 0x{number:x2}" : $"{proposal} is not supported: opcode 0x{number:x2}");
    }

    /// <summary>Refuses an unknown opcode behind the prefix 0xFC.</summary>
    [DoesNotReturn]
    public static void ThrowPrefixed(uint number, int offset)
    {
        var proposal = number switch
        {
            0x12 => "memory control",
            0x13 or 0x14 or 0x15 or 0x16 => "wide arithmetic",
            _ => null,
        };
        ByteReader.Throw(
            proposal is null ? $"illegal opcode 0xfc {number}" : $"{proposal} is not supported: opcode 0xfc {number}", offset);
    }
}
