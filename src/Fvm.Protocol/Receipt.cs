using System.Diagnostics.CodeAnalysis;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol;

/// <summary>
/// What a message came to. A tuple [exit code, return data, gas used] up to network version 17, with [events root or null] behind it from 18 on
/// (FIP-0049; lotus <c>chain/types/message_receipt.go</c>).
/// </summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="ReturnData">What the receiver returned; its codec is not on chain.</param>
/// <param name="GasUsed">In gas units, rounded up.</param>
/// <param name="EventsRoot">The root of the events' AMT; null if there are none, or before network version 18.</param>
public sealed record Receipt(ExitCode ExitCode, ReadOnlyMemory<byte> ReturnData, ulong GasUsed, Cid? EventsRoot) : IChainValue<Receipt>
{
    private const int FieldsWithEvents = 4;
    private const int FieldsWithoutEvents = 3;

    /// <summary>Whether receipts of <paramref name="version"/> have the field for events.</summary>
    public static bool HasEvents(NetworkVersion version) => version >= NetworkVersion.V18;

    /// <summary>Appends the layout of network version 18 and later.</summary>
    public void Write(CborWriter writer) => Write(writer, NetworkVersion.V18);

    /// <summary>Appends the layout of <paramref name="version"/>; one without events drops the root.</summary>
    public void Write(CborWriter writer, NetworkVersion version)
    {
        ArgumentNullException.ThrowIfNull(writer);
        bool events = HasEvents(version);
        writer.WriteArrayHeader(events ? FieldsWithEvents : FieldsWithoutEvents);
        ExitCode.Write(writer);
        writer.WriteBytes(ReturnData.Span);
        writer.WriteUInt64(GasUsed);
        if (events)
            ChainFields.WriteOptionalCid(writer, EventsRoot);
    }

    /// <summary>The encoding in the layout of <paramref name="version"/>.</summary>
    public byte[] Encode(NetworkVersion version)
    {
        CborWriter writer = new();
        Write(writer, version);
        return writer.ToArray();
    }

    /// <summary>Decodes exactly <paramref name="data"/> in the layout of <paramref name="version"/>.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> data, NetworkVersion version, [NotNullWhen(true)] out Receipt? receipt, out CborError error)
    {
        CborReader reader = new(data);
        receipt = Read(ref reader, version);
        if (!reader.Finish())
            receipt = null;
        error = reader.Error;
        return receipt is not null;
    }

    /// <summary>Reads the layout of network version 18 and later.</summary>
    public static Receipt? Read(ref CborReader reader) => Read(ref reader, NetworkVersion.V18);

    /// <summary>Reads the layout of <paramref name="version"/>.</summary>
    public static Receipt? Read(ref CborReader reader, NetworkVersion version)
    {
        bool events = HasEvents(version);
        reader.ReadArrayHeader(events ? FieldsWithEvents : FieldsWithoutEvents);
        ExitCode exitCode = ExitCode.Read(ref reader);
        ReadOnlyMemory<byte> returnData = ChainFields.ReadBytes(ref reader);
        ulong gasUsed = reader.ReadUInt64();
        Cid? eventsRoot = events ? ChainFields.ReadOptionalCid(ref reader) : null;
        return reader.Failed ? null : new Receipt(exitCode, returnData, gasUsed, eventsRoot);
    }

    /// <inheritdoc/>
    public bool Equals(Receipt? other) => ChainEncoding.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ChainEncoding.Hash(this);
}
