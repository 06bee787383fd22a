using Fvm.Evm;

namespace Fvm.Ethereum.Tests;

/// <summary>Published transactions: read, hashed, their senders recovered, written again.</summary>
public class TransactionTests
{
    private const ulong MainnetId = 314;
    private const ulong DevnetId = 31415926;

    /// <summary>EIP-155's example: its signing data, hash and signature, from its private key.</summary>
    [Fact]
    public void The_example_of_EIP_155_signs_and_reads()
    {
        byte[] key = new byte[32];
        Array.Fill(key, (byte)0x46);
        EthereumTransaction unsigned = new()
        {
            Kind = EthereumTransactionKind.Eip155,
            ChainId = 1,
            Nonce = 9,
            GasLimit = 21000,
            MaxFeePerGas = 20_000_000_000,
            MaxPriorityFeePerGas = 20_000_000_000,
            To = EvmAddress.Read(Hex("3535353535353535353535353535353535353535")),
            Value = 1_000_000_000_000_000_000,
        };
        Assert.Equal(
            "ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080",
            Convert.ToHexStringLower(TransactionEncoding.EncodeUnsigned(unsigned)));
        Assert.Equal("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53", Convert.ToHexStringLower(unsigned.SigningHash()));

        EthereumTransaction signed = unsigned.Sign(key);
        const string Raw = "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe53756786"
            + "6003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83";
        Assert.Equal(Raw, Convert.ToHexStringLower(TransactionEncoding.Encode(signed)));
        Assert.Equal(37, (int)(ulong)signed.V);

        Assert.True(TransactionEncoding.TryDecode(Hex(Raw), 1, out EthereumTransaction? read, out _));
        Assert.Equal(signed, read);
        Assert.True(read.TryRecoverSender(out EvmAddress sender));
        Assert.Equal("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f", sender.ToString());
        Assert.True(EthereumTransaction.TryGetAddress(key, out EvmAddress? own));
        Assert.Equal(sender, own);
    }

    /// <summary>Signed transactions of lotus <c>eth_*_transactions_test.go</c>.</summary>
    [Theory]
    [InlineData(DevnetId, EthereumTransactionKind.Eip1559, 2UL, 0UL,
        "02f8598401df5e76028301d69083086a5e835532dd808080c080a0457e33227ac7ceee2ef121755e26b872b6fb04221993f9939349bb7b0a3e1595"
        + "a02d8ef379e1d2a9e30fa61c92623cc9ed72d80cf6a48cfea341cb916bcc0a81bc")]
    [InlineData(DevnetId, EthereumTransactionKind.Eip1559, 3UL, 1UL,
        "02f8598401df5e76038301d69083086a5e835532dd808080c001a012a232866dcb0671eb0ddc01fb9c01d6ef384ec892bb29691ed0d2d293052ddf"
        + "a052a6ae38c6139930db21a00eee2a4caced9a6500991b823d64ec664d003bc4b1")]
    [InlineData(MainnetId, EthereumTransactionKind.Eip155, 0UL, 0x297UL,
        "f86680843b9aca00835dc1ba94c2dca9a18d4a4057921d1bcb22da05e68e46b1d06480820297a0f91ee69c4603c4f21131467ee9e06ad4a96d0a29fa8064db61f3adaea0eb6e92"
        + "a07181e306bb8f773d94cc3b75e9835de00c004e072e6630c0c46971d38706bb01")]
    [InlineData(MainnetId, EthereumTransactionKind.Homestead, 0UL, 27UL,
        "f882800182540894095e7baea6a6c7c4c2dfeb977efac326af552d8780a3deadbeef0000000101010010101010101010101010101aaabbbbbbcccccccddddddddd"
        + "1ba048b55bfa915ac795c431978d8a6a992b628d557da5ff759b307d495a36649353a01fffd310ac743f371de3b9f7f9cb56c0b28ad43601b4ab949f53faa07bd2c804")]
    [InlineData(MainnetId, EthereumTransactionKind.Homestead, 3UL, 27UL,
        "f85f030182520794b94f5374fce5edbc8e2a8697c15331677e6ebf0b0a801ba098ff921201554726367d2be8c804a7ff89ccf285ebc57dff8ae4c44b9c19ac4a"
        + "a07778cde41a8a37f6a087622b38bc201bd3e7df06dce067569d4def1b53dba98c")]
    public void Transactions_of_lotus_read_and_write(ulong chainId, EthereumTransactionKind kind, ulong nonce, ulong v, string raw)
    {
        Assert.True(TransactionEncoding.TryDecode(Hex(raw), chainId, out EthereumTransaction? transaction, out string? error), error);
        Assert.Equal(kind, transaction.Kind);
        Assert.Equal(nonce, transaction.Nonce);
        Assert.Equal((UInt256)v, transaction.V);
        Assert.True(transaction.TryRecoverSender(out _));
        Assert.Equal(raw, Convert.ToHexStringLower(TransactionEncoding.Encode(transaction)));
    }

    [Theory]
    [InlineData("", "at least one byte")]
    [InlineData("00", "type 0x00")]
    [InlineData("01c0", "type 0x01")]
    [InlineData("03c0", "type 0x03")]
    [InlineData("04c0", "type 0x04")]
    [InlineData("02c0", "chain id or nonce")]
    [InlineData("c0", "nonce or gas limit")]
    public void What_is_no_transaction_is_refused_with_a_reason(string raw, string reason)
    {
        Assert.False(TransactionEncoding.TryDecode(Hex(raw), MainnetId, out _, out string? error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    /// <summary>Bytes behind the list, a chain id of another chain, an access list that is not empty, a v that is none.</summary>
    [Fact]
    public void Transactions_that_differ_in_one_place_are_refused()
    {
        EthereumTransaction signed = Samples.Of(EthereumTransactionKind.Eip1559, MainnetId);
        byte[] raw = TransactionEncoding.Encode(signed);
        Assert.True(TransactionEncoding.TryDecode(raw, MainnetId, out _, out _));
        Assert.False(TransactionEncoding.TryDecode(raw, MainnetId + 1, out _, out string? chain));
        Assert.Equal("chain id 314 is not 315", chain);
        Assert.False(TransactionEncoding.TryDecode([.. raw, 0], MainnetId, out _, out _));
        Assert.False(TransactionEncoding.TryDecode(TransactionEncoding.Encode(signed with { V = 2 }), MainnetId, out _, out string? v));
        Assert.Equal("v of an EIP-1559 transaction is 0 or 1", v);
        // Behind the input 010203.
        int access = raw.AsSpan().IndexOf((byte[])[0x83, 1, 2, 3, 0xc0]) + 4;
        Assert.False(TransactionEncoding.TryDecode([.. raw[..access], 0x80, .. raw[(access + 1)..]], MainnetId, out _, out string? list));
        Assert.Equal("the access list must be an empty list", list);
    }

    [Theory]
    [InlineData(EthereumTransactionKind.Homestead)]
    [InlineData(EthereumTransactionKind.Eip155)]
    [InlineData(EthereumTransactionKind.Eip1559)]
    public void Every_cut_of_a_transaction_is_refused(EthereumTransactionKind kind)
    {
        byte[] raw = TransactionEncoding.Encode(Samples.Of(kind, MainnetId));
        for (int length = 0; length < raw.Length; length++)
            Assert.False(TransactionEncoding.TryDecode(raw.AsSpan(0, length), MainnetId, out _, out _));
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);
}
