using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>Runs a method on whatever parameters came.</summary>
/// <param name="runtime">The invocation.</param>
/// <param name="parameters">The parameters, or null for none.</param>
/// <returns>What it returns, or null for nothing.</returns>
public delegate IpldBlock? RawMethod(ActorRuntime runtime, IpldBlock? parameters);

/// <summary>
/// A row of a dispatch table (builtin-actors <c>dispatch.rs</c>). A method without parameters that gets some, and one with parameters that gets none, exits
/// with 16; parameters that do not decode exit with 21; nothing to return is no block. Returns are CBOR (0x51) unless the row says otherwise.
/// </summary>
public sealed class ActorMethod
{
    private readonly bool takesBlocks;

    private ActorMethod(MethodId id, Type? parameters, Type? returns, RawMethod run, bool takesBlocks = false)
    {
        this.takesBlocks = takesBlocks;
        Id = id;
        Parameters = parameters;
        Returns = returns;
        Run = run;
    }

    /// <summary>The method's name and numbers.</summary>
    public MethodId Id { get; }

    /// <summary>The type of the parameters; null when it takes none or whatever comes.</summary>
    public Type? Parameters { get; }

    /// <summary>The type of the return value; null when it returns none or blocks.</summary>
    public Type? Returns { get; }

    internal RawMethod Run { get; }

    /// <summary>A method that takes and returns blocks as they are.</summary>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="run">The method.</param>
    public static ActorMethod Raw(MethodId id, RawMethod run) => new(id, null, null, run, takesBlocks: true);

    /// <summary>A method that takes and returns nothing.</summary>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="run">The method.</param>
    public static ActorMethod Plain(MethodId id, Action<ActorRuntime> run) => new(id, null, null, (runtime, _) =>
    {
        run(runtime);
        return null;
    });

    /// <summary>A method that takes parameters and returns nothing.</summary>
    /// <typeparam name="TParams">The parameters.</typeparam>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="run">The method.</param>
    public static ActorMethod Taking<TParams>(MethodId id, Action<ActorRuntime, TParams> run)
        where TParams : IChainValue<TParams>
        => Taking(id, ChainEncoding.Codec<TParams>(), run);

    /// <summary>A method that takes parameters of a bare type and returns nothing.</summary>
    /// <typeparam name="TParams">The parameters.</typeparam>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="parameters">How they are encoded.</param>
    /// <param name="run">The method.</param>
    public static ActorMethod Taking<TParams>(MethodId id, CborCodec<TParams> parameters, Action<ActorRuntime, TParams> run) =>
        new(id, typeof(TParams), null, (runtime, block) =>
        {
            run(runtime, block!.Decode(parameters));
            return null;
        });

    /// <summary>A method that takes nothing and returns something.</summary>
    /// <typeparam name="TReturn">What it returns.</typeparam>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="run">The method.</param>
    public static ActorMethod Returning<TReturn>(MethodId id, Func<ActorRuntime, TReturn> run)
        where TReturn : IChainValue<TReturn>
        => Returning(id, ChainEncoding.Codec<TReturn>(), run);

    /// <summary>A method that takes nothing and returns something of a bare type.</summary>
    /// <typeparam name="TReturn">What it returns.</typeparam>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="returns">How it is encoded.</param>
    /// <param name="run">The method.</param>
    /// <param name="codec">The multicodec of the returned block.</param>
    public static ActorMethod Returning<TReturn>(
        MethodId id, CborCodec<TReturn> returns, Func<ActorRuntime, TReturn> run, ulong codec = Multicodec.Cbor) =>
        new(id, null, typeof(TReturn), (runtime, _) => new IpldBlock(codec, ActorEncoding.Encode(returns, run(runtime))));

    /// <summary>A method that takes parameters and returns something.</summary>
    /// <typeparam name="TParams">The parameters.</typeparam>
    /// <typeparam name="TReturn">What it returns.</typeparam>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="run">The method.</param>
    public static ActorMethod Of<TParams, TReturn>(MethodId id, Func<ActorRuntime, TParams, TReturn> run)
        where TParams : IChainValue<TParams>
        where TReturn : IChainValue<TReturn>
        => Of(id, ChainEncoding.Codec<TParams>(), ChainEncoding.Codec<TReturn>(), run);

    /// <summary>A method that takes parameters and returns something, either of them of a bare type.</summary>
    /// <typeparam name="TParams">The parameters.</typeparam>
    /// <typeparam name="TReturn">What it returns.</typeparam>
    /// <param name="id">Its name and numbers.</param>
    /// <param name="parameters">How the parameters are encoded.</param>
    /// <param name="returns">How the return value is encoded.</param>
    /// <param name="run">The method.</param>
    public static ActorMethod Of<TParams, TReturn>(
        MethodId id, CborCodec<TParams> parameters, CborCodec<TReturn> returns, Func<ActorRuntime, TParams, TReturn> run) =>
        new(id, typeof(TParams), typeof(TReturn), (runtime, block) =>
            IpldBlock.Cbor(returns, run(runtime, block!.Decode(parameters))));

    /// <summary>Whether parameters came where none are taken, or none where some are.</summary>
    internal MethodRefusal? Refuse(IpldBlock? parameters)
    {
        if (takesBlocks || (Parameters is null) == (parameters is null))
            return null;
        return new MethodRefusal(ExitCode.UsrIllegalArgument, parameters is null ? "method expects arguments" : "method expects no arguments");
    }
}
