using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Hamts;

/// <summary>A value of several fields, one of them with reference equality: containers must compare encodings.</summary>
internal sealed record SampleValue(ulong Number, byte[] Bytes)
{
    public static CborCodec<SampleValue> Codec { get; } = new(Read, Write);

    public static SampleValue Make(Random random)
    {
        var bytes = new byte[random.Next(3)];
        random.NextBytes(bytes);
        return new SampleValue((ulong)random.Next(4), bytes);
    }

    private static SampleValue Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(2);
        return new SampleValue(reader.ReadUInt64(), reader.ReadBytes().ToArray());
    }

    private static void Write(CborWriter writer, SampleValue value)
    {
        writer.WriteArrayHeader(2);
        writer.WriteUInt64(value.Number);
        writer.WriteBytes(value.Bytes);
    }
}
