using Fvm.Crypto.Bls12381;
using Fvm.Crypto.PoseidonHashing;

namespace Fvm.Crypto.Tests.Hashing;

/// <summary>Vectors made with the crate neptune 11.0.0 through ../shared/vectors/proofs/commitments.json; field elements are little-endian.</summary>
public sealed class PoseidonTests
{
    /// <summary>Arity, number of constants, the first and the last of them, the last element of the matrix's first row.</summary>
    public static TheoryData<int, int, string, string, string> Instances => new()
    {
        {
            2,
            189,
            "d8d36e9d000a32a7368b75a292ac1e50244abb1d8651bd237ae13afa4b069f66",
            "5c5e3965e0abe00bb85b4dc28ee312ed84586e46057a911a3506ddd5a5bfdf60",
            "34333333cccccccc656a65669b953e3203e82d6c9e81ef512b4b2b4c98978e45"
        },
        {
            4,
            320,
            "ca15e2c7852207210958b717e3d9d3feb18e330a7d4c2cf32e5f0e6a7319c945",
            "ebc6bea471ffa5206de5296d223750ed57605c1a126a7a8f81e23bcbd874e934",
            "abaaaaaa388ee3381cbfc67172242af6724c7957e568f0ee4838b125bd08c319"
        },
        {
            8,
            585,
            "f9c2f4f25441984394d48ce4e74a2bc54ad86d77dbad3c8ce05f04c4120de96c",
            "8c9a9d5145e5050c6774fe3e0660891b014a9e447eabc4bc23f7b091eb753a3b",
            "b5b4b4b4f0f0f0f02c9dffff4bdb68c888e7f8b6d432a4a2b65970af31fa461b"
        },
        {
            11,
            780,
            "e4bc89d06b09dee67db73a0f8ef106d5e00289f3c5bf997304b548e676956c1f",
            "166aab2a4eea297c198da0d6c54c741c642f1bf15cc973db730af37f93ca4345",
            "b390852c58c84216a687a537e1a48e328a4c1299e514757acf6103c0c2a7ce64"
        },
    };

    /// <summary>Arity, tag, inputs, digest.</summary>
    public static TheoryData<int, string, string, string> Digests => new()
    {
        {
            2,
            "0300000000000000000000000000000000000000000000000000000000000000",
            "00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000",
            "ffe7029a363c202e9da6059d33a9fba661e1ef02d90f9e736ba5765ed7086539"
        },
        {
            2,
            "0300000000000000000000000000000000000000000000000000000000000000",
            "47f3e0b5669f66c978f027c362758f002a206f8bf28bb7c9c8eb142737cc870bf1a944b27fb31326cbe4b2462be92e29caf7a3daa09ff0b142a2026d04ae5f60",
            "3958b8379aa87fc59c7980d097b6128a9a11c7ac1048feb7758b175544267317"
        },
        {
            4,
            "0f00000000000000000000000000000000000000000000000000000000000000",
            "00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000"
            + "02000000000000000000000000000000000000000000000000000000000000000300000000000000000000000000000000000000000000000000000000000000",
            "5d076266ff149801ec2713bf05466bfb99932279653cdb008a84e5a9104ba558"
        },
        {
            4,
            "0f00000000000000000000000000000000000000000000000000000000000000",
            "edd2fa2eede313e4abe29b753d2196c5a6b0b444f73407033cf53e6fffc30d609d7e8668de22aba8b702f7a4117bb1f1ef222a59e4d1909867bcef74e7991b07"
            + "ed0bb1e2d3629c389427b2c7fbdbef9da30dc4bcc08ea78b43914ea3646cac3b5d3e2a19b8ba0732e4311822f7ad29ad696bc6447505ba912ae7944054c50105",
            "30bf8a15e642d88405abe96fd4d1123458999a4c024307e219480ee39094b565"
        },
        {
            8,
            "ff00000000000000000000000000000000000000000000000000000000000000",
            "00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000"
            + "02000000000000000000000000000000000000000000000000000000000000000300000000000000000000000000000000000000000000000000000000000000"
            + "04000000000000000000000000000000000000000000000000000000000000000500000000000000000000000000000000000000000000000000000000000000"
            + "06000000000000000000000000000000000000000000000000000000000000000700000000000000000000000000000000000000000000000000000000000000",
            "e6a5386df534992ad9aec49c9d2e684b777067114200011255dea5a31d619423"
        },
        {
            8,
            "ff00000000000000000000000000000000000000000000000000000000000000",
            "34cb95007da99c2a639f738ef0af8ab318163d797ee4226b7e947fead7dfce35d9e66d583dc623ee4ec6538b9bf66b2a909a9401596c69bf53f8b80ee49b550e"
            + "b38e5278ed505d418a953d1f0018ea30a18972fe0268b51b50afae532357991ff8fc3b56e42154e2ae2c5243afaddf67bc1679f312cdb24714eab9ac0b492614"
            + "2703eb3a4771cf47f82f43adeb61d9d3d85d32de1119e5205f2c659f59a6ec677696037adbc9b1e490ba0b2aceaabdc320b94adb203a734d868b9c9497c01b4a"
            + "f597b701f033c5786011ff02260c50f9190aa6b9e80ec56ae479f2a828cc401962f6453b469ff5bb50a44dada1c5084790aee7bc7d3acbd90f2be7050d31ab66",
            "bddc3580f8687e289dfdd7407fb95ff8fb21b428d9624be4c8c4df715fa55b4a"
        },
        {
            11,
            "ff07000000000000000000000000000000000000000000000000000000000000",
            "00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000"
            + "02000000000000000000000000000000000000000000000000000000000000000300000000000000000000000000000000000000000000000000000000000000"
            + "04000000000000000000000000000000000000000000000000000000000000000500000000000000000000000000000000000000000000000000000000000000"
            + "06000000000000000000000000000000000000000000000000000000000000000700000000000000000000000000000000000000000000000000000000000000"
            + "08000000000000000000000000000000000000000000000000000000000000000900000000000000000000000000000000000000000000000000000000000000"
            + "0a00000000000000000000000000000000000000000000000000000000000000",
            "6331692bc3bbe3cec18fb0ccd8dcf3097ae8eb32e237a56c287f22e5b2c10f0c"
        },
        {
            11,
            "ff07000000000000000000000000000000000000000000000000000000000000",
            "69695c0a14d4c5db4c4c2187630af62b52cc1b59547dc912eefc86402235ab687cf3e2365138d2f385592af626100d268deb81ea237969e356de3d129a30fd0c"
            + "254c5a2fc897eebbd13f534661e4769e67fcbdc7e2a8407d0305b6f9d4e29e12678fbfd20008718bd242aee7b9912b3b2881807c8ebbc4ddb26ea8c4f9269f67"
            + "ed69a2dfc3c5bcfe874842fdb4f73a9b63d5fef859e701238d27e247cdf2e9725b9339f6fb534ef57ff418d59b561a0a16bde4195be8b9554340ebc9b4187504"
            + "338c238197ae0468261ce1348ac39753e89cfe1524a18717ca520bfb1970cc283a3a5c1294a14414253d6ca6481cdecaec5cda30d3e5711f7313e28718f3c238"
            + "d749fc28dd463a791c0e041274db20223d55e0ed119752746ee9349feb5dd11d62a922fa74584d4b98bb97ce3582c03f1f4eb12c7e65cd5cfe6d8726064e6c6b"
            + "5f2dfc4d64fbb1ce4d0530194e094f38feef3d2eff448f911fba3c8914eae537",
            "a9fa657212ef230dfe0acb3642f52374945e6c5f275beafb36f347ad49db5d38"
        },
        {
            2,
            "0000000000010000000000000000000000000000000000000000000000000000",
            "00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000",
            "587707bcc44ea7e5c7677339ea0b58e325fea03481c51fad4e92f0e7c4354a31"
        },
        {
            2,
            "0000000000010000000000000000000000000000000000000000000000000000",
            "034c987a20f0ce560e53e95a785cf123c14a3c451191cdadfdd878c2461b69087d2767334783ff2bd334d5bc0946349702edc569fd787820cd69ed3b750d8437",
            "eb08d9753efeef98b5761a477b616ba84fef9d5c5379ccee93c6cad0623c6a56"
        },
    };

    [Theory]
    [MemberData(nameof(Instances))]
    public void ConstantsComeFromTheGrainSequence(int arity, int count, string first, string last, string corner)
    {
        var instance = PoseidonInstance.Of(arity + 1);
        Assert.Equal(count, instance.RoundConstants.Length);
        Assert.Equal(Read(first), instance.RoundConstants[0]);
        Assert.Equal(Read(last), instance.RoundConstants[^1]);
        Assert.Equal(Read(corner), instance.Matrix[arity]);
    }

    [Theory]
    [MemberData(nameof(Digests))]
    public void DigestsAreNeptunes(int arity, string tag, string inputs, string digest)
    {
        byte[] output = new byte[32];
        Assert.True(new Poseidon(arity, Read(tag)).TryHash(Convert.FromHexString(inputs), output));
        Assert.Equal(digest, Convert.ToHexStringLower(output));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(11)]
    public void OptimizedPermutationIsThePlainOne(int arity)
    {
        var state = new Fr[arity + 1];
        for (int i = 0; i < state.Length; i++)
            state[i] = Fr.FromUInt64((ulong)((i * 7919) + arity)) * Fr.FromUInt64(ulong.MaxValue - (ulong)i);
        var plain = (Fr[])state.Clone();
        PoseidonPermutation.Permute(PoseidonInstance.Of(arity + 1), state);
        PlainPermutation(PoseidonInstance.Of(arity + 1), plain);
        Assert.Equal(plain, state);
    }

    [Fact]
    public void AnElementNotBelowTheOrderIsRefused()
    {
        byte[] inputs = new byte[64], output = new byte[32];
        byte[] order = [.. ScalarModulus.Prime];
        order.AsSpan().Reverse();
        order.CopyTo(inputs, 32);
        Assert.False(Poseidon.ForTree(2).TryHash(inputs, output));
        Assert.False(output.AsSpan().ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void OtherAritiesAndCountsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Poseidon.ForTree(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Poseidon.ForTree(12));
        Assert.Throws<ArgumentException>(() => Poseidon.ForTree(4).Hash(new Fr[3]));
        Assert.Throws<ArgumentException>(() => Poseidon.ForTree(4).TryHash(new byte[127], new byte[32]));
    }

    /// <summary>The definition, as eprint 2019/458 section 3 has it.</summary>
    private static void PlainPermutation(PoseidonInstance instance, Fr[] state)
    {
        int width = state.Length, rounds = PoseidonInstance.FullRounds + instance.PartialRounds;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < width; i++)
                state[i] += instance.RoundConstants[(round * width) + i];
            bool isFull = round < 4 || round >= rounds - 4;
            for (int i = 0; i < (isFull ? width : 1); i++)
                state[i] = state[i].Power(5);
            var mixed = new Fr[width];
            for (int row = 0; row < width; row++)
            {
                for (int column = 0; column < width; column++)
                    mixed[row] += instance.Matrix[(row * width) + column] * state[column];
            }

            mixed.CopyTo(state, 0);
        }
    }

    private static Fr Read(string hex)
    {
        Assert.True(Fr.TryReadLittleEndian(Convert.FromHexString(hex), out Fr value));
        return value;
    }
}
