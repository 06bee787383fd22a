using Fvm.Evm;

namespace Fvm.Conformance.EvmFuzzing;

/// <summary>
/// Code of a contract whose answers do not depend on gas: GAS is not there, calls pass on all gas that they may (but for bare transfers, which the network
/// gives an amount of its own), jumps go forward, loops count, and contracts call those behind them; back only with call data that ends them soon.
/// </summary>
internal sealed class ContractCodeGenerator
{
    private const int MaxStatements = 30, MaxRawBytes = 120, ShortCallData = 77, LoopSlots = 0x50, Region = 100;
    private const int CallActorHead = 6 * UInt256.ByteLength;

    private static readonly OpcodeInfo[] Plain = [.. OpcodeTable.All.ToArray().Where(row => !IsSpecial(row.Code))];

    private readonly Random random;
    private readonly int self;
    private readonly ContractWriter writer;
    private int loops;

    private ContractCodeGenerator(Random random, int self)
    {
        this.random = random;
        this.self = self;
        writer = new ContractWriter(random);
    }

    /// <summary>Code of a contract, or init code.</summary>
    /// <param name="random">Draws it.</param>
    /// <param name="self">Which contract; it calls those with greater numbers.</param>
    public static byte[] Create(Random random, int self) => random.Next(10) == 0 ? Raw(random) : new ContractCodeGenerator(random, self).Statements();

    private static bool IsSpecial(Opcode code) =>
        code is Opcode.Gas or Opcode.Jump or Opcode.JumpI or Opcode.JumpDest or Opcode.Stop or Opcode.Return or Opcode.Revert or Opcode.Invalid
            or Opcode.SelfDestruct or Opcode.BlobHash or Opcode.BlobBaseFee or Opcode.CallCode or Opcode.Call or Opcode.StaticCall or Opcode.DelegateCall
            or Opcode.Create or Opcode.Create2 or (>= Opcode.Push0 and <= Opcode.Push32);

    private static bool TouchesMemory(Opcode code) =>
        code is Opcode.MLoad or Opcode.MStore or Opcode.MStore8 or Opcode.MCopy or Opcode.Keccak256 or Opcode.CallDataCopy or Opcode.CodeCopy
            or Opcode.ExtCodeCopy or Opcode.ReturnDataCopy or (>= Opcode.Log0 and <= Opcode.Log4);

    private static byte[] Raw(Random random)
    {
        var code = new byte[random.Next(MaxRawBytes)];
        random.NextBytes(code);
        for (int i = 0; i < code.Length; i++)
        {
            if (random.Next(3) != 0)
                code[i] = (byte)OpcodeTable.All[random.Next(OpcodeTable.All.Length)].Code;
            if (code[i] == (byte)Opcode.Gas)
                code[i] = (byte)Opcode.JumpDest;
        }

        return code;
    }

    private byte[] Statements()
    {
        writer.Add(Opcode.CallDataSize);
        writer.Push(ShortCallData);
        writer.Add(Opcode.Eq);
        int toTail = writer.JumpLater(Opcode.JumpI);
        writer.Height = 0;
        int count = 1 + random.Next(MaxStatements);
        for (int i = 0; i < count; i++)
            Statement();
        writer.Label(forAll: true);
        if (random.Next(4) != 0)
            End();
        writer.Add(Opcode.Stop);
        writer.Patch(toTail);
        writer.Label(forAll: true);
        for (int i = random.Next(4); i > 0; i--)
            Store();
        End();
        return writer.ToArray();
    }

    private void End()
    {
        Opcode end = random.Next(6) switch { 0 => Opcode.Revert, 1 => Opcode.Stop, _ => Opcode.Return };
        if (end != Opcode.Stop)
        {
            writer.Push((ulong)random.Next(Region));
            writer.Push((ulong)random.Next(Region));
        }

        writer.Add(end);
    }

    private void Statement()
    {
        switch (random.Next(40))
        {
            case 0 or 1:
                writer.Label(forAll: false);
                break;
            case 2:
                writer.JumpForward(Opcode.Jump);
                break;
            case 3 or 4:
                writer.Push(ContractWords.Any(random));
                if (random.Next(2) == 0)
                    writer.Add(Opcode.IsZero);
                writer.JumpForward(Opcode.JumpI);
                break;
            case < 10:
                Store();
                break;
            case < 15:
                CallOther();
                break;
            case 15:
                CreateOther();
                break;
            case 16:
                CallActor();
                break;
            case 17:
                Loop();
                break;
            case 18:
                SeldomEnd();
                break;
            case 19 or 20:
                Fill();
                break;
            default:
                Operate(Plain[random.Next(Plain.Length)]);
                break;
        }
    }

    /// <summary>An instruction with its operands: those that are missing, or all; small ones where they are regions of memory.</summary>
    private void Operate(in OpcodeInfo row)
    {
        bool isSmall = TouchesMemory(row.Code) && random.Next(60) != 0;
        bool isSlot = row.Code is Opcode.SLoad or Opcode.TLoad or Opcode.SStore or Opcode.TStore;
        int missing = Math.Max(0, row.Inputs - writer.Height);
        int wanted = random.Next(300) == 0 ? 0 : isSmall || isSlot || random.Next(2) == 0 ? row.Inputs : missing;
        for (int i = 0; i < wanted; i++)
            writer.Push(isSmall ? (ulong)random.Next(Region) : isSlot && i == wanted - 1 ? ContractWords.Slot(random) : ContractWords.Any(random));
        writer.Operate(row);
    }

    private void Store()
    {
        if (writer.Height == 0 || random.Next(2) == 0)
            writer.Push(random.Next(3) == 0 ? default : ContractWords.Any(random));
        writer.Push(ContractWords.Slot(random));
        writer.Add(random.Next(3) == 0 ? Opcode.TStore : Opcode.SStore);
        writer.Height -= 2;
    }

    private void Fill()
    {
        writer.Push(ContractWords.Any(random));
        writer.Push((ulong)random.Next(Region));
        writer.Add(Opcode.MStore);
        writer.Height -= 2;
    }

    private void CallOther()
    {
        UInt256 callee = Callee(out bool isBack);
        Opcode code = random.Next(4) switch { 0 => Opcode.StaticCall, 1 => Opcode.DelegateCall, _ => Opcode.Call };
        writer.Push((ulong)random.Next(Region));
        writer.Push((ulong)random.Next(Region));
        writer.Push(isBack ? ShortCallData : random.Next(3) == 0 ? 0 : (ulong)random.Next(2 * Region));
        writer.Push((ulong)random.Next(Region));
        bool isBareTransfer = code == Opcode.Call && random.Next(12) == 0;
        if (code == Opcode.Call)
            writer.Push(isBareTransfer ? 1 + (ulong)random.Next(9) : Value());
        writer.Push(callee);
        writer.Push(isBareTransfer ? 0 : UInt256.MaxValue);
        writer.Add(code);
        writer.Height -= code == Opcode.Call ? 6 : 5;
        KeepReturn();
    }

    private UInt256 Callee(out bool isBack)
    {
        isBack = false;
        int place = random.Next(10);
        if (place < 5 && self + 1 < ContractCase.Contracts)
            return ContractCase.Contract(self + 1 + random.Next(ContractCase.Contracts - self - 1)).ToWord();
        if (place < 7)
        {
            isBack = true;
            return ContractCase.Contract(random.Next(self + 1)).ToWord();
        }

        UInt256 any = place == 7 ? ContractWords.Address(random) : ContractWords.Precompile(random);
        // Whoever it is may be a contract in front, by its f410 address or by its id.
        isBack = place == 7;
        return any;
    }

    private UInt256 Value() => random.Next(8) switch { 0 => ContractWords.Any(random), < 4 => (ulong)random.Next(20), _ => default };

    private void KeepReturn()
    {
        switch (random.Next(4))
        {
            case 0:
                writer.Add(Opcode.Pop, Opcode.ReturnDataSize, Opcode.Push0, Opcode.Push0, Opcode.ReturnDataCopy);
                writer.Height--;
                break;
            case 1:
                writer.Push(ContractWords.Slot(random));
                writer.Add(Opcode.SStore);
                writer.Height -= 2;
                break;
            default:
                break;
        }
    }

    /// <summary>A creation from a short init code or from what memory holds, and then maybe a call of what was made.</summary>
    private void CreateOther()
    {
        bool salted = random.Next(2) == 0;
        byte[] init = ShortInitCodes.Draw(random);
        bool isWritten = random.Next(5) != 0;
        if (isWritten)
        {
            writer.Push(UInt256.ReadBigEndian([.. new byte[UInt256.ByteLength - init.Length], .. init]));
            writer.Add(Opcode.Push0, Opcode.MStore);
            writer.Height--;
        }

        if (salted)
            writer.Push((ulong)random.Next(2));
        writer.Push(isWritten ? (ulong)init.Length : (ulong)random.Next(Region));
        writer.Push(isWritten ? (ulong)(UInt256.ByteLength - init.Length) : (ulong)random.Next(Region));
        writer.Push(Value());
        writer.Add(salted ? Opcode.Create2 : Opcode.Create);
        writer.Height -= salted ? 3 : 2;
        if (random.Next(3) == 0)
            return;
        writer.Add(Opcode.Push0, Opcode.Push0, Opcode.Push0, Opcode.Push0, Opcode.Push0, Opcode.Dup6);
        writer.Push(UInt256.MaxValue);
        writer.Add(Opcode.Call);
        KeepReturn();
    }

    /// <summary>A call of a native method by the precompiled contracts fe03 and fe05.</summary>
    private void CallActor()
    {
        bool byId = random.Next(2) == 0;
        ulong id = 100 + (ulong)random.Next(12);
        UInt256[] head =
        [
            random.Next(6) switch { 0 => default, 1 => ContractWords.Any(random), 2 => 1024 + (ulong)random.Next(1 << 26), 3 => 2643134072, _ => 3844450837 },
            random.Next(6) == 0 ? (ulong)random.Next(4) : default,
            random.Next(4) == 0 ? (ulong)random.Next(3) : default,
            random.Next(5) switch { 0 => default, 1 => 0x55, _ => 0x51 },
            CallActorHead,
            byId ? id : CallActorHead + (2 * UInt256.ByteLength),
        ];
        for (int i = 0; i < head.Length; i++)
            Store(head[i], i);
        bool isEmpty = random.Next(3) == 0;
        Store(isEmpty ? UInt256.Zero : new UInt256(3), head.Length);
        // A byte string of two bytes; behind it the address of an actor, f0 and the id.
        Store(isEmpty ? default : new UInt256(0, 0, 0, 0x42aabb00_00000000), head.Length + 1);
        Store(2, head.Length + 2);
        Store(new UInt256(0, 0, 0, id << 48), head.Length + 3);
        writer.Push((ulong)random.Next(Region));
        writer.Push((ulong)random.Next(Region));
        writer.Push(random.Next(12) == 0 ? (ulong)random.Next(400) : (ulong)((head.Length + 4) * UInt256.ByteLength));
        writer.Push(default);
        writer.Push(ContractWords.NativePrecompile(byId ? 5 : 3));
        writer.Push(UInt256.MaxValue);
        writer.Add(random.Next(20) == 0 ? Opcode.StaticCall : Opcode.DelegateCall);
        writer.Height -= 5;
        KeepReturn();

        void Store(in UInt256 word, int index)
        {
            writer.Push(word);
            writer.Push((ulong)(index * UInt256.ByteLength));
            writer.Add(Opcode.MStore);
            writer.Height -= 2;
        }
    }

    /// <summary>A loop of a few rounds, counted in transient storage.</summary>
    private void Loop()
    {
        if (loops == 2)
            return;
        loops++;
        ulong slot = (ulong)(LoopSlots + (self * 4) + loops);
        int start = writer.Place;
        writer.Add(Opcode.JumpDest);
        writer.Height = 0;
        for (int i = 1 + random.Next(4); i > 0; i--)
            Operate(Plain[random.Next(Plain.Length)]);
        writer.Push(slot);
        writer.Add(Opcode.TLoad);
        writer.Push(1);
        writer.Add(Opcode.Add, Opcode.Dup1);
        writer.Push(slot);
        writer.Add(Opcode.TStore);
        writer.Push((ulong)random.Next(12));
        writer.Add(Opcode.Gt);
        writer.JumpTo(Opcode.JumpI, start);
        writer.Height = 0;
    }

    private void SeldomEnd()
    {
        Opcode end = random.Next(12) switch { 0 or 1 => Opcode.SelfDestruct, 2 => Opcode.Invalid, _ => Opcode.Pop };
        if (end == Opcode.SelfDestruct)
            writer.Push(ContractWords.Address(random));
        if (end == Opcode.Pop)
            writer.Push(default);
        writer.Add(end);
        writer.Height = Math.Max(0, writer.Height - 1);
    }
}
