using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>Writes code: words at their least length, jumps that go forward to labels that come later.</summary>
/// <param name="random">Draws which jump goes where.</param>
internal sealed class ContractWriter(Random random)
{
    private const int WildJumpPeriod = 30;

    private readonly List<byte> code = [];
    private readonly List<int> open = [];

    /// <summary>How many words are there for sure.</summary>
    public int Height { get; set; }

    /// <summary>The place of the next instruction.</summary>
    public int Place => code.Count;

    public void Add(params ReadOnlySpan<Opcode> codes)
    {
        foreach (Opcode one in codes)
            code.Add((byte)one);
    }

    /// <summary>An instruction with its effect on the height.</summary>
    public void Operate(in OpcodeInfo row)
    {
        code.Add((byte)row.Code);
        Height = Math.Max(0, Height - row.Inputs) + row.Outputs;
    }

    public void Push(in UInt256 word)
    {
        Height++;
        if (word.IsZero)
        {
            Add(Opcode.Push0);
            return;
        }

        byte[] bytes = word.ToBigEndian()[^word.SignificantBytes..];
        code.Add((byte)((int)Opcode.Push1 + bytes.Length - 1));
        code.AddRange(bytes);
    }

    /// <summary>A jump to some label behind it.</summary>
    public void JumpForward(Opcode jump)
    {
        code.Add((byte)Opcode.Push2);
        open.Add(code.Count);
        code.AddRange([0, 0, (byte)jump]);
        if (jump == Opcode.JumpI)
            Height = Math.Max(0, Height - 1);
    }

    /// <summary>A jump to a place.</summary>
    public void JumpTo(Opcode jump, int place) => code.AddRange([(byte)Opcode.Push2, (byte)(place >> 8), (byte)place, (byte)jump]);

    /// <summary>A place to jump to, for some of the jumps so far, or all. Behind it the height is anyone's guess.</summary>
    public void Label(bool forAll)
    {
        for (int i = open.Count - 1; i >= 0; i--)
        {
            if (!forAll && random.Next(2) == 0)
                continue;
            int place = random.Next(WildJumpPeriod) == 0 ? random.Next(code.Count + 2) : code.Count;
            (code[open[i]], code[open[i] + 1]) = ((byte)(place >> 8), (byte)place);
            open.RemoveAt(i);
        }

        Add(Opcode.JumpDest);
        Height = 0;
    }

    /// <summary>A jump's place that <see cref="Patch"/> fills in.</summary>
    public int JumpLater(Opcode jump)
    {
        code.AddRange([(byte)Opcode.Push2, 0, 0, (byte)jump]);
        return code.Count - 3;
    }

    /// <summary>Lets a jump go to the next instruction.</summary>
    public void Patch(int jump) => (code[jump], code[jump + 1]) = ((byte)(code.Count >> 8), (byte)code.Count);

    public byte[] ToArray() => [.. code];
}
