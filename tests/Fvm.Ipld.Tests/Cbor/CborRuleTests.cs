using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Cbor;

public sealed class CborRuleTests
{
    public static IEnumerable<TheoryDataRow<int>> Indexes => Enumerable.Range(0, CborRules.Rows.Length).Select(i =>
        new TheoryDataRow<int>(i) { TestDisplayName = $"{CborRules.Rows[i].Shape} {CborRules.Rows[i].Hex}: {CborRules.Rows[i].Why}" });

    [Theory]
    [MemberData(nameof(Indexes))]
    public void EachRuleHoldsInBothProfiles(int index)
    {
        (Shape shape, string hex, bool chain, bool strict, string why) = CborRules.Rows[index];
        byte[] data = Convert.FromHexString(hex);
        Assert.True(chain == Accepts(data, shape, CborProfile.Chain, out CborError error), $"Chain: {why}; {error}");
        Assert.True(strict == Accepts(data, shape, CborProfile.Strict, out error), $"Strict: {why}; {error}");
        if (shape == Shape.Any)
        {
            Assert.Equal(chain, CborValidator.IsValid(data, CborProfile.Chain));
            Assert.Equal(strict, CborValidator.IsValid(data, CborProfile.Strict));
        }
    }

    [Fact]
    public void StrictAcceptsNothingThatChainRefuses() =>
        Assert.DoesNotContain(CborRules.Rows, row => row.Strict && !row.Chain);

    [Theory]
    [InlineData(127, "01", true)]
    [InlineData(128, "01", false)]
    [InlineData(127, "80", true)]
    [InlineData(128, "80", false)]
    [InlineData(127, "a0", true)]
    [InlineData(128, "a0", false)]
    [InlineData(126, "a1616101", true)]
    [InlineData(127, "a1616101", false)]
    [InlineData(100_000, "01", false)]
    public void UntypedArraysNestTo128(int depth, string inner, bool accepted)
    {
        // deserialize_any takes one of 256 steps for each value and one more for each container.
        byte[] data = [.. Enumerable.Repeat((byte)0x81, depth), .. Convert.FromHexString(inner)];
        foreach (CborProfile profile in Enum.GetValues<CborProfile>())
        {
            Assert.Equal(accepted, CborValidator.IsValid(data, profile, out CborError error));
            Assert.Equal(accepted ? CborErrorKind.None : CborErrorKind.DepthExceeded, error.Kind);
        }
    }

    [Fact]
    public void MapsNestAsArraysDo()
    {
        byte[] level = [0xa1, 0x61, 0x61];
        byte[] Nested(int depth) => [.. Enumerable.Repeat(level, depth).SelectMany(b => b), 0x00];
        Assert.True(CborValidator.IsValid(Nested(127), CborProfile.Chain));
        Assert.False(CborValidator.IsValid(Nested(128), CborProfile.Chain, out CborError error));
        Assert.Equal(CborErrorKind.DepthExceeded, error.Kind);
    }

    [Theory]
    [InlineData(256, 0, true)]
    [InlineData(257, 0, false)]
    [InlineData(254, 2, true)]
    [InlineData(255, 2, false)]
    [InlineData(100_000, 0, false)]
    public void ChunksNestTo256LessTheTypesAround(int depth, int around, bool accepted)
    {
        // The outermost string takes no step, each chunk takes one; the innermost string's own chunk takes the last.
        byte[] data = [.. Enumerable.Repeat((byte)0x5f, depth), 0x41, 0x01, .. Enumerable.Repeat((byte)0xff, depth)];
        CborReader reader = new(data) { Depth = around };
        Assert.Equal(accepted, reader.ReadBytes().SequenceEqual(new byte[] { 1 }));
        Assert.Equal(accepted, reader.Finish());
    }

    [Fact]
    public void DepthAroundCountsForUntypedValues()
    {
        byte[] data = [.. Enumerable.Repeat((byte)0x81, 127), 0x01];
        CborReader fits = new(data) { Depth = 1 };
        fits.Skip();
        Assert.True(fits.Finish());
        CborReader tooDeep = new(data) { Depth = 2 };
        tooDeep.Skip();
        Assert.Equal(CborErrorKind.DepthExceeded, tooDeep.Error.Kind);
    }

    [Fact]
    public void ATagTowerDoesNotOverflowTheStack()
    {
        byte[] data = [.. Enumerable.Repeat((byte)0xd1, 1_000_000)];
        Assert.False(CborValidator.IsValid(data, CborProfile.Chain, out CborError error));
        Assert.Equal(new CborError(CborErrorKind.ForeignTag, 0), error);
    }

    internal static bool Accepts(ReadOnlySpan<byte> data, Shape shape, CborProfile profile, out CborError error)
    {
        CborReader reader = new(data, profile);
        Read(ref reader, shape);
        bool accepted = reader.Finish();
        error = reader.Error;
        return accepted;
    }

    private static void Read(ref CborReader reader, Shape shape)
    {
        switch (shape)
        {
            case Shape.Any: reader.Skip(); break;
            case Shape.UInt64: reader.ReadUInt64(); break;
            case Shape.UInt32: reader.ReadUInt32(); break;
            case Shape.UInt16: reader.ReadUInt16(); break;
            case Shape.UInt8: reader.ReadUInt8(); break;
            case Shape.Int64: reader.ReadInt64(); break;
            case Shape.Int32: reader.ReadInt32(); break;
            case Shape.Bool: reader.ReadBool(); break;
            case Shape.NullOrUInt64: _ = reader.TryReadNull() ? 0 : reader.ReadUInt64(); break;
            case Shape.Bytes: reader.ReadBytes(); break;
            case Shape.Text: reader.ReadText(); break;
            case Shape.Link: reader.ReadCid(); break;
            case Shape.ArrayOfUInt64: ReadMany(ref reader, reader.ReadArrayHeader()); break;
            case Shape.PairOfUInt64: ReadMany(ref reader, reader.ReadArrayHeader(2) ? 2 : 0); break;
            case Shape.MapOfUInt64: ReadMap(ref reader); break;
        }
    }

    private static void ReadMany(ref CborReader reader, int count)
    {
        for (int i = 0; i < count; i++)
            reader.ReadUInt64();
    }

    private static void ReadMap(ref CborReader reader)
    {
        int count = reader.ReadMapHeader();
        for (int i = 0; i < count; i++)
        {
            reader.ReadText();
            reader.ReadUInt64();
        }
    }
}
