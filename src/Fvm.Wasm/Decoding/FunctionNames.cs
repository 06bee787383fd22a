using System.Globalization;
using System.Text;
using Fvm.Wasm.Model;

namespace Fvm.Wasm.Decoding;

/// <summary>
/// What a module calls its functions: the custom section "name" (WebAssembly 2.0, appendix 7.4.1), else exports, else <c>func[7]</c>. The section is
/// no part of a module's meaning: one that is malformed is as good as none.
/// </summary>
public static class FunctionNames
{
    private const byte FunctionSubsection = 1;

    /// <summary>A name per function, imports counted first.</summary>
    /// <param name="module">The module.</param>
    public static IReadOnlyList<string> Of(WasmModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var names = new string?[module.Functions.Length];
        foreach (var section in module.CustomSections)
        {
            if (section.Name == "name") Read(section.Content.Span, names);
        }

        foreach (var import in module.Imports.Where(import => import.Kind == ExternKind.Function).Select((import, index) => (import, index)))
            names[import.index] ??= $"{import.import.Module}::{import.import.Name}";
        foreach (var export in module.Exports)
        {
            if (export.Kind == ExternKind.Function) names[export.Index] ??= export.Name;
        }

        return [.. names.Select((name, index) => name ?? string.Create(CultureInfo.InvariantCulture, $"func[{index}]"))];
    }

    private static void Read(ReadOnlySpan<byte> section, string?[] names)
    {
        while (!section.IsEmpty)
        {
            var id = section[0];
            section = section[1..];
            if (!TryTake(ref section, out var content)) return;
            if (id == FunctionSubsection) ReadMap(content, names);
        }
    }

    private static void ReadMap(ReadOnlySpan<byte> map, string?[] names)
    {
        if (!TryRead(ref map, out var count)) return;
        for (uint i = 0; i < count; i++)
        {
            if (!TryRead(ref map, out var function) || !TryTake(ref map, out var name)) return;
            if (function < names.Length) names[function] = Encoding.UTF8.GetString(name);
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!TryRead(ref source, out var size) || size > (uint)source.Length) return false;
        content = source[..(int)size];
        source = source[(int)size..];
        return true;
    }

    // Lenient LEB128: five bytes at most, excess bits are cut.
    private static bool TryRead(ref ReadOnlySpan<byte> source, out uint value)
    {
        value = 0;
        for (var i = 0; i < 5 && i < source.Length; i++)
        {
            value |= (uint)(source[i] & 0x7F) << (7 * i);
            if (source[i] >= 0x80) continue;
            source = source[(i + 1)..];
            return true;
        }

        return false;
    }
}
