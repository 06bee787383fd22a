using System.Numerics;
using Fvm.Crypto;
using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>
/// The slowest EVM that is still right: one instruction at a time, numbers without a size, checks before each step. It runs under the
/// configuration in which the host meters gas, and shares with the interpreter nothing but the opcode table and the host.
/// </summary>
internal sealed class ReferenceEvm
{
    private const int StackLimit = 1024, WordBytes = 32;

    private static readonly BigInteger Modulus = BigInteger.One << 256;

    private readonly IEvmHost _host;
    private readonly EvmMessage _message;
    private readonly byte[] _code;
    private readonly EvmConfiguration _configuration;
    private readonly GasSchedule _prices;
    private readonly HashSet<int> _destinations = [];
    private readonly List<BigInteger> _stack = [];
    private byte[] _memory = [];
    private byte[] _returnData = [];
    private byte[] _output = [];
    private long _gas;
    private int _pc;

    private ReferenceEvm(IEvmHost host, in EvmMessage message, byte[] code, EvmConfiguration configuration)
    {
        _host = host;
        _message = message;
        _code = code;
        _configuration = configuration;
        _prices = configuration.Schedule;
        _gas = message.Gas;
        for (int pc = 0; pc < code.Length; pc++)
        {
            if (code[pc] == (byte)Opcode.JumpDest)
                _destinations.Add(pc);
            if (code[pc] is >= (byte)Opcode.Push1 and <= (byte)Opcode.Push32)
                pc += code[pc] - (byte)Opcode.Push1 + 1;
        }
    }

    /// <summary>Runs a frame to its end.</summary>
    public static EvmResult Run(IEvmHost host, in EvmMessage message, byte[] code, EvmConfiguration configuration)
    {
        var machine = new ReferenceEvm(host, message, code, configuration);
        EvmOutcome outcome = EvmOutcome.None;
        while (outcome == EvmOutcome.None)
            outcome = machine.Step();
        bool keepsGas = outcome is EvmOutcome.Stop or EvmOutcome.Return or EvmOutcome.SelfDestruct or EvmOutcome.Revert;
        return new EvmResult { Outcome = outcome, GasLeft = keepsGas ? machine._gas : 0, Output = machine._output };
    }

    private EvmOutcome Step()
    {
        if (_pc >= _code.Length)
            return EvmOutcome.Stop;
        if (!_configuration.TryGetOpcode(_code[_pc], out OpcodeInfo info))
            return EvmOutcome.UndefinedOpcode;
        if (_stack.Count < info.Inputs)
            return EvmOutcome.StackUnderflow;
        if (_stack.Count - info.Inputs + info.Outputs > StackLimit)
            return EvmOutcome.StackOverflow;
        if (!Charge(_prices.Constant(info.Code)))
            return EvmOutcome.OutOfGas;
        _pc++;
        return info.Code switch
        {
            >= Opcode.Push0 and <= Opcode.Push32 => PushImmediate(info.Immediates),
            >= Opcode.Dup1 and <= Opcode.Dup16 => Push(_stack[^(info.Code - Opcode.Dup1 + 1)]),
            >= Opcode.Swap1 and <= Opcode.Swap16 => Swap(info.Code - Opcode.Swap1 + 2),
            >= Opcode.Log0 and <= Opcode.Log4 => Log(info.Code - Opcode.Log0),
            Opcode.Call or Opcode.DelegateCall or Opcode.StaticCall => Call(info.Code),
            Opcode.Create or Opcode.Create2 => Create(info.Code),
            _ when ReferenceWords.TryCompute(info.Code, _stack, out BigInteger word) => Replace(info.Inputs, word),
            _ => Execute(info.Code),
        };
    }

    private EvmOutcome Execute(Opcode code)
    {
        switch (code)
        {
            case Opcode.Stop: return EvmOutcome.Stop;
            case Opcode.JumpDest: return EvmOutcome.None;
            case Opcode.Exp: return Exp();
            case Opcode.Keccak256: return Keccak();
            case Opcode.Address: return Push(_message.Self.ToWord());
            case Opcode.Caller: return Push(_message.Caller.ToWord());
            case Opcode.CallValue: return Push(_message.Value);
            case Opcode.CallDataLoad: return Push(new BigInteger(Take(_message.Input.ToArray(), Pop(), WordBytes), isUnsigned: true, isBigEndian: true));
            case Opcode.CallDataSize: return Push(_message.Input.Length);
            case Opcode.CallDataCopy: return Copy(_message.Input.ToArray());
            case Opcode.CodeSize: return Push(_code.Length);
            case Opcode.CodeCopy: return Copy(_code);
            case Opcode.ReturnDataSize: return Push(_returnData.Length);
            case Opcode.ReturnDataCopy: return CopyReturnData();
            case Opcode.Balance: return Push(_host.GetBalance(PopAddress()));
            case Opcode.SelfBalance: return Push(_host.GetBalance(_message.Self));
            case Opcode.ExtCodeSize: return Push(_host.GetCodeSize(PopAddress()));
            case Opcode.ExtCodeHash: return Push(_host.GetCodeHash(PopAddress()));
            case Opcode.ExtCodeCopy: return Copy(_host.GetCode(PopAddress()).ToArray());
            case Opcode.BlockHash: return BlockHash();
            case Opcode.Origin or Opcode.GasPrice or Opcode.Coinbase or Opcode.Timestamp or Opcode.Number or Opcode.PrevRandao
                or Opcode.GasLimit or Opcode.ChainId or Opcode.BaseFee:
                return Push(_host.GetContext(Enum.Parse<ContextValue>(code.ToString())));
            case Opcode.Pop: return Drop();
            case Opcode.MLoad: return MLoad();
            case Opcode.MStore: return MStore(WordBytes);
            case Opcode.MStore8: return MStore(1);
            case Opcode.MSize: return Push(_memory.Length);
            case Opcode.MCopy: return MCopy();
            case Opcode.SLoad: return Push(_host.GetStorage(_message.Self, PopWord()));
            case Opcode.TLoad: return Push(_host.GetTransientStorage(_message.Self, PopWord()));
            case Opcode.SStore or Opcode.TStore: return Store(code);
            case Opcode.Jump: return Jump(Pop());
            case Opcode.JumpI: return JumpIf(Pop(), Pop());
            case Opcode.Pc: return Push(_pc - 1);
            case Opcode.Gas: return Push(_gas);
            case Opcode.Return: return End(EvmOutcome.Return);
            case Opcode.Revert: return End(EvmOutcome.Revert);
            case Opcode.SelfDestruct: return SelfDestruct();
            default: return EvmOutcome.InvalidOpcode;
        }
    }

    private static BigInteger Words(BigInteger bytes) => (bytes + WordBytes - 1) / WordBytes;

    private static byte[] Take(byte[] source, BigInteger start, int length)
    {
        var taken = new byte[length];
        for (int i = 0; i < length && start + i < source.Length; i++)
            taken[i] = source[(int)start + i];
        return taken;
    }

    private bool Charge(BigInteger price)
    {
        if (price > _gas)
            return false;
        _gas -= (long)price;
        return true;
    }

    private EvmOutcome Push(BigInteger word)
    {
        _stack.Add(word);
        return EvmOutcome.None;
    }

    private EvmOutcome Push(in UInt256 word) => Push(word.ToBigInteger());

    private BigInteger Pop()
    {
        BigInteger word = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return word;
    }

    private UInt256 PopWord() => UInt256.FromBigInteger(Pop());

    private EvmAddress PopAddress() => EvmAddress.FromWord(PopWord());

    private EvmOutcome Drop()
    {
        Pop();
        return EvmOutcome.None;
    }

    private EvmOutcome Replace(int inputs, BigInteger word)
    {
        _stack.RemoveRange(_stack.Count - inputs, inputs);
        return Push(((word % Modulus) + Modulus) % Modulus);
    }

    private EvmOutcome PushImmediate(int length)
    {
        byte[] bytes = Take(_code, _pc, length);
        _pc += length;
        return Push(new BigInteger(bytes, isUnsigned: true, isBigEndian: true));
    }

    private EvmOutcome Swap(int depth)
    {
        (_stack[^1], _stack[^depth]) = (_stack[^depth], _stack[^1]);
        return EvmOutcome.None;
    }

    private EvmOutcome Reserve(BigInteger start, BigInteger length)
    {
        if (length.IsZero)
            return EvmOutcome.None;
        if (start > uint.MaxValue || length > uint.MaxValue || start + length > uint.MaxValue)
            return EvmOutcome.MemoryBounds;
        BigInteger words = Words(start + length);
        if (words * WordBytes <= _memory.Length)
            return EvmOutcome.None;
        if (!Charge(_prices.Memory((ulong)words) - _prices.Memory((ulong)_memory.Length / WordBytes)))
            return EvmOutcome.OutOfGas;
        Array.Resize(ref _memory, (int)words * WordBytes);
        return EvmOutcome.None;
    }

    private byte[] Region(BigInteger start, BigInteger length) =>
        length.IsZero ? [] : _memory.AsSpan((int)start, (int)length).ToArray();

    private EvmOutcome ReserveAndPay(BigInteger start, BigInteger length, ulong wordPrice)
    {
        EvmOutcome outcome = Reserve(start, length);
        if (outcome != EvmOutcome.None)
            return outcome;
        return Charge(Words(length) * wordPrice) ? EvmOutcome.None : EvmOutcome.OutOfGas;
    }

    private EvmOutcome Copy(byte[] source)
    {
        BigInteger destination = Pop(), start = Pop(), length = Pop();
        EvmOutcome outcome = ReserveAndPay(destination, length, _prices.CopyWord);
        if (outcome == EvmOutcome.None && !length.IsZero)
            Take(source, start, (int)length).CopyTo(_memory, (int)destination);
        return outcome;
    }

    private EvmOutcome CopyReturnData()
    {
        // Memory grows first (builtin-actors instructions/control.rs).
        BigInteger end = _stack[^2] + _stack[^3];
        EvmOutcome outcome = Copy(_returnData);
        return outcome == EvmOutcome.None && end > _returnData.Length ? EvmOutcome.ReturnDataBounds : outcome;
    }

    private EvmOutcome MCopy()
    {
        BigInteger destination = Pop(), start = Pop(), length = Pop();
        EvmOutcome outcome = ReserveAndPay(BigInteger.Max(destination, start), length, _prices.CopyWord);
        if (outcome == EvmOutcome.None && !length.IsZero)
            Region(start, length).CopyTo(_memory, (int)destination);
        return outcome;
    }

    private EvmOutcome Exp()
    {
        BigInteger value = Pop(), exponent = Pop();
        if (!Charge((BigInteger)_prices.ExpByte * ((exponent.GetBitLength() + 7) / 8)))
            return EvmOutcome.OutOfGas;
        return Push(BigInteger.ModPow(value, exponent, Modulus));
    }

    private EvmOutcome Keccak()
    {
        BigInteger start = Pop(), length = Pop();
        EvmOutcome outcome = ReserveAndPay(start, length, _prices.KeccakWord);
        if (outcome != EvmOutcome.None)
            return outcome;
        return Push(new BigInteger(Keccak256.Hash(Region(start, length)), isUnsigned: true, isBigEndian: true));
    }

    private EvmOutcome BlockHash()
    {
        BigInteger asked = Pop(), current = _host.GetContext(ContextValue.Number).ToBigInteger();
        bool isKnown = asked < current && current - asked <= 256;
        return isKnown ? Push(_host.GetBlockHash((ulong)asked)) : Push(BigInteger.Zero);
    }

    private EvmOutcome MLoad()
    {
        BigInteger start = Pop();
        EvmOutcome outcome = Reserve(start, WordBytes);
        return outcome == EvmOutcome.None ? Push(new BigInteger(Region(start, WordBytes), isUnsigned: true, isBigEndian: true)) : outcome;
    }

    private EvmOutcome MStore(int length)
    {
        BigInteger start = Pop();
        UInt256 word = PopWord();
        EvmOutcome outcome = Reserve(start, length);
        if (outcome == EvmOutcome.None)
            word.ToBigEndian().AsSpan(WordBytes - length).CopyTo(_memory.AsSpan((int)start));
        return outcome;
    }

    private EvmOutcome Store(Opcode code)
    {
        if (_message.IsStatic)
            return EvmOutcome.WriteProtection;
        UInt256 key = PopWord(), value = PopWord();
        if (code == Opcode.SStore)
            _host.SetStorage(_message.Self, key, value);
        else
            _host.SetTransientStorage(_message.Self, key, value);
        return EvmOutcome.None;
    }

    private EvmOutcome Jump(BigInteger target)
    {
        if (target >= _code.Length || !_destinations.Contains((int)target))
            return EvmOutcome.BadJump;
        _pc = (int)target;
        return EvmOutcome.None;
    }

    private EvmOutcome JumpIf(BigInteger target, BigInteger condition) => condition.IsZero ? EvmOutcome.None : Jump(target);

    private EvmOutcome Log(int topicCount)
    {
        if (_message.IsStatic)
            return EvmOutcome.WriteProtection;
        BigInteger start = Pop(), length = Pop();
        EvmOutcome outcome = Reserve(start, length);
        if (outcome != EvmOutcome.None)
            return outcome;
        if (!Charge(length * _prices.LogByte))
            return EvmOutcome.OutOfGas;
        var topics = new UInt256[topicCount];
        for (int i = 0; i < topicCount; i++)
            topics[i] = PopWord();
        _host.Log(_message.Self, topics, Region(start, length));
        return EvmOutcome.None;
    }

    private EvmOutcome End(EvmOutcome outcome)
    {
        BigInteger start = Pop(), length = Pop();
        EvmOutcome reserved = Reserve(start, length);
        if (reserved != EvmOutcome.None)
            return reserved;
        _output = Region(start, length);
        return outcome;
    }

    private EvmOutcome SelfDestruct()
    {
        if (_message.IsStatic)
            return EvmOutcome.WriteProtection;
        _host.SelfDestruct(_message.Self, PopAddress());
        return EvmOutcome.SelfDestruct;
    }

    private EvmOutcome Call(Opcode code)
    {
        BigInteger gas = Pop();
        EvmAddress target = PopAddress();
        UInt256 value = code == Opcode.Call ? PopWord() : code == Opcode.DelegateCall ? _message.Value : default;
        BigInteger start = Pop(), length = Pop(), outputStart = Pop(), outputLength = Pop();
        if (code == Opcode.Call && _message.IsStatic && !value.IsZero)
            return EvmOutcome.WriteProtection;
        EvmOutcome outcome = Reserve(start, length);
        if (outcome != EvmOutcome.None)
            return outcome;
        bool isDelegate = code == Opcode.DelegateCall;
        EvmResult result = Ask(new EvmMessage
        {
            Kind = isDelegate ? EvmMessageKind.DelegateCall : code == Opcode.StaticCall ? EvmMessageKind.StaticCall : EvmMessageKind.Call,
            IsStatic = _message.IsStatic || code == Opcode.StaticCall,
            Depth = _message.Depth + 1,
            Gas = (long)BigInteger.Min(gas, long.MaxValue),
            Self = isDelegate ? _message.Self : target,
            Caller = isDelegate ? _message.Caller : _message.Self,
            CodeAddress = target,
            Value = value,
            Input = Region(start, length),
        });
        _returnData = result.Output.ToArray();
        // The output's region is looked at when the call is over (builtin-actors instructions/call.rs).
        outcome = Reserve(outputStart, outputLength);
        if (outcome != EvmOutcome.None)
            return outcome;
        int copied = (int)BigInteger.Min(outputLength, _returnData.Length);
        if (copied != 0)
            _returnData.AsSpan(0, copied).CopyTo(_memory.AsSpan((int)outputStart));
        return Push(result.IsSuccess ? BigInteger.One : BigInteger.Zero);
    }

    private EvmOutcome Create(Opcode code)
    {
        if (_message.IsStatic)
            return EvmOutcome.WriteProtection;
        UInt256 value = PopWord();
        BigInteger start = Pop(), length = Pop();
        UInt256 salt = code == Opcode.Create2 ? PopWord() : default;
        EvmOutcome outcome = ReserveAndPay(start, length, _prices.InitCodeWord + (code == Opcode.Create2 ? _prices.KeccakWord : 0UL));
        if (outcome != EvmOutcome.None)
            return outcome;
        EvmResult result = Ask(new EvmMessage
        {
            Kind = code == Opcode.Create2 ? EvmMessageKind.Create2 : EvmMessageKind.Create,
            Depth = _message.Depth + 1,
            Gas = _gas,
            Caller = _message.Self,
            Value = value,
            Salt = salt,
            Input = Region(start, length),
        });
        _returnData = result.Outcome == EvmOutcome.Revert ? result.Output.ToArray() : [];
        return Push(result.IsSuccess ? result.Created.ToWord() : default);
    }

    private EvmResult Ask(in EvmMessage message)
    {
        _host.SettleGas(_gas);
        EvmResult result = _host.Call(message);
        _host.TryResumeGas(out _gas);
        return result;
    }
}
