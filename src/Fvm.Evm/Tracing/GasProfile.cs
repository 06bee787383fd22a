namespace Fvm.Evm.Tracing;

/// <summary>A line of a profile.</summary>
/// <param name="Count">How often.</param>
/// <param name="Gas">The gas that it took itself: what callees took is theirs.</param>
public readonly record struct GasLine(long Count, long Gas);

/// <summary>
/// Sums up gas by instruction and by function. A frame's function is the name that its selector (the first four bytes of call data) has in
/// the names that are given, such as those of a contract's ABI; else the selector itself in hexadecimal digits. With the sources of contracts gas is also
/// summed up by the function of the source that each instruction came from, internal ones and modifiers too.
/// </summary>
public sealed class GasProfile : IEvmTracer
{
    private const int SelectorLength = 4;

    private readonly IReadOnlyDictionary<uint, string> _names;
    private readonly GasLine[] _opcodes = new GasLine[256];
    private readonly Dictionary<(EvmAddress Contract, string Function), GasLine> _functions = [];
    private readonly IReadOnlyList<ContractSources> _sources;
    private readonly Dictionary<string, GasLine> _sourceFunctions = new(StringComparer.Ordinal);
    private readonly Dictionary<(ContractSources Sources, int Pc), string> _places = [];
    private readonly Stack<Frame> _open = [];

    /// <summary>A profile.</summary>
    /// <param name="names">Function names by selector, read as a big-endian number; if null, those of the sources.</param>
    /// <param name="sources">What the compiler told of contracts; none if null.</param>
    public GasProfile(IReadOnlyDictionary<uint, string>? names = null, IReadOnlyList<ContractSources>? sources = null)
    {
        _sources = sources ?? [];
        _names = names ?? _sources.SelectMany(source => source.Selectors).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.First().Value);
    }

    /// <summary>What an instruction took in all frames; of calls and creations, without what their callees took.</summary>
    public GasLine Of(Opcode code) => _opcodes[(int)code];

    /// <summary>What functions took themselves, the most expensive first.</summary>
    public IReadOnlyList<(EvmAddress Contract, string Function, GasLine Line)> Functions =>
        [.. _functions.Select(pair => (pair.Key.Contract, pair.Key.Function, pair.Value))
            .OrderByDescending(line => line.Value.Gas).ThenBy(line => line.Contract).ThenBy(line => line.Function, StringComparer.Ordinal)];

    /// <summary>
    /// What the instructions took that came from a function of the sources, the most expensive first; how many instructions. Of calls and creations without
    /// what their callees took. What stands in no function is named by its contract alone; contracts without sources are not here.
    /// </summary>
    public IReadOnlyList<(string Function, GasLine Line)> SourceFunctions =>
        [.. _sourceFunctions.Select(pair => (pair.Key, pair.Value)).OrderByDescending(line => line.Value.Gas).ThenBy(line => line.Key, StringComparer.Ordinal)];

    /// <summary>The selector of a function: the first four bytes of its signature's hash.</summary>
    /// <param name="signature">Such as transfer(address,uint256).</param>
    public static uint Selector(string signature) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Crypto.Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(signature)));

    /// <inheritdoc/>
    public void OnEnter(in EvmMessage message, EvmProgram program) =>
        _open.Push(new Frame
        {
            Contract = message.CodeAddress,
            Function = Name(message),
            Entered = message.Gas,
            Sources = _sources.FirstOrDefault(source => source.Is(program.Code.Span)),
        });

    /// <inheritdoc/>
    public void OnStep(in EvmStep step)
    {
        var frame = _open.Peek();
        Close(frame, step.Gas);
        frame.Opcode = step.Opcode;
        frame.Pc = step.Pc;
        frame.Before = step.Gas;
        frame.Below = 0;
    }

    /// <inheritdoc/>
    public void OnExit(in EvmResult result)
    {
        var frame = _open.Pop();
        Close(frame, result.GasLeft);
        long total = frame.Entered - result.GasLeft;
        var key = (frame.Contract, frame.Function);
        var line = _functions.GetValueOrDefault(key);
        _functions[key] = new GasLine(line.Count + 1, line.Gas + total - frame.AllBelow);
        if (!_open.TryPeek(out var outer)) return;
        outer.Below += total;
        outer.AllBelow += total;
    }

    private void Close(Frame frame, long gas)
    {
        if (frame.Before < 0) return;
        long taken = frame.Before - gas - frame.Below;
        _opcodes[frame.Opcode] = Add(_opcodes[frame.Opcode], taken);
        if (frame.Sources is null) return;
        string function = Place(frame.Sources, frame.Pc);
        _sourceFunctions[function] = Add(_sourceFunctions.GetValueOrDefault(function), taken);
    }

    private static GasLine Add(GasLine line, long gas) => new(line.Count + 1, line.Gas + gas);

    private string Place(ContractSources sources, int pc)
    {
        if (!_places.TryGetValue((sources, pc), out string? name))
            _places[(sources, pc)] = name = sources.FunctionAt(pc)?.Name ?? sources.Name;
        return name;
    }

    private string Name(in EvmMessage message)
    {
        if (message.Kind is EvmMessageKind.Create or EvmMessageKind.Create2) return "constructor";
        if (message.Input.Length < SelectorLength) return "receive";
        uint selector = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(message.Input.Span);
        return _names.TryGetValue(selector, out var name) ? name : "0x" + Convert.ToHexStringLower(message.Input.Span[..SelectorLength]);
    }

    private sealed class Frame
    {
        public required EvmAddress Contract { get; init; }

        public required string Function { get; init; }

        public required long Entered { get; init; }

        public ContractSources? Sources { get; init; }

        public byte Opcode { get; set; }

        public int Pc { get; set; }

        /// <summary>The gas before the instruction that runs; -1 before the first.</summary>
        public long Before { get; set; } = -1;

        /// <summary>What callees of that instruction took.</summary>
        public long Below { get; set; }

        /// <summary>What all callees took.</summary>
        public long AllBelow { get; set; }
    }
}
