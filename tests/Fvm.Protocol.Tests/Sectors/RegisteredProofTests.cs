using Fvm.Protocol.Sectors;

namespace Fvm.Protocol.Tests.Sectors;

/// <summary>Registered proofs. Numbers are frozen (see <see cref="FrozenNumberTests"/>); properties re-typed from fvm_shared sector/registered_proof.rs.</summary>
public class RegisteredProofTests
{
    private static readonly string[] SizeNames = ["2KiB", "8MiB", "512MiB", "32GiB", "64GiB"];

    [Fact]
    public void Numbers()
    {
        FrozenNumberTests.AssertEnum<RegisteredSealProof>(Numbered(["StackedDRG*V1", "StackedDRG*V1P1", "StackedDRG*V1P1_Feat_SyntheticPoRep", "StackedDRG*V1P2_Feat_NiPoRep"]));
        FrozenNumberTests.AssertEnum<RegisteredPoStProof>(Numbered(["StackedDRGWinning*V1", "StackedDRGWindow*V1", "StackedDRGWindow*V1P1"]));
        FrozenNumberTests.AssertEnum<RegisteredUpdateProof>(Numbered(["StackedDRG*V1"]));
        FrozenNumberTests.AssertEnum<RegisteredAggregateProof>("SnarkPackV1=0 SnarkPackV2=1");
        FrozenNumberTests.AssertEnum<SectorSize>("_2KiB=2048 _8MiB=8388608 _512MiB=536870912 _32GiB=34359738368 _64GiB=68719476736");
    }

    [Theory]
    [InlineData(RegisteredSealProof.StackedDRG2KiBV1, SectorSize._2KiB, 192, 2)]
    [InlineData(RegisteredSealProof.StackedDRG8MiBV1P1, SectorSize._8MiB, 192, 2)]
    [InlineData(RegisteredSealProof.StackedDRG512MiBV1P1_Feat_SyntheticPoRep, SectorSize._512MiB, 192, 2)]
    [InlineData(RegisteredSealProof.StackedDRG32GiBV1, SectorSize._32GiB, 1920, 2349)]
    [InlineData(RegisteredSealProof.StackedDRG32GiBV1P1, SectorSize._32GiB, 1920, 2349)]
    [InlineData(RegisteredSealProof.StackedDRG64GiBV1P1, SectorSize._64GiB, 1920, 2300)]
    [InlineData(RegisteredSealProof.StackedDRG64GiBV1P1_Feat_SyntheticPoRep, SectorSize._64GiB, 1920, 2300)]
    [InlineData(RegisteredSealProof.StackedDRG2KiBV1P2_Feat_NiPoRep, SectorSize._2KiB, 14164, 2)]
    [InlineData(RegisteredSealProof.StackedDRG512MiBV1P2_Feat_NiPoRep, SectorSize._512MiB, 14164, 2)]
    [InlineData(RegisteredSealProof.StackedDRG32GiBV1P2_Feat_NiPoRep, SectorSize._32GiB, 23092, 2349)]
    [InlineData(RegisteredSealProof.StackedDRG64GiBV1P2_Feat_NiPoRep, SectorSize._64GiB, 23092, 2300)]
    public void Seals(RegisteredSealProof proof, SectorSize size, int proofBytes, ulong partition)
    {
        Assert.True(proof.TryGetSectorSize(out SectorSize actualSize));
        Assert.True(proof.TryGetProofSize(out int actualBytes));
        Assert.True(proof.TryGetWindowPoStPartitionSectors(out ulong actualPartition));
        Assert.Equal((size, proofBytes, partition), (actualSize, actualBytes, actualPartition));

        Assert.True(proof.TryGetWinningPoStProof(out RegisteredPoStProof winning) && winning.IsWinning());
        Assert.True(proof.TryGetWindowPoStProof(out RegisteredPoStProof window) && !window.IsWinning());
        Assert.True(proof.TryGetUpdateProof(out RegisteredUpdateProof update));
        Assert.True(winning.TryGetSectorSize(out actualSize) && actualSize == size);
        Assert.True(window.TryGetSectorSize(out actualSize) && actualSize == size);
        Assert.True(update.TryGetSectorSize(out actualSize) && actualSize == size);
        Assert.True(window.TryGetWindowPoStPartitionSectors(out actualPartition) && actualPartition == partition);
        Assert.True(window.TryGetProofSize(out actualBytes) && actualBytes == 192);
        Assert.InRange((long)window, 10, 14);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(20)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Unknown_seals_have_no_properties(long number)
    {
        RegisteredSealProof proof = (RegisteredSealProof)number;
        Assert.False(proof.TryGetSectorSize(out _) || proof.TryGetProofSize(out _) || proof.TryGetWindowPoStPartitionSectors(out _));
        Assert.False(proof.TryGetWinningPoStProof(out _) || proof.TryGetWindowPoStProof(out _) || proof.TryGetUpdateProof(out _));
        Assert.False(proof.IsNonInteractive() || proof.IsSynthetic() || proof.IsKnown(NetworkVersion.V28));
        RegisteredPoStProof post = (RegisteredPoStProof)number;
        Assert.False(post.TryGetSectorSize(out _) || post.TryGetProofSize(out _) || post.TryGetWindowPoStPartitionSectors(out _) || post.IsKnown(NetworkVersion.V18));
        Assert.False(((RegisteredUpdateProof)number).TryGetSectorSize(out _));
    }

    [Theory]
    [InlineData(NetworkVersion.V17, 9, 0, 9)]
    [InlineData(NetworkVersion.V18, 14, 0, 14)]
    [InlineData(NetworkVersion.V20, 14, 0, 14)]
    [InlineData(NetworkVersion.V21, 19, 5, 14)]
    [InlineData(NetworkVersion.V28, 19, 5, 14)]
    public void Each_vm_knows_its_types(NetworkVersion version, int highestSeal, int droppedWindowPoSts, int highestPoSt)
    {
        for (int i = -1; i < 22; i++)
        {
            Assert.Equal(i >= 0 && i <= highestSeal, ((RegisteredSealProof)i).IsKnown(version));
            bool dropped = i is >= 5 and < 10 && droppedWindowPoSts > 0;
            Assert.Equal(i >= 0 && i <= highestPoSt && !dropped, ((RegisteredPoStProof)i).IsKnown(version));
        }
    }

    [Fact]
    public void Seals_by_size_and_version()
    {
        Assert.Equal(RegisteredSealProof.StackedDRG32GiBV1, RegisteredProofs.SealProofFor(SectorSize._32GiB, NetworkVersion.V6));
        Assert.Equal(RegisteredSealProof.StackedDRG32GiBV1P1, RegisteredProofs.SealProofFor(SectorSize._32GiB, NetworkVersion.V7));
        Assert.Equal(RegisteredSealProof.StackedDRG2KiBV1P1, RegisteredProofs.SealProofFor(SectorSize._2KiB, NetworkVersion.V28));
        Assert.Throws<ArgumentOutOfRangeException>(() => RegisteredProofs.SealProofFor((SectorSize)5, NetworkVersion.V28));
        Assert.Equal(RegisteredSealProof.StackedDRG64GiBV1P1, RegisteredSealProof.StackedDRG64GiBV1.ToV1P1());
        Assert.Equal(RegisteredSealProof.StackedDRG64GiBV1P1, RegisteredSealProof.StackedDRG64GiBV1P1.ToV1P1());
        Assert.Equal((RegisteredSealProof)(-1), ((RegisteredSealProof)(-1)).ToV1P1());
    }

    private static string Numbered(string[] families) => string.Join(
        ' ', families.SelectMany(static (family, f) => SizeNames.Select((size, i) => $"{family.Replace("*", size, StringComparison.Ordinal)}={(f * 5) + i}")));
}
