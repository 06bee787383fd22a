using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Cbor;

public sealed class CborPropertyTests
{
    [Fact]
    public void WhatIsWrittenIsCanonicalAndCopiesToItself()
    {
        Random random = new(3);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] data = RandomCbor.Value(random);
            Assert.True(CborValidator.IsValid(data, CborProfile.Strict, out CborError error), $"{error}: {Convert.ToHexStringLower(data)}");
            Assert.True(CborValidator.IsValid(data, CborProfile.Chain));
            Assert.Equal(data, Copy(data, CborProfile.Strict));
            Assert.DoesNotContain("<", CborDiagnostics.ToText(data)[..1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MutationsAreAcceptedOrRefusedAndNothingElse()
    {
        Random random = new(4);
        int accepted = 0, refused = 0;
        for (int i = 0; i < 60_000; i++)
        {
            byte[] data = RandomCbor.Value(random);
            for (int n = random.Next(1, 4); n > 0; n--)
                data[random.Next(data.Length)] = (byte)random.Next(256);

            if (random.Next(4) == 0)
                data = data[..random.Next(data.Length)];

            bool chain = CborValidator.IsValid(data, CborProfile.Chain, out CborError error);
            bool strict = CborValidator.IsValid(data, CborProfile.Strict, out _);
            Assert.True(chain || !strict, Convert.ToHexStringLower(data));
            Assert.Equal(chain, error.Kind == CborErrorKind.None);
            Assert.InRange(error.Offset, 0, data.Length);
            if (strict)
                Assert.Equal(data, CopyUnlessFloat(data));

            foreach (Shape shape in Enum.GetValues<Shape>())
                CborRuleTests.Accepts(data, shape, CborProfile.Chain, out _);

            Assert.NotEmpty(CborDiagnostics.ToText(data));
            accepted += chain ? 1 : 0;
            refused += chain ? 0 : 1;
        }

        Assert.True(accepted > 1000 && refused > 1000, $"{accepted} accepted, {refused} refused");
    }

    // Strict encodings are unique: reading and writing again gives the same bytes. Floats have no writer.
    private static byte[] CopyUnlessFloat(byte[] data)
    {
        try
        {
            return Copy(data, CborProfile.Strict);
        }
        catch (NotSupportedException)
        {
            return data;
        }
    }

    private static byte[] Copy(byte[] data, CborProfile profile)
    {
        CborReader reader = new(data, profile);
        CborWriter writer = new();
        Copy(ref reader, writer);
        Assert.True(reader.Finish());
        return writer.ToArray();
    }

    private static void Copy(ref CborReader reader, CborWriter writer)
    {
        switch (reader.Peek())
        {
            case CborKind.Unsigned: writer.WriteUInt64(reader.ReadUInt64()); break;
            case CborKind.Negative: CopyNegative(ref reader, writer); break;
            case CborKind.Bytes: writer.WriteBytes(reader.ReadBytes()); break;
            case CborKind.Text: writer.WriteText(reader.ReadText()); break;
            case CborKind.Bool: writer.WriteBool(reader.ReadBool()); break;
            case CborKind.Cid: writer.WriteCid(reader.ReadCid()!); break;
            case CborKind.Null:
                reader.TryReadNull();
                writer.WriteNull();
                break;
            case CborKind.Array:
                int elements = reader.ReadArrayHeader();
                writer.WriteArrayHeader(elements);
                for (int i = 0; i < elements; i++)
                    Copy(ref reader, writer);

                break;
            case CborKind.Map:
                int entries = reader.ReadMapHeader();
                writer.WriteMapHeader(entries);
                for (int i = 0; i < entries * 2; i++)
                    Copy(ref reader, writer);

                break;
            default:
                throw new NotSupportedException();
        }
    }

    private static void CopyNegative(ref CborReader reader, CborWriter writer)
    {
        ReadOnlySpan<byte> raw = reader.ReadRaw();
        if (CborCodecs.Int64.TryDecode(raw, out long value))
            writer.WriteInt64(value);
        else
            writer.WriteRaw(raw); // Below -2^63.
    }
}
