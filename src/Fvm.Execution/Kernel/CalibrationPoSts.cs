using Fvm.Protocol.Sectors;

namespace Fvm.Execution.Kernel;

/// <summary>
/// A bug that calibration's history holds: to epoch 498,691 its nodes took window PoSts of type 32 GiB V1P1 for V1, which fails valid ones. It
/// was mended without a network version, so FVM v3 fails them still, there and then. ref-fvm release/v3 <c>kernel/default.rs</c> verify_post.
/// </summary>
internal static class CalibrationPoSts
{
    private const ulong CalibrationChainId = 314_159;
    private const long LastEpoch = 498_691;

    /// <summary>The PoSt as it is to be verified.</summary>
    public static WindowPoStVerifyInfo Apply(Machine machine, WindowPoStVerifyInfo info)
    {
        if (!machine.Rules.FailsEarlyCalibrationPoSts || machine.Context.ChainId != CalibrationChainId || machine.Context.Epoch > LastEpoch
            || info.Proofs.Count == 0 || info.Proofs[0].Type != RegisteredPoStProof.StackedDRGWindow32GiBV1P1)
            return info;
        PoStProof[] proofs = [.. info.Proofs];
        proofs[0] = proofs[0] with { Type = RegisteredPoStProof.StackedDRGWindow32GiBV1 };
        return info with { Proofs = proofs };
    }
}
