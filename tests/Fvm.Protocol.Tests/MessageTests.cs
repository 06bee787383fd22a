using System.Globalization;
using System.Numerics;
using Fvm.Ipld.Cbor;

namespace Fvm.Protocol.Tests;

public class MessageTests
{
    // The recorded message of ../shared/vectors/syscalls/nv18/admit-version.json, taken apart: version 1 is not looked at.
    private static readonly string[] Fields =
    [
        "01", "4300e807", "5501030efbdbb44032fc050a602948a2cd6337708e2d", "00", "40", "1a3b9aca00", "4200c8", "420001", "02", "40",
    ];

    [Theory]
    // filecoin-project/serialization-vectors, unsigned_messages.json, entries 0 to 3.
    [InlineData(
        "f01865627127944795144", "f2ch7krq7l35i74rebqbjdsp3ucl47t24e3juxjfa", 8761748149847665013, "14660210602831582403", 520359252439502252,
        "3793669768932905166", "17474946865727176983", 18281837776054215652, "56ad4b6cd73eb4206c5fbb6078ccb848a6ad9654a530980ff4fb20785cc44324",
        "8a004a0088a8eda3d0bf82f219550211fea8c3ebdf51fe44818052393f7412f9f9eb841b7997fb85431b29754900cb7387dec23114c31b0738affbad3e8dac490034a5d28e1c6250ce4900f2837b96907e81171bfdb62298930763e4582056ad4b6cd73eb4206c5fbb6078ccb848a6ad9654a530980ff4fb20785cc44324")]
    [InlineData(
        "f02767081830715411965", "f1pyfq7dg6sq65acyomqvzvbgwni4zllglqffw5dy", 1905999562043058982, "16446360749673446081", 5871145716760494295,
        "4537733124645649088", "18287583619016045788", 2773335425237725362, "75a7da8890f7843f8400f546f9455dc2f0f949b43c5542a7d7d056923b106cab",
        "8a004a00fd9beb81bbc8a9b32655017e0b0f8cde943dd00b0e642b9a84d66a3995accb1b1a737880d5a06b264900e43d35f71c367ac11b517a7fec3810c0d749003ef9443c2406fac04900fdca8c68e3b434dc1b267cdde0204d30b2582075a7da8890f7843f8400f546f9455dc2f0f949b43c5542a7d7d056923b106cab")]
    [InlineData(
        "f04401897439560151488", "f1cyg66djxytxhzdq7ynoqfxk7xinp6xsejbeufli", 3052413408240611209, "1829607889822637782", 3831892819867689088,
        "10827976142802351790", "14721745769672111581", 11838895748847284137, "233e23c12f17ec78339e76094f3976c44b6ce544e5ca70151545331ec39fae58",
        "8a004a00c0e3bcb5e2ccab8b3d5501160def0d37c4ee7c8e1fc35d02dd5fba1aff5e441b2a5c59d289d22f894900196412ae9f215ed61b352d9e37a995608049009644b2eecc2376ae4900cc4e25c742ea75dd1ba44c34f55aecafa95820233e23c12f17ec78339e76094f3976c44b6ce544e5ca70151545331ec39fae58")]
    [InlineData(
        "f08561444292205817842", "f16n7vrq5humzoqll7zg4yw6dta645tuakcoalp6y", 7314706027972248743, "1670978555389594126", 2121167883357316636,
        "9144319971165999902", "11124152310050810558", 642555699879470789, "0ef339033159f992c72a4edf7ca668006a8a189d529edd872a998c45876a759e",
        "8a004a00f2dfe4c9928797e8765501f37f58c3a7a332e82d7fc9b98b787307b9d9d00a1b65830e60a1b1c4a7490017308224954aca0e1b1d6fe6f3947ae61c49007ee72690a9dc131e49009a60ed9673eb6abe1b08ead1012fb7e6c558200ef339033159f992c72a4edf7ca668006a8a189d529edd872a998c45876a759e")]
    public void Published_messages(
        string to, string from, ulong nonce, string value, ulong gasLimit, string feeCap, string premium, ulong method, string parameters, string hex)
    {
        Message message = new()
        {
            To = Address.Parse(to),
            From = Address.Parse(from),
            Sequence = nonce,
            Value = Atto(value),
            GasLimit = gasLimit,
            GasFeeCap = Atto(feeCap),
            GasPremium = Atto(premium),
            MethodNum = method,
            Params = Convert.FromHexString(parameters),
        };
        Assert.Equal(hex, Convert.ToHexStringLower(message.Encode()));
        Assert.True(Message.TryDecode(Convert.FromHexString(hex), out Message? decoded, out _));
        Assert.Equal(message, decoded);
        Assert.Equal(message.GetHashCode(), decoded.GetHashCode());
    }

    [Theory]
    [InlineData(-1, "", CborErrorKind.None)]
    // Each field in another form that passes: any version, longer heads, big integers with leading zeros.
    [InlineData(0, "1bffffffffffffffff", CborErrorKind.None)]
    [InlineData(0, "1800", CborErrorKind.None)]
    [InlineData(4, "4100", CborErrorKind.None)]
    [InlineData(4, "420101", CborErrorKind.None)]
    [InlineData(4, "43000001", CborErrorKind.None)]
    [InlineData(5, "00", CborErrorKind.None)]
    [InlineData(5, "1bffffffffffffffff", CborErrorKind.None)]
    [InlineData(9, "59000100", CborErrorKind.None)]
    [InlineData(9, "581800", CborErrorKind.EndOfData)]
    // A gas limit is int64 for the nodes and u64 here: a negative one does not decode.
    [InlineData(5, "20", CborErrorKind.UnexpectedType)]
    [InlineData(3, "20", CborErrorKind.UnexpectedType)]
    [InlineData(8, "20", CborErrorKind.UnexpectedType)]
    [InlineData(0, "20", CborErrorKind.UnexpectedType)]
    [InlineData(5, "fb3ff0000000000000", CborErrorKind.UnexpectedType)]
    [InlineData(1, "f6", CborErrorKind.UnexpectedType)]
    [InlineData(1, "40", CborErrorKind.InvalidValue)]
    [InlineData(2, "420501", CborErrorKind.InvalidValue)]
    [InlineData(2, "6100", CborErrorKind.UnexpectedType)]
    [InlineData(4, "420201", CborErrorKind.InvalidValue)]
    // The reference's decoder masks the major type of a string's head, so a plain integer passes for its length.
    [InlineData(6, "00", CborErrorKind.None)]
    [InlineData(6, "60", CborErrorKind.UnexpectedType)]
    [InlineData(6, "80", CborErrorKind.UnexpectedType)]
    [InlineData(9, "f6", CborErrorKind.UnexpectedType)]
    [InlineData(9, "60", CborErrorKind.UnexpectedType)]
    [InlineData(9, "80", CborErrorKind.UnexpectedType)]
    [InlineData(9, "4000", CborErrorKind.TrailingBytes)]
    [InlineData(9, "", CborErrorKind.EndOfData)]
    public void Every_field_has_its_rule(int field, string replacement, CborErrorKind expected)
    {
        string[] fields = [.. Fields];
        if (field >= 0)
            fields[field] = replacement;
        bool decoded = Message.TryDecode(Convert.FromHexString("8a" + string.Concat(fields)), out Message? message, out CborError error);
        Assert.Equal(expected, error.Kind);
        Assert.Equal(expected == CborErrorKind.None, decoded);
        Assert.Equal(decoded, message is not null);
    }

    [Theory]
    [InlineData("89")]
    [InlineData("8b")]
    [InlineData("aa")]
    [InlineData("9f")]
    public void The_tuple_has_ten_fields(string head)
        => Assert.False(Message.TryDecode(Convert.FromHexString(head + string.Concat(Fields) + "ff"), out _, out _));

    [Theory]
    [InlineData(0UL, false)]
    [InlineData(1UL, true)]
    [InlineData(9223372036854775807UL, true)]
    [InlineData(9223372036854775808UL, false)]
    public void The_gas_limit_is_checked_apart(ulong gasLimit, bool valid)
        => Assert.Equal(valid, new Samples(5).Message() with { GasLimit = gasLimit } is { HasValidGasLimit: true });

    [Fact]
    public void Encoding_again_is_canonical()
    {
        string[] fields = [.. Fields];
        (fields[0], fields[4]) = ("1801", "43000001");
        Assert.True(Message.TryDecode(Convert.FromHexString("8a" + string.Concat(fields)), out Message? message, out _));
        (fields[0], fields[4]) = ("01", "420001");
        Assert.Equal("8a" + string.Concat(fields), Convert.ToHexStringLower(message.Encode()));
    }

    [Fact]
    public void Messages_are_values()
    {
        Message message = new Samples(6).Message();
        Message same = message with { Params = message.Params.ToArray() };
        Assert.Equal(message, same);
        Assert.Equal(message.Cid, same.Cid);
        Assert.NotEqual(message, message with { Sequence = message.Sequence + 1 });
        Assert.NotEqual(message, message with { Params = new byte[] { 1, 2, 3 } });
    }

    private static TokenAmount Atto(string number) => new(BigInteger.Parse(number, CultureInfo.InvariantCulture));
}
