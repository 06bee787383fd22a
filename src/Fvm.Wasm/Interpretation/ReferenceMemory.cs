using Fvm.Wasm.Model;

namespace Fvm.Wasm.Interpretation;

/// <summary>The memory of the reference interpreter: byte by byte, little-endian.</summary>
/// <param name="module">Whose memory.</param>
/// <param name="limits">What the instance may take.</param>
internal sealed class ReferenceMemory(WasmModule module, InstanceLimits limits)
{
    private byte[] _bytes = new byte[module.Memories is [var memory, ..] ? memory.Limits.Minimum * MemoryType.PageSize : 0];

    /// <summary>The contents.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The size in pages.</summary>
    public uint Pages => (uint)_bytes.Length / MemoryType.PageSize;

    /// <summary>Grows; the old size, or -1.</summary>
    public uint Grow(uint delta)
    {
        var old = Pages;
        var most = Math.Min(module.Memories[0].Limits.Maximum ?? 65_536, limits.MaxMemoryBytes / MemoryType.PageSize);
        if (delta != 0 && (ulong)old + delta > most) return uint.MaxValue;
        Array.Resize(ref _bytes, (int)(old + delta) * MemoryType.PageSize);
        return old;
    }

    /// <summary>Loads as an instruction does.</summary>
    public ulong Load(Opcode opcode, ulong address)
    {
        var (width, signed, wide) = Shape(opcode);
        Check(address, (uint)width);
        ulong value = 0;
        for (var i = 0; i < width; i++) value |= (ulong)_bytes[address + (ulong)i] << (8 * i);
        if (signed && (value >> ((8 * width) - 1)) != 0) value |= ulong.MaxValue << (8 * width);
        return wide ? value : (uint)value;
    }

    /// <summary>Stores as an instruction does.</summary>
    public void Store(Opcode opcode, ulong address, ulong value)
    {
        var width = Shape(opcode).Width;
        Check(address, (uint)width);
        for (var i = 0; i < width; i++) _bytes[address + (ulong)i] = (byte)(value >> (8 * i));
    }

    /// <summary>memory.fill.</summary>
    public void Fill(uint destination, byte value, uint count)
    {
        Check(destination, count);
        for (var i = 0u; i < count; i++) _bytes[destination + i] = value;
    }

    /// <summary>memory.copy.</summary>
    public void Copy(uint destination, uint source, uint count)
    {
        Check(source, count);
        Check(destination, count);
        Array.Copy(_bytes, source, _bytes, destination, count);
    }

    /// <summary>memory.init.</summary>
    public void Write(uint destination, ReadOnlySpan<byte> from, uint source, uint count)
    {
        Check(destination, count);
        if ((ulong)source + count > (ulong)from.Length) throw Outside();
        for (var i = 0u; i < count; i++) _bytes[destination + i] = from[(int)(source + i)];
    }

    private void Check(ulong address, uint count)
    {
        if (address + count > (ulong)_bytes.Length) throw Outside();
    }

    private static GuestTrapException Outside() => new(WasmTrap.MemoryOutOfBounds);

    private static (int Width, bool Signed, bool Wide) Shape(Opcode opcode) => opcode switch
    {
        Opcode.I32Load or Opcode.F32Load or Opcode.I32Store or Opcode.F32Store => (4, false, false),
        Opcode.I64Load or Opcode.F64Load or Opcode.I64Store or Opcode.F64Store => (8, false, true),
        Opcode.I32Load8S => (1, true, false),
        Opcode.I32Load8U or Opcode.I32Store8 => (1, false, false),
        Opcode.I32Load16S => (2, true, false),
        Opcode.I32Load16U or Opcode.I32Store16 => (2, false, false),
        Opcode.I64Load8S => (1, true, true),
        Opcode.I64Load8U or Opcode.I64Store8 => (1, false, true),
        Opcode.I64Load16S => (2, true, true),
        Opcode.I64Load16U or Opcode.I64Store16 => (2, false, true),
        Opcode.I64Load32S => (4, true, true),
        Opcode.I64Load32U or Opcode.I64Store32 => (4, false, true),
        _ => throw new ArgumentOutOfRangeException(nameof(opcode)),
    };
}
