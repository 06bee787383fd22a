using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>
/// Generated cases: most codes are statements whose operands are there and mean something (addresses of accounts and precompiled
/// contracts, small offsets, edges of words, real jump destinations), some are bytes of no plan, and a few are what an attacker would
/// send. The same number gives the same case.
/// </summary>
internal sealed class EvmCaseGenerator
{
    private const int Accounts = 3, MaxStatements = 40, MaxRawBytes = 200, MaxInput = 100, BombPeriod = 500;

    private static readonly Opcode[] Plain = [.. OpcodeTable.All.ToArray().Select(row => row.Code).Where(code => !IsSpecial(code))];

    private readonly Random _random;
    private readonly List<byte> _code = [];
    private readonly List<int> _labels = [];
    private readonly List<int> _jumps = [];
    private int _height;

    private EvmCaseGenerator(Random random) => _random = random;

    /// <summary>A case.</summary>
    public static EvmCase Create(long number)
    {
        var random = new Random(HashCode(number));
        if (number % BombPeriod == 0)
            return EvmBombs.Create(random);
        var codes = new byte[Accounts][];
        for (int i = 0; i < Accounts; i++)
            codes[i] = random.Next(6) == 0 ? Raw(random) : new EvmCaseGenerator(random).Statements();
        var input = new byte[random.Next(MaxInput)];
        random.NextBytes(input);
        long gas = random.Next(8) switch { 0 => random.Next(200), 1 => 100_000, _ => 20_000 };
        return new EvmCase(codes, input, gas, random.Next(8) == 0);
    }

    private static int HashCode(long number) => unchecked((int)(number ^ (number >> 32)));

    private static bool IsSpecial(Opcode code) =>
        code is Opcode.Jump or Opcode.JumpI or Opcode.JumpDest or Opcode.Stop or Opcode.Return or Opcode.Revert or Opcode.Invalid or Opcode.SelfDestruct
            or Opcode.BlobHash or Opcode.BlobBaseFee or Opcode.CallCode or (>= Opcode.Push0 and <= Opcode.Push32);

    private static bool TouchesMemory(Opcode code) =>
        code is Opcode.MLoad or Opcode.MStore or Opcode.MStore8 or Opcode.MCopy or Opcode.Keccak256 or Opcode.CallDataCopy or Opcode.CodeCopy
            or Opcode.ExtCodeCopy or Opcode.ReturnDataCopy or Opcode.Create or Opcode.Create2 or Opcode.Call or Opcode.StaticCall or Opcode.DelegateCall
            or Opcode.Return or Opcode.Revert or (>= Opcode.Log0 and <= Opcode.Log4);

    private static byte[] Raw(Random random)
    {
        var code = new byte[random.Next(MaxRawBytes)];
        random.NextBytes(code);
        for (int i = 0; i < code.Length; i++)
        {
            if (random.Next(3) != 0)
                code[i] = (byte)OpcodeTable.All[random.Next(OpcodeTable.All.Length)].Code;
        }

        return code;
    }

    private byte[] Statements()
    {
        int count = 1 + _random.Next(MaxStatements);
        for (int i = 0; i < count; i++)
            Statement();
        if (_random.Next(2) == 0)
            Operate(_random.Next(4) switch { 0 => Opcode.Revert, 1 => Opcode.Stop, _ => Opcode.Return });
        ResolveJumps();
        return [.. _code];
    }

    private void Statement()
    {
        switch (_random.Next(30))
        {
            case 0 or 1 or 2:
                // Behind it the height is anyone's guess.
                _labels.Add(_code.Count);
                _code.Add((byte)Opcode.JumpDest);
                _height = 0;
                break;
            case 3:
                Jump(Opcode.Jump);
                break;
            case 4 or 5:
                Push(Word());
                if (_random.Next(2) == 0)
                    Operate(Opcode.IsZero);
                Jump(Opcode.JumpI);
                break;
            case 6:
                Operate(_random.Next(30) switch { 0 => Opcode.SelfDestruct, 1 => Opcode.Invalid, 2 => Opcode.Revert, _ => Opcode.SStore });
                break;
            case 7:
                Operate(_random.Next(4) switch { 0 => Opcode.StaticCall, 1 => Opcode.DelegateCall, _ => Opcode.Call });
                break;
            default:
                Operate(Plain[_random.Next(Plain.Length)]);
                break;
        }
    }

    /// <summary>An instruction with its operands: those that are missing, or all of them; small ones where they are regions of memory.</summary>
    private void Operate(Opcode code)
    {
        EvmConfiguration.Cancun.TryGetOpcode((byte)code, out OpcodeInfo info);
        bool isSmall = TouchesMemory(code) && _random.Next(40) != 0;
        int wanted = _random.Next(200) == 0 ? 0 : isSmall || _random.Next(2) == 0 ? info.Inputs : Math.Max(0, info.Inputs - _height);
        for (int i = 0; i < wanted; i++)
            Push(isSmall ? (ulong)_random.Next(100) : Word());
        if (code is Opcode.Call or Opcode.DelegateCall or Opcode.StaticCall && _random.Next(4) != 0)
            PushCallee();
        _code.Add((byte)code);
        _height = Math.Max(0, _height - info.Inputs) + info.Outputs;
    }

    private void PushCallee()
    {
        Push(_random.Next(3) == 0 ? (ulong)(1 + _random.Next(10)) : EvmCase.Address(_random.Next(Accounts)).ToWord());
        Push(_random.Next(4) == 0 ? Word() : UInt256.MaxValue);
    }

    private void Jump(Opcode code)
    {
        _code.Add((byte)Opcode.Push2);
        _jumps.Add(_code.Count);
        _code.AddRange([0, 0, (byte)code]);
        if (code == Opcode.JumpI)
            _height = Math.Max(0, _height - 1);
    }

    private void ResolveJumps()
    {
        foreach (int place in _jumps)
        {
            bool isGood = _labels.Count != 0 && _random.Next(20) != 0;
            int target = isGood ? _labels[_random.Next(_labels.Count)] : _random.Next(_code.Count + 2);
            _code[place] = (byte)(target >> 8);
            _code[place + 1] = (byte)target;
        }
    }

    private void Push(in UInt256 word)
    {
        _height++;
        byte[] bytes = word.ToBigEndian()[^Math.Max(word.SignificantBytes, _random.Next(10) == 0 ? 32 : 1)..];
        _code.Add((byte)((int)Opcode.Push1 + bytes.Length - 1));
        _code.AddRange(bytes);
    }

    private UInt256 Word()
    {
        switch (_random.Next(10))
        {
            case < 5:
                return (ulong)_random.Next(100);
            case 5:
                return EvmCase.Address(_random.Next(Accounts)).ToWord();
            case 6:
                return (UInt256.One << _random.Next(256)) - (ulong)_random.Next(3);
            case 7:
                return UInt256.MaxValue - (ulong)_random.Next(3);
            default:
                var bytes = new byte[32];
                _random.NextBytes(bytes);
                return UInt256.ReadBigEndian(bytes) >> _random.Next(256);
        }
    }
}
