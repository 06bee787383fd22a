using Fvm.Abi;
using Fvm.Abi.Node;
using Fvm.Ipld;
using Fvm.Ipld.Blockstores;

namespace Fvm.Hosting;

/// <summary>What a virtual machine is made of, besides the tipset. <see cref="VirtualMachineBuilder"/> fills in what embedders seldom change.</summary>
public sealed record VirtualMachineParts
{
    /// <summary>Where state is read from, and written to by a flush.</summary>
    public required IBlockstore Store { get; init; }

    /// <summary>The root of the state tree to begin with.</summary>
    public required Cid StateRoot { get; init; }

    /// <summary>The node.</summary>
    public required IExterns Externs { get; init; }

    /// <summary>Storage proofs.</summary>
    public required IProofVerifier Proofs { get; init; }

    /// <summary>Actor code; share one <see cref="ActorEngine"/> among machines, since it caches compiled modules.</summary>
    public required ActorEngine Engine { get; init; }

    /// <summary>Code that is asked for before any wasm is looked for, such as actors in C#; may be null.</summary>
    public IActorCodeSource? Code { get; init; }

    /// <summary>What is noted of blocks; machines of one chain may share it. Null for notes of the machine's own.</summary>
    public BlockMemo? Memo { get; init; }

    /// <summary>Whether wasm code is compiled so that traces tell its execution gas by function; needs <see cref="MachineContext.Tracing"/>.</summary>
    public bool ProfilesFunctions { get; init; }
}
