namespace Fvm.Evm;

/// <summary>
/// Analysed code by its Keccak-256 hash, so that code is analysed once; when full it drops what was used least recently. One
/// configuration a cache; any thread may use it.
/// </summary>
public sealed class EvmProgramCache
{
    /// <summary>What an analysed byte of code takes about: an instruction's 16 bytes for most, 4 for jump targets, itself.</summary>
    private const long BytesPerCodeByte = 24;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt256, LinkedListNode<(UInt256 Hash, EvmProgram Program)>> _programs = [];
    private readonly LinkedList<(UInt256 Hash, EvmProgram Program)> _byUse = [];
    private readonly EvmConfiguration _configuration;
    private readonly long _capacity;
    private long _held;

    /// <summary>A cache.</summary>
    /// <param name="configuration">The rules of all its programs.</param>
    /// <param name="capacityBytes">About how much memory it may hold; the program used last stays, whatever its size.</param>
    public EvmProgramCache(EvmConfiguration configuration, long capacityBytes = 64 << 20)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _configuration = configuration;
        _capacity = capacityBytes;
    }

    /// <summary>The number of programs held.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _programs.Count;
        }
    }

    /// <summary>The program of a code.</summary>
    /// <param name="hash">The code's Keccak-256 hash as a word; the caller vouches for it.</param>
    /// <param name="code">The code.</param>
    public EvmProgram Get(in UInt256 hash, ReadOnlyMemory<byte> code)
    {
        lock (_lock)
        {
            if (_programs.TryGetValue(hash, out var known))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Program;
            }
        }

        // Outside the lock: analysis is the slow part. Two threads may both do it, for the same result.
        var program = EvmProgram.Analyse(code, _configuration);
        lock (_lock)
        {
            if (_programs.TryAdd(hash, new LinkedListNode<(UInt256, EvmProgram)>((hash, program))))
            {
                _byUse.AddFirst(_programs[hash]);
                _held += SizeOf(program);
            }

            while (_held > _capacity && _programs.Count > 1) DropLast();
        }

        return program;
    }

    private void DropLast()
    {
        var last = _byUse.Last!;
        _byUse.RemoveLast();
        _programs.Remove(last.Value.Hash);
        _held -= SizeOf(last.Value.Program);
    }

    private static long SizeOf(EvmProgram program) => 256 + BytesPerCodeByte * program.Bytes.Length;
}
