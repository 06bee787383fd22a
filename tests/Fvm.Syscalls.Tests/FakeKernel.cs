using System.Globalization;
using System.Text;
using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Syscalls.Tests;

/// <summary>
/// A kernel that writes down what it is asked, as one line a call, and answers from its properties; <see cref="Status"/> refuses everything.
/// Blocks created with <see cref="SnapshotCodec"/> are no call but a look at the guest's memory.
/// </summary>
/// <param name="prices">The prices of execution; those of FVM v3 and v4 unless told.</param>
internal sealed class FakeKernel(ExecutionPrices? prices = null) : IActorKernel, IMessageOps, INetworkOps, IIpldOps, ISelfOps, IActorOps, ICryptoOps, IEventOps, IRandomnessOps, ISendOps, IDebugOps
{
    public const ulong SnapshotCodec = 0x5ead;

    public static Cid SomeCid { get; } = Cid.ForBlock(Multicodec.Raw, "some block"u8);

    public static Address SomeAddress { get; } = Address.FromActorBytes("somebody"u8);

    public FakeGas Gas { get; } = new(prices);

    public FakeMemoryBudget Budget { get; } = new();

    public List<string> Calls { get; } = [];

    public byte[] Snapshot { get; private set; } = [];

    public SyscallStatus Status { get; set; } = SyscallStatus.Ok;

    public Exception? Fatal { get; set; }

    public TokenAmount Amount { get; set; } = TokenAmount.FromAtto(System.Numerics.BigInteger.Parse("0123456789abcdeffedcba9876543210", NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    public bool Verdict { get; set; } = true;

    public bool DebugEnabled { get; set; }

    public bool HasDelegatedAddress { get; set; } = true;

    public bool HasFault { get; set; } = true;

    public SendResult SendAnswer { get; set; } = new(new ExitCode(33), 7, new BlockStat(0x51, 99));

    IGasOps IActorKernel.Gas => Gas;

    IMemoryBudget IActorKernel.Memory => Budget;

    IMessageOps IActorKernel.Message => this;

    INetworkOps IActorKernel.Network => this;

    IIpldOps IActorKernel.Ipld => this;

    ISelfOps IActorKernel.Self => this;

    IActorOps IActorKernel.Actor => this;

    ICryptoOps IActorKernel.Crypto => this;

    IEventOps IActorKernel.Event => this;

    IRandomnessOps IActorKernel.Randomness => this;

    ISendOps IActorKernel.Send => this;

    IDebugOps IActorKernel.Debug => this;

    bool IDebugOps.Enabled => DebugEnabled;

    SyscallStatus IMessageOps.Context(out MessageContext context)
    {
        context = new(new ActorId(100), 5, new ActorId(101), new ActorId(102), 3, Amount, TokenAmount.FromAtto(9), true);
        return Note("vm.message_context");
    }

    SyscallStatus INetworkOps.Context(out NetworkContext context)
    {
        context = new(-2, 1_700_000_000, Amount, 314, NetworkVersion.V18);
        return Note("network.context");
    }

    SyscallStatus INetworkOps.TipsetCid(long epoch, out Cid? tipset)
    {
        tipset = SomeCid;
        return Note($"network.tipset_cid {epoch}");
    }

    SyscallStatus INetworkOps.TotalFilCirculatingSupply(out TokenAmount supply)
    {
        supply = Amount;
        return Note("network.total_fil_circ_supply");
    }

    SyscallStatus IIpldOps.BlockOpen(Cid cid, out uint handle, out BlockStat stat)
    {
        (handle, stat) = (3, new BlockStat(0x71, 77));
        return Note($"ipld.block_open {cid}");
    }

    SyscallStatus IIpldOps.BlockCreate(ulong codec, ReadOnlySpan<byte> data, out uint handle)
    {
        handle = 4;
        if (codec != SnapshotCodec) return Note($"ipld.block_create {codec} {Hex(data)}");
        Snapshot = data.ToArray();
        return SyscallStatus.Ok;
    }

    SyscallStatus IIpldOps.BlockRead(uint handle, uint offset, Span<byte> buffer, out int remaining)
    {
        if (Status.IsOk) buffer.Fill(0xab);
        remaining = -5;
        return Note($"ipld.block_read {handle} {offset} {buffer.Length}");
    }

    SyscallStatus IIpldOps.BlockStat(uint handle, out BlockStat stat)
    {
        stat = new BlockStat(0x71, 77);
        return Note($"ipld.block_stat {handle}");
    }

    SyscallStatus IIpldOps.BlockLink(uint handle, ulong hashFunction, uint hashLength, out Cid? cid)
    {
        cid = SomeCid;
        return Note($"ipld.block_link {handle} {hashFunction} {hashLength}");
    }

    SyscallStatus ISelfOps.Root(out Cid? root)
    {
        root = SomeCid;
        return Note("self.root");
    }

    SyscallStatus ISelfOps.SetRoot(Cid root) => Note($"self.set_root {root}");

    SyscallStatus ISelfOps.CurrentBalance(out TokenAmount balance)
    {
        balance = Amount;
        return Note("self.current_balance");
    }

    SyscallStatus ISelfOps.SelfDestruct(Address beneficiary) => Note($"self.self_destruct {beneficiary}");

    SyscallStatus ISelfOps.SelfDestruct(bool burnUnspent) => Note($"self.self_destruct {burnUnspent}");

    SyscallStatus IActorOps.ResolveAddress(Address address, out ActorId id)
    {
        id = new ActorId(1234);
        return Note($"actor.resolve_address {address}");
    }

    SyscallStatus IActorOps.LookupDelegatedAddress(ActorId id, out Address? address)
    {
        address = HasDelegatedAddress ? SomeAddress : null;
        return Note($"actor.lookup_delegated_address {id}");
    }

    SyscallStatus IActorOps.GetActorCodeCid(ActorId id, out Cid? code)
    {
        code = SomeCid;
        return Note($"actor.get_actor_code_cid {id}");
    }

    SyscallStatus IActorOps.NextActorAddress(out Address? address)
    {
        address = SomeAddress;
        return Note("actor.next_actor_address");
    }

    SyscallStatus IActorOps.CreateActor(Cid code, ActorId id, Address? delegatedAddress) =>
        Note($"actor.create_actor {code} {id} {delegatedAddress?.ToString() ?? "-"}");

    SyscallStatus IActorOps.InstallActor(Cid code) => Note($"actor.install_actor {code}");

    SyscallStatus IActorOps.UpgradeActor(Cid code, uint parameters, out SendResult result)
    {
        result = SendAnswer;
        return Note($"actor.upgrade_actor {code} {parameters}");
    }

    SyscallStatus IActorOps.GetBuiltinActorType(Cid code, out uint type)
    {
        type = 6;
        return Note($"actor.get_builtin_actor_type {code}");
    }

    SyscallStatus IActorOps.GetCodeCidForType(uint type, out Cid? code)
    {
        code = SomeCid;
        return Note($"actor.get_code_cid_for_type {type}");
    }

    SyscallStatus IActorOps.BalanceOf(ActorId id, out TokenAmount balance)
    {
        balance = Amount;
        return Note($"actor.balance_of {id}");
    }

    SyscallStatus ICryptoOps.VerifySignature(SignatureType type, ReadOnlySpan<byte> signature, Address signer, ReadOnlySpan<byte> plaintext, out bool valid)
    {
        valid = Verdict;
        return Note($"crypto.verify_signature {type} {Hex(signature)} {signer} {Hex(plaintext)}");
    }

    SyscallStatus ICryptoOps.VerifyBlsAggregate(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKeys, ReadOnlySpan<byte> plaintexts, ReadOnlySpan<uint> lengths, out bool valid)
    {
        valid = Verdict;
        return Note($"crypto.verify_bls_aggregate {signature.Length} {publicKeys.Length} {Hex(plaintexts)} {string.Join(',', lengths.ToArray())}");
    }

    SyscallStatus ICryptoOps.RecoverSecpPublicKey(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, Span<byte> publicKey)
    {
        publicKey.Fill(0x65);
        return Note($"crypto.recover_secp_public_key {hash.Length} {signature.Length} {publicKey.Length}");
    }

    SyscallStatus ICryptoOps.Hash(ulong code, ReadOnlySpan<byte> data, Span<byte> digest, out int length)
    {
        digest[..32].Fill(0x32);
        length = 32;
        return Note($"crypto.hash {code} {Hex(data)} {digest.Length}");
    }

    SyscallStatus ICryptoOps.ComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid)
    {
        cid = SomeCid;
        return Note($"crypto.compute_unsealed_sector_cid {(long)proof} {pieces.Count}");
    }

    SyscallStatus ICryptoOps.VerifySeal(SealVerifyInfo info, out bool valid)
    {
        valid = Verdict;
        return Note($"crypto.verify_seal {info.SectorId.Miner}");
    }

    SyscallStatus ICryptoOps.VerifyPost(WindowPoStVerifyInfo info, out bool valid)
    {
        valid = Verdict;
        return Note($"crypto.verify_post {info.Prover}");
    }

    SyscallStatus ICryptoOps.VerifyConsensusFault(ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = HasFault ? new ConsensusFault(new ActorId(1000), 77, ConsensusFaultType.ParentGrinding) : null;
        return Note($"crypto.verify_consensus_fault {Hex(header1)} {Hex(header2)} {Hex(extra)}");
    }

    SyscallStatus ICryptoOps.VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate, out bool valid)
    {
        valid = Verdict;
        return Note($"crypto.verify_aggregate_seals {aggregate.Miner}");
    }

    SyscallStatus ICryptoOps.VerifyReplicaUpdate(ReplicaUpdateInfo update, out bool valid)
    {
        valid = Verdict;
        return Note($"crypto.verify_replica_update {(long)update.UpdateProofType}");
    }

    SyscallStatus ICryptoOps.BatchVerifySeals(IReadOnlyList<SealVerifyInfo> seals, Span<bool> results)
    {
        for (int i = 0; i < results.Length; i++) results[i] = i % 2 == 0;
        return Note($"crypto.batch_verify_seals {seals.Count}");
    }

    SyscallStatus IEventOps.EmitEncodedEvent(ReadOnlySpan<byte> encoded) => Note($"event.emit_event {Hex(encoded)}");

    SyscallStatus IEventOps.EmitEvent(EventHeaders headers, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values)
    {
        var text = new StringBuilder("event.emit_event");
        for (int i = 0; i < headers.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $" {headers[i].Flags}/{headers[i].Codec}/{headers[i].KeyLength}/{headers[i].ValueLength}");
        return Note($"{text} {Hex(keys)} {Hex(values)}");
    }

    SyscallStatus IRandomnessOps.DrawChainRandomness(long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness)
    {
        randomness.Fill(0x11);
        return Note($"rand.get_chain_randomness {personalization} {epoch} {Hex(entropy)} {randomness.Length}");
    }

    SyscallStatus IRandomnessOps.DrawBeaconRandomness(long personalization, long epoch, ReadOnlySpan<byte> entropy, Span<byte> randomness)
    {
        randomness.Fill(0x22);
        return Note($"rand.get_beacon_randomness {personalization} {epoch} {Hex(entropy)} {randomness.Length}");
    }

    SyscallStatus IRandomnessOps.GetChainRandomness(long epoch, Span<byte> randomness)
    {
        if (Status.IsOk) randomness.Fill(0x11);
        return Note($"rand.get_chain_randomness {epoch} {randomness.Length}");
    }

    SyscallStatus IRandomnessOps.GetBeaconRandomness(long epoch, Span<byte> randomness)
    {
        if (Status.IsOk) randomness.Fill(0x22);
        return Note($"rand.get_beacon_randomness {epoch} {randomness.Length}");
    }

    SyscallStatus ISendOps.Send(Address recipient, ulong method, uint parameters, TokenAmount value, GasAmount? gasLimit, bool readOnly, out SendResult result)
    {
        result = SendAnswer;
        return Note($"send.send {recipient} {method} {parameters} {value.Atto} {gasLimit?.ToString() ?? "-"} {readOnly}");
    }

    void IDebugOps.Log(string message) => Note($"debug.log {message}");

    SyscallStatus IDebugOps.StoreArtifact(string name, ReadOnlySpan<byte> data) => Note($"debug.store_artifact {name} {Encoding.UTF8.GetString(data)}");

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private SyscallStatus Note(string call)
    {
        Calls.Add(call);
        return Fatal is null ? Status : throw Fatal;
    }
}
