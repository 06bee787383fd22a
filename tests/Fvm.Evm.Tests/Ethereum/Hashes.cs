using System.Text;
using Fvm.Crypto;
using Fvm.Evm.Rlp;

namespace Fvm.Evm.Tests.Ethereum;

/// <summary>Keccak-256 as words, and what Ethereum derives from it.</summary>
public static class Hashes
{
    /// <summary>The hash of nothing.</summary>
    public static UInt256 Empty { get; } = Keccak([]);

    public static UInt256 Keccak(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        Keccak256.Hash(bytes, digest);
        return UInt256.ReadBigEndian(digest);
    }

    /// <summary>Yellow Paper, section 7: of the creator and its nonce.</summary>
    public static EvmAddress Created(EvmAddress creator, ulong nonce)
    {
        var writer = new RlpWriter();
        int list = writer.BeginList();
        writer.WriteAddress(creator);
        writer.WriteWord(nonce);
        writer.EndList(list);
        return EvmAddress.FromWord(Keccak(writer.Written));
    }

    /// <summary>EIP-1014.</summary>
    public static EvmAddress Created2(EvmAddress creator, in UInt256 salt, ReadOnlySpan<byte> initCode)
    {
        var bytes = new byte[1 + 20 + 32 + 32];
        bytes[0] = 0xff;
        creator.Write(bytes.AsSpan(1));
        salt.WriteBigEndian(bytes.AsSpan(21));
        Keccak(initCode).WriteBigEndian(bytes.AsSpan(53));
        return EvmAddress.FromWord(Keccak(bytes));
    }

    /// <summary>The hash of a block in Ethereum's state tests: of its number's decimal digits.</summary>
    public static UInt256 OfBlock(ulong number) => Keccak(Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
