using System.Text;
using Fvm.Abi.Node;
using Fvm.Actors;
using Fvm.Actors.Runtime;
using Fvm.Crypto;
using Fvm.Evm;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using Fvm.Protocol.State;

namespace Fvm.Conformance.Scenarios;

/// <summary>A contract that a scenario made.</summary>
/// <param name="Id">Its f0 address.</param>
/// <param name="Ethereum">Its Ethereum address.</param>
internal sealed record EvmContract(Address Id, EvmAddress Ethereum);

/// <summary>A scene for contracts: the address manager, an account that makes and calls them, and what they are made of.</summary>
internal sealed class EvmStage
{
    private const int SelectorLength = 4;

    private static readonly Lazy<Dictionary<string, byte[]>> Stories = new(Load);

    private readonly ScenarioWorld world;

    public EvmStage(ScenarioWorld world)
    {
        this.world = world;
        world.Put(SingletonActors.EthereumAddressManager.Value, BuiltinActor.Eam);
        Account = world.Account(1);
    }

    /// <summary>Who makes and calls contracts.</summary>
    public Address Account { get; }

    /// <summary>A contract of <c>Contracts/Stories.sol</c>, made with constructor arguments of whole words.</summary>
    public EvmContract Deploy(string name, params UInt256[] arguments) => Create(0, [.. Stories.Value[name], .. Words(arguments)])!;

    /// <summary>A contract of written code.</summary>
    public EvmContract Write(string hex) => Create(0, InitCode(Convert.FromHexString(hex)))!;

    /// <summary>Runs init code.</summary>
    public EvmContract? Create(uint exit, byte[] initCode, long atto = 0)
    {
        ApplyResult result = world.Send(
            exit,
            Account,
            SingletonActors.EthereumAddressManager.ToAddress(),
            EamMethods.CreateExternal.Number,
            IpldBlock.Cbor(CborCodecs.Bytes, initCode),
            TokenAmount.FromAtto(atto));
        if (!result.Receipt.ExitCode.IsSuccess || world.Returned<EamReturn>(result) is not { } made)
            return null;
        return new EvmContract(made.ActorId.ToAddress(), made.EthAddress);
    }

    /// <summary>Init code that returns this code: PUSH2 length, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN.</summary>
    public static byte[] InitCode(byte[] code) => [0x61, (byte)(code.Length >> 8), (byte)code.Length, 0x80, 0x60, 10, 0x5f, 0x39, 0x5f, 0xf3, .. code];

    /// <summary>Calls with raw call data.</summary>
    public ApplyResult Raw(uint exit, EvmContract contract, byte[] input, long atto = 0, Address? from = null) => world.Send(
        exit,
        from ?? Account,
        contract.Id,
        EvmMethods.InvokeContract.Number,
        input.Length == 0 ? null : IpldBlock.Cbor(CborCodecs.Bytes, input),
        TokenAmount.FromAtto(atto));

    /// <summary>Calls a function with arguments of whole words.</summary>
    public ApplyResult Call(uint exit, EvmContract contract, string signature, params UInt256[] arguments) =>
        Raw(exit, contract, Input(signature, arguments));

    /// <summary>Calls a function with value.</summary>
    public ApplyResult Pay(uint exit, EvmContract contract, long atto, string signature, params UInt256[] arguments) =>
        Raw(exit, contract, Input(signature, arguments), atto);

    /// <summary>Calls a function whose arguments are a word and bytes.</summary>
    public ApplyResult CallBytes(uint exit, EvmContract contract, string signature, UInt256 first, byte[] data, long atto = 0) =>
        Raw(exit, contract, [.. Input(signature, [first, 2 * UInt256.ByteLength, (ulong)data.Length]), .. data], atto);

    /// <summary>Calls any method with any parameters.</summary>
    public ApplyResult Method(uint exit, EvmContract contract, ulong method, IpldBlock? parameters) => world.Send(exit, Account, contract.Id, method, parameters);

    /// <summary>A function's call data.</summary>
    public static byte[] Input(string signature, params UInt256[] arguments) =>
        [.. Keccak256.Hash(Encoding.ASCII.GetBytes(signature)).AsSpan(0, SelectorLength), .. Words(arguments)];

    private static byte[] Words(UInt256[] words) => [.. words.SelectMany(word => word.ToBigEndian())];

    private static Dictionary<string, byte[]> Load()
    {
        using Stream stream = typeof(EvmStage).Assembly.GetManifestResourceStream("Stories.txt")!;
        using var reader = new StreamReader(stream);
        var stories = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            // Linked libraries stand as placeholders, which no scenario uses.
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            stories[line[..space]] = Convert.FromHexString(line.AsSpan(space + 1));
        }

        return stories;
    }
}
