using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>Codes whose only purpose is to cost: memory, depth, powers, destinations, stacks.</summary>
internal static class EvmBombs
{
    private const int LongestCode = 24_576;
    private const long Gas = 3_000_000;

    /// <summary>One of them.</summary>
    public static EvmCase Create(Random random)
    {
        byte[] code = random.Next(8) switch
        {
            0 => Grow(random),
            1 => CallSelf(),
            2 => Powers(random),
            3 => Filled(Opcode.JumpDest),
            4 => Filled(Opcode.Push1),
            5 => Filled(Opcode.Pc),
            6 => ModularPower(random),
            _ => CreateSelf(),
        };
        return new EvmCase([code], [], Gas, IsStatic: false);
    }

    private static byte[] Filled(Opcode code)
    {
        var bytes = new byte[LongestCode];
        Array.Fill(bytes, (byte)code);
        return bytes;
    }

    /// <summary>JUMPDEST, a store ever further away, again.</summary>
    private static byte[] Grow(Random random) =>
    [
        (byte)Opcode.JumpDest, (byte)Opcode.MSize, (byte)Opcode.Push3, (byte)random.Next(4), (byte)random.Next(256), 0, (byte)Opcode.Add,
        (byte)Opcode.Dup1, (byte)Opcode.MStore, (byte)Opcode.Push0, (byte)Opcode.Jump,
    ];

    /// <summary>A call of oneself with all gas, as deep as it goes.</summary>
    private static byte[] CallSelf() =>
    [
        (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.Address, (byte)Opcode.Gas,
        (byte)Opcode.Call, (byte)Opcode.Push0, (byte)Opcode.SStore,
    ];

    /// <summary>A creation whose init code is oneself.</summary>
    private static byte[] CreateSelf() =>
    [
        (byte)Opcode.CodeSize, (byte)Opcode.Push0, (byte)Opcode.Push0, (byte)Opcode.CodeCopy, (byte)Opcode.CodeSize, (byte)Opcode.Push0, (byte)Opcode.Push0,
        (byte)Opcode.Create, (byte)Opcode.Push0, (byte)Opcode.MStore, (byte)Opcode.Push1, 32, (byte)Opcode.Push0, (byte)Opcode.Return,
    ];

    /// <summary>A long exponent in a loop.</summary>
    private static byte[] Powers(Random random) =>
    [
        (byte)Opcode.JumpDest, (byte)Opcode.Push0, (byte)Opcode.Not, (byte)Opcode.Push1, (byte)random.Next(256), (byte)Opcode.Exp, (byte)Opcode.Pop,
        (byte)Opcode.Push0, (byte)Opcode.Jump,
    ];

    /// <summary>The precompiled contract 5 with lengths that its input does not have.</summary>
    private static byte[] ModularPower(Random random) =>
    [
        (byte)Opcode.Push2, (byte)random.Next(16), (byte)random.Next(256), (byte)Opcode.Push0, (byte)Opcode.MStore,
        (byte)Opcode.Push4, (byte)random.Next(2), (byte)random.Next(2), (byte)random.Next(256), 1, (byte)Opcode.Push1, 32, (byte)Opcode.MStore,
        (byte)Opcode.Push2, (byte)random.Next(16), (byte)random.Next(256), (byte)Opcode.Push1, 64, (byte)Opcode.MStore,
        (byte)Opcode.Push0, (byte)Opcode.Not, (byte)Opcode.Push1, 96, (byte)Opcode.MStore,
        (byte)Opcode.Push1, 32, (byte)Opcode.Push0, (byte)Opcode.Push1, 128, (byte)Opcode.Push0, (byte)Opcode.Push1, 5, (byte)Opcode.Gas, (byte)Opcode.StaticCall,
    ];
}
