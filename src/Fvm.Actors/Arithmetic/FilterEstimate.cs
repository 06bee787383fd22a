using System.Numerics;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;

namespace Fvm.Actors;

/// <summary>A smoothed quantity, its position and velocity in Q.128. Source: builtin-actors <c>reward/smooth/alpha_beta_filter.rs</c>.</summary>
/// <param name="Position">Where it is, Q.128.</param>
/// <param name="Velocity">How it changes by the epoch, Q.128.</param>
public readonly record struct FilterEstimate(BigInteger Position, BigInteger Velocity) : IChainValue<FilterEstimate>
{
    private const int FieldCount = 2;

    /// <summary>The quantity as an integer.</summary>
    public BigInteger Estimate => Position >> FixedPoint.Precision;

    /// <summary>An estimate of integers.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="velocity">How it changes by the epoch.</param>
    public static FilterEstimate Of(BigInteger position, BigInteger velocity) =>
        new(position << FixedPoint.Precision, velocity << FixedPoint.Precision);

    /// <summary>The next estimate after an observation.</summary>
    /// <param name="observed">The observation, an integer.</param>
    /// <param name="epochs">Epochs since the last one; 0 divides by zero.</param>
    public FilterEstimate Next(BigInteger observed, long epochs)
    {
        BigInteger time = new BigInteger(epochs) << FixedPoint.Precision;
        BigInteger position = ((time * Velocity) >> FixedPoint.Precision) + Position;
        BigInteger residual = (observed << FixedPoint.Precision) - position;
        position += (SmoothingPolicy.Alpha * residual) >> FixedPoint.Precision;
        return new FilterEstimate(position, FixedPoint.FloorDiv(residual * SmoothingPolicy.Beta, time) + Velocity);
    }

    /// <inheritdoc/>
    public void Write(CborWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(FieldCount);
        ChainBigInt.Write(writer, Position);
        ChainBigInt.Write(writer, Velocity);
    }

    /// <inheritdoc cref="IChainValue{TSelf}.Read"/>
    public static FilterEstimate Read(ref CborReader reader)
    {
        reader.ReadArrayHeader(FieldCount);
        return new FilterEstimate(ChainBigInt.Read(ref reader), ChainBigInt.Read(ref reader));
    }
}
