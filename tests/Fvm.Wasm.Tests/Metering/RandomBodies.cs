using System.Text;

namespace Fvm.Wasm.Tests.Metering;

/// <summary>
/// Random bodies of type [i32 i32] -> [] in the language of <see cref="BodyText"/>: statements that leave the stack as it was, so that any
/// nesting and any branch is valid. Function 0 is imported, 1 defined.
/// </summary>
internal sealed class RandomBodies(int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    public string Next()
    {
        _text.Clear();
        Statements(depth: 0, budget: 4 + _random.Next(12));
        return _text.ToString();
    }

    private void Statements(int depth, int budget)
    {
        for (var count = _random.Next(budget + 1); count > 0; count--) Statement(depth, budget / 2);
    }

    private void Statement(int depth, int budget)
    {
        switch (_random.Next(16))
        {
            case 0: Write("nop"); break;
            case 1: Write("i32.const 5; drop"); break;
            case 2: Write("local.get 0; local.set 1"); break;
            case 3: Write("call 0"); break;
            case 4 or 5: Write("call 1"); break;
            case 6: Write($"local.get 0; br_if {_random.Next(depth + 1)}"); break;
            case 7: Write($"br {_random.Next(depth + 1)}"); break;
            case 8: Write("local.get 0; br_table" + string.Concat(Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => $" {_random.Next(depth + 1)}"))); break;
            case 9: Write(_random.Next(3) == 0 ? "unreachable" : "return"); break;
            case 10: Write(_random.Next(2) == 0 ? "i32.const 3; memory.grow; drop" : "local.get 0; memory.grow; drop"); break;
            case 11: Nest("block", depth, budget); break;
            case 12 or 13: Nest("loop", depth, budget); break;
            default: Nest("local.get 0; if", depth, budget); break;
        }
    }

    private void Nest(string head, int depth, int budget)
    {
        Write(head);
        Statements(depth + 1, budget);
        if (head.EndsWith("if", StringComparison.Ordinal) && _random.Next(2) == 0)
        {
            Write("else");
            Statements(depth + 1, budget);
        }

        Write("end");
    }

    private void Write(string text) => _text.Append(text).Append("; ");
}
