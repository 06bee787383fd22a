using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>What became of the items of a batch (builtin-actors <c>util/batch_return.rs</c>): how many went well, and which of the others failed how.</summary>
/// <param name="SuccessCount">How many went well.</param>
/// <param name="FailCodes">The others, by index, lowest first.</param>
public sealed record BatchReturn(uint SuccessCount, IReadOnlyList<BatchFailure> FailCodes) : IChainValue<BatchReturn>
{
    private const int FieldCount = 2;

    /// <summary>A batch of which all items went well.</summary>
    /// <param name="count">How many.</param>
    public static BatchReturn Ok(int count) => new((uint)count, []);

    /// <summary>The result of a code each; 0 is well.</summary>
    /// <param name="codes">The codes, in order.</param>
    public static BatchReturn Of(IReadOnlyList<ExitCode> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var failures = new List<BatchFailure>();
        for (int i = 0; i < codes.Count; i++)
        {
            if (!codes[i].IsSuccess)
                failures.Add(new BatchFailure((uint)i, codes[i]));
        }

        return new BatchReturn((uint)(codes.Count - failures.Count), failures);
    }

    /// <summary>Whether all items went well.</summary>
    public bool AllOk => FailCodes.Count == 0;

    /// <summary>The items that went well.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">All items; another number of them than in the batch is exit 24.</param>
    public IReadOnlyList<T> Successes<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count != SuccessCount + FailCodes.Count)
            Abort.AssertionFailed($"items length {items.Count} does not match batch size {SuccessCount + FailCodes.Count}");
        var well = new List<T>((int)SuccessCount);
        int failure = 0;
        for (int i = 0; i < items.Count; i++)
        {
            if (failure < FailCodes.Count && FailCodes[failure].Index == i)
                failure++;
            else
                well.Add(items[i]);
        }

        return well;
    }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(SuccessCount);
        TupleFields.WriteList(writer, FailCodes);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BatchReturn? Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadUInt32(), TupleFields.ReadList<BatchFailure>(ref reader));
    }
}

/// <summary>An item of a batch that failed.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Code">How.</param>
public readonly record struct BatchFailure(uint Index, ExitCode Code) : IChainValue<BatchFailure>
{
    private const int FieldCount = 2;

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Index);
        Code.Write(writer);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static BatchFailure Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new(reader.ReadUInt32(), ExitCode.Read(ref reader));
    }
}
