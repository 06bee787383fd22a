namespace Fvm.Node.Rpc.Traces;

/// <summary>The tracers that <c>debug_trace*</c> knows.</summary>
internal enum TracerKind
{
    /// <summary>No name given: steps of the EVM.</summary>
    StructLogs,

    /// <summary>The tree of calls.</summary>
    Calls,

    /// <summary>The calls in Parity's form.</summary>
    FlatCalls,

    /// <summary>What was there before of everything that was touched.</summary>
    Prestate,

    /// <summary>Counts of selectors.</summary>
    Selectors,

    /// <summary>Nothing.</summary>
    Noop,
}

/// <summary>The options of <c>debug_trace*</c>, as geth reads them (<c>eth/tracers/api.go</c>, TraceConfig); what it does not know is ignored.</summary>
internal sealed record TracerRequest
{
    private const string Known = "callTracer, flatCallTracer, prestateTracer, 4byteTracer, noopTracer, and none for struct logs";

    /// <summary>Which tracer.</summary>
    public TracerKind Kind { get; private init; }

    /// <summary>callTracer: the outermost call only.</summary>
    public bool OnlyTopCall { get; private init; }

    /// <summary>callTracer: with logs.</summary>
    public bool WithLog { get; private init; }

    /// <summary>prestateTracer: what changed, before and after.</summary>
    public bool DiffMode { get; private init; }

    /// <summary>Struct logs: with the stack.</summary>
    public bool Stack { get; private init; } = true;

    /// <summary>Struct logs: with the words of storage that were touched.</summary>
    public bool Storage { get; private init; } = true;

    /// <summary>Struct logs: with the memory.</summary>
    public bool Memory { get; private init; }

    /// <summary>Struct logs: at most so many steps; 0 for all.</summary>
    public int Limit { get; private init; }

    /// <summary>Whether the tracer watches the EVM's instructions.</summary>
    public bool NeedsSteps => Kind is TracerKind.StructLogs or TracerKind.Prestate;

    /// <summary>Reads them.</summary>
    /// <param name="value">The options; may be left out.</param>
    /// <exception cref="RpcException">There is no such tracer.</exception>
    public static TracerRequest Read(RpcValue value)
    {
        if (value.IsMissing)
            return new TracerRequest();
        RpcValue name = value.Member("tracer");
        RpcValue settings = value.Member("tracerConfig");
        RpcValue limit = value.Member("limit");
        return new TracerRequest
        {
            Kind = name.IsMissing ? TracerKind.StructLogs : KindOf(name),
            OnlyTopCall = settings.IsOn("onlyTopCall"),
            WithLog = settings.IsOn("withLog"),
            DiffMode = settings.IsOn("diffMode"),
            Stack = !value.IsOn("disableStack"),
            Storage = !value.IsOn("disableStorage"),
            Memory = value.IsOn("enableMemory"),
            Limit = limit.IsMissing ? 0 : (int)Math.Min(limit.Int63(), int.MaxValue),
        };
    }

    private static TracerKind KindOf(RpcValue name) => name.Text() switch
    {
        "" => TracerKind.StructLogs,
        "callTracer" => TracerKind.Calls,
        "flatCallTracer" => TracerKind.FlatCalls,
        "prestateTracer" => TracerKind.Prestate,
        "4byteTracer" => TracerKind.Selectors,
        "noopTracer" => TracerKind.Noop,
        _ => throw name.Wrong($"there is no tracer {name.Shown()}; there are {Known}"),
    };
}
