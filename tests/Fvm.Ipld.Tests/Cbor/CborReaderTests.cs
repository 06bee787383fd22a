using Fvm.Ipld.Cbor;

namespace Fvm.Ipld.Tests.Cbor;

public sealed class CborReaderTests
{
    [Fact]
    public void ReadsWhatEachKindHolds()
    {
        CborReader reader = new(Convert.FromHexString("8a" + "1903e8" + "3903e7" + "43010203" + "63e282ac" + "f5" + "f6" + "f4" + "a1616101" + "d82a46000155000161" + "fb3ff0000000000000"));
        Assert.Equal(CborKind.Array, reader.Peek());
        Assert.True(reader.ReadArrayHeader(10));
        Assert.Equal(CborKind.Unsigned, reader.Peek());
        Assert.Equal(1000UL, reader.ReadUInt64());
        Assert.Equal(CborKind.Negative, reader.Peek());
        Assert.Equal(-1000L, reader.ReadInt64());
        Assert.Equal(CborKind.Bytes, reader.Peek());
        Assert.Equal([1, 2, 3], reader.ReadBytes().ToArray());
        Assert.Equal(CborKind.Text, reader.Peek());
        Assert.Equal("€", reader.ReadText());
        Assert.Equal(CborKind.Bool, reader.Peek());
        Assert.True(reader.ReadBool());
        Assert.Equal(CborKind.Null, reader.Peek());
        Assert.True(reader.TryReadNull());
        Assert.False(reader.TryReadNull());
        Assert.False(reader.ReadBool());
        Assert.Equal(CborKind.Map, reader.Peek());
        Assert.Equal("a1616101", Convert.ToHexStringLower(reader.ReadRaw()));
        Assert.Equal(CborKind.Cid, reader.Peek());
        Assert.Equal(Cid.Create(Multicodec.Raw, Multicodec.Identity, "a"u8), reader.ReadCid());
        Assert.Equal(CborKind.Float, reader.Peek());
        Assert.False(reader.AtEnd);
        reader.Skip();
        Assert.Equal(CborKind.End, reader.Peek());
        Assert.True(reader.AtEnd);
        Assert.True(reader.Finish());
        reader.ThrowIfFailed();
    }

    [Theory]
    [InlineData("f7")]
    [InlineData("ff")]
    [InlineData("f93c00")]
    [InlineData("d9d9f700")]
    [InlineData("df")]
    public void PeekCallsTheRestOther(string hex) => Assert.Equal(CborKind.Other, new CborReader(Convert.FromHexString(hex)).Peek());

    [Fact]
    public void TheFirstErrorSticks()
    {
        CborReader reader = new([0x83, 0x01, 0x61, 0xff, 0x02]);
        Assert.Equal(3, reader.ReadArrayHeader());
        Assert.Equal(1UL, reader.ReadUInt64());
        Assert.Equal("", reader.ReadText());
        Assert.True(reader.Failed);
        Assert.Equal(new CborError(CborErrorKind.InvalidUtf8, 2), reader.Error);
        Assert.Equal((5, true, CborKind.End), (reader.Position, reader.AtEnd, reader.Peek()));

        Assert.Equal(0UL, reader.ReadUInt64());
        Assert.Equal(0L, reader.ReadInt64());
        Assert.Equal(0, reader.ReadArrayHeader());
        Assert.Equal(0, reader.ReadMapHeader());
        Assert.False(reader.ReadArrayHeader(0));
        Assert.False(reader.ReadBool() || reader.TryReadNull());
        Assert.Null(reader.ReadCid());
        Assert.True(reader.ReadBytes().IsEmpty && reader.ReadRaw().IsEmpty);
        reader.Skip();
        reader.Fail(CborErrorKind.InvalidValue);
        Assert.False(reader.Finish());
        Assert.Equal(new CborError(CborErrorKind.InvalidUtf8, 2), reader.Error);
        CborException? thrown = null;
        try
        {
            reader.ThrowIfFailed();
        }
        catch (CborException e)
        {
            thrown = e;
        }

        Assert.Equal("CBOR: text that is not UTF-8 at byte 2", thrown?.Message);
    }

    [Theory]
    [InlineData("8401", CborErrorKind.CountExceedsData, 0)]
    [InlineData("82011f", CborErrorKind.IndefiniteLength, 2)]
    [InlineData("82011c", CborErrorKind.InvalidHead, 2)]
    [InlineData("8201c100", CborErrorKind.ForeignTag, 2)]
    [InlineData("8201d82a4100", CborErrorKind.InvalidCid, 2)]
    [InlineData("8201f7", CborErrorKind.UnsupportedSimple, 2)]
    [InlineData("820142ff", CborErrorKind.EndOfData, 2)]
    [InlineData("81a26161006161f5", CborErrorKind.DuplicateKey, 5)]
    [InlineData("800000", CborErrorKind.TrailingBytes, 1)]
    public void ErrorsSayWhatAndWhere(string hex, CborErrorKind kind, int offset)
    {
        Assert.False(CborValidator.IsValid(Convert.FromHexString(hex), CborProfile.Chain, out CborError error));
        Assert.Equal(new CborError(kind, offset), error);
    }

    [Fact]
    public void CallersRecordTheirOwnErrors()
    {
        CborReader reader = new([0x82, 0x05, 0x06]);
        reader.ReadArrayHeader();
        reader.ReadUInt64();
        reader.Fail(CborErrorKind.InvalidValue);
        Assert.Equal(new CborError(CborErrorKind.InvalidValue, 2), reader.Error);
        Assert.False(reader.Finish());
    }

    [Fact]
    public void StrictReadsValueAfterValue()
    {
        CborReader reader = new([0x81, 0x01, 0x18, 0x20, 0x18, 0x01], CborProfile.Strict);
        Assert.True(reader.ReadArrayHeader(1));
        Assert.Equal(1UL, reader.ReadUInt64());
        Assert.Equal(32UL, reader.ReadUInt64());
        Assert.Equal(0UL, reader.ReadUInt64());
        Assert.Equal(new CborError(CborErrorKind.NonCanonicalHead, 4), reader.Error);
    }

    [Fact]
    public void StrictSeesAFlawBeforeTheValueIsRead()
    {
        CborReader reader = new(Convert.FromHexString("82" + "01" + "a2616201616102"), CborProfile.Strict);
        Assert.False(reader.ReadArrayHeader(2));
        Assert.Equal(new CborError(CborErrorKind.UnsortedKeys, 6), reader.Error);
    }
}
