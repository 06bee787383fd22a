using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Abi.Node;
using Fvm.Crypto;
using Fvm.Execution.Calls;
using Fvm.Execution.Gas;
using Fvm.Ipld;
using Fvm.Protocol;
using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Kernel;

/// <inheritdoc cref="ICryptoOps"/>
internal sealed class CryptoOps(KernelFrame frame) : ICryptoOps
{
    private readonly MessageSession session = frame.Session;
    private readonly PriceList prices = frame.Machine.Prices;
    private readonly MachineRules rules = frame.Machine.Rules;
    private readonly IProofVerifier proofs = frame.Machine.Proofs;

    public SyscallStatus VerifySignature(
        SignatureType type, ReadOnlySpan<byte> signature, Address signer, ReadOnlySpan<byte> plaintext, out bool valid)
    {
        valid = false;
        if (!session.TryCharge(prices.OnVerifySignature(type, (ulong)plaintext.Length)))
            return SyscallStatus.OutOfGas;
        if (signer.Protocol is not (AddressProtocol.Secp256k1 or AddressProtocol.Bls))
        {
            if (!rules.ResolvesSigners)
                return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "address protocol not supported");
            SyscallStatus status = KeyAddresses.Resolve(frame, signer, isCharged: true, out Address? key);
            if (!status.IsOk)
                return status;
            signer = key!;
        }

        valid = SignatureVerifier.Verify(type, signature, signer, plaintext);
        return SyscallStatus.Ok;
    }

    public SyscallStatus VerifyBlsAggregate(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKeys, ReadOnlySpan<byte> plaintexts, ReadOnlySpan<uint> lengths, out bool valid)
    {
        valid = false;
        int signers = publicKeys.Length / Address.BlsKeyLength;
        if (signers != lengths.Length)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "unequal numbers of bls public keys and plaintexts");
        if (!session.TryCharge(prices.OnVerifyBlsAggregateSignature((ulong)signers, (ulong)plaintexts.Length)))
            return SyscallStatus.OutOfGas;
        var keys = new ReadOnlyMemory<byte>[signers];
        var messages = new ReadOnlyMemory<byte>[signers];
        for (int i = 0; i < signers; i++)
        {
            if (lengths[i] > (uint)plaintexts.Length)
                return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "bls signature plaintext out of bounds");
            keys[i] = publicKeys.Slice(i * Address.BlsKeyLength, Address.BlsKeyLength).ToArray();
            messages[i] = plaintexts[..(int)lengths[i]].ToArray();
            plaintexts = plaintexts[(int)lengths[i]..];
        }

        if (!plaintexts.IsEmpty)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "plaintexts buffer length doesn't match");
        valid = Bls.VerifyAggregate(keys, messages, signature);
        return SyscallStatus.Ok;
    }

    public SyscallStatus RecoverSecpPublicKey(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, Span<byte> publicKey)
    {
        if (!session.TryCharge(prices.OnRecoverSecpPublicKey()))
            return SyscallStatus.OutOfGas;
        return Secp256k1.TryRecover(hash, signature, publicKey)
            ? SyscallStatus.Ok
            : SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "public key recovery failed");
    }

    public SyscallStatus Hash(ulong code, ReadOnlySpan<byte> data, Span<byte> digest, out int length)
    {
        length = 0;
        // An unsupported code is refused before it is charged, in FVM v2 after.
        bool isSupported = prices.TryGetHashPerByte(code, out _);
        if ((isSupported || rules.ChargesBeforeChecks) && !session.TryCharge(prices.OnHashing(code, (ulong)data.Length)))
            return SyscallStatus.OutOfGas;
        if (!isSupported)
            return SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "unsupported hash code");
        length = code switch
        {
            Multicodec.Blake2b512 => 64,
            Multicodec.Ripemd160 => 20,
            _ => 32,
        };
        Span<byte> output = digest[..length];
        switch (code)
        {
            case Multicodec.Sha2_256:
                Sha256.Hash(data, output);
                break;
            case Multicodec.Keccak256:
                session.Scratch.Keccaks.Hash(data, output);
                break;
            case Multicodec.Ripemd160:
                Ripemd160.Hash(data, output);
                break;
            default:
                Blake2b.Hash(data, output);
                break;
        }

        return SyscallStatus.Ok;
    }

    public SyscallStatus ComputeUnsealedSectorCid(RegisteredSealProof proof, IReadOnlyList<PieceInfo> pieces, out Cid? cid)
    {
        cid = null;
        if (!session.TryCharge(prices.OnComputeUnsealedSectorCid()))
            return SyscallStatus.OutOfGas;
        return proofs.TryComputeUnsealedSectorCid(proof, pieces, out cid)
            ? SyscallStatus.Ok
            : SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "pieces do not make up a sector");
    }

    public SyscallStatus VerifySeal(SealVerifyInfo info, out bool valid)
    {
        valid = false;
        return session.TryCharge(prices.OnVerifySeal()) ? Judge(proofs.VerifySeal(info), out valid) : SyscallStatus.OutOfGas;
    }

    public SyscallStatus VerifyPost(WindowPoStVerifyInfo info, out bool valid)
    {
        valid = false;
        return session.TryCharge(prices.OnVerifyPost((ulong)info.ChallengedSectors.Count))
            ? Judge(proofs.VerifyWindowPoSt(CalibrationPoSts.Apply(frame.Machine, info)), out valid)
            : SyscallStatus.OutOfGas;
    }

    public SyscallStatus VerifyConsensusFault(
        ReadOnlySpan<byte> header1, ReadOnlySpan<byte> header2, ReadOnlySpan<byte> extra, out ConsensusFault? fault)
    {
        fault = null;
        if (!session.TryCharge(prices.OnVerifyConsensusFault()))
            return SyscallStatus.OutOfGas;
        return frame.Machine.Externs.TryVerifyConsensusFault(header1, header2, extra, out fault)
            ? SyscallStatus.Ok
            : SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "the consensus fault cannot be verified");
    }

    public SyscallStatus VerifyAggregateSeals(AggregateSealVerifyProofAndInfos aggregate, out bool valid)
    {
        valid = false;
        return session.TryCharge(prices.OnVerifyAggregateSeals(aggregate.SealProof, (ulong)aggregate.Infos.Count))
            ? Judge(proofs.VerifyAggregateSeals(aggregate), out valid)
            : SyscallStatus.OutOfGas;
    }

    public SyscallStatus VerifyReplicaUpdate(ReplicaUpdateInfo update, out bool valid)
    {
        valid = false;
        return session.TryCharge(prices.OnVerifyReplicaUpdate())
            ? Judge(proofs.VerifyReplicaUpdate(update), out valid)
            : SyscallStatus.OutOfGas;
    }

    public SyscallStatus BatchVerifySeals(IReadOnlyList<SealVerifyInfo> seals, Span<bool> results)
    {
        // All are charged before any is verified. In FVM v2 the power actor has charged when it took the seal.
        bool isCharged = rules.ChargesBatchSeals && frame.Machine.Context.ChargesBatchSeals;
        for (int i = 0; isCharged && i < seals.Count; i++)
        {
            if (!session.TryCharge(prices.OnVerifySeal()))
                return SyscallStatus.OutOfGas;
        }

        var verdicts = new ProofVerdict[seals.Count];
        proofs.VerifySeals(seals, verdicts);
        for (int i = 0; i < verdicts.Length; i++)
        {
            if (verdicts[i] == ProofVerdict.CannotVerify)
                CannotVerify();
            results[i] = verdicts[i] == ProofVerdict.Valid;
        }

        return SyscallStatus.Ok;
    }

    private static SyscallStatus Judge(ProofVerdict verdict, out bool valid)
    {
        valid = verdict == ProofVerdict.Valid;
        if (verdict == ProofVerdict.CannotVerify)
            CannotVerify();
        return verdict == ProofVerdict.Malformed
            ? SyscallStatus.Refuse(ErrorNumber.IllegalArgument, "malformed proof")
            : SyscallStatus.Ok;
    }

    private static void CannotVerify() => FatalException.Throw("this machine has no verifying keys for storage proofs");
}
