using System.Runtime.InteropServices;

namespace Fvm.Wasm.Runtime;

/// <summary>
/// Asks the operating system for its large pages, where it gives them on request: a first touch then brings 2 MiB and not 4 KiB. Linux alone;
/// nothing but speed depends on it.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>A large page, and the alignment of what may become one: 2 MiB.</summary>
    public const ulong Size = 2UL << 20;

    // linux/mman.h.
    private const int MadvHugePage = 14;

    /// <summary>Whether to ask.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && nint.Size == 8;

    /// <summary>Asks for a range of whole large pages. A refusal changes nothing.</summary>
    public static void Advise(nint address, ulong bytes)
    {
        try
        {
            // SAFETY: advice about the caller's own memory; what it holds stays as it is.
            _ = MemoryAdvice((void*)address, (nuint)bytes, MadvHugePage);
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvice(void* address, nuint length, int advice);
}
