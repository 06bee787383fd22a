namespace Fvm.Proofs.Aggregates;

/// <summary>A point and the bytes it was read from, which are its only encoding: the transcript takes them as they are.</summary>
internal readonly record struct Encoded<T>(T Value, ReadOnlyMemory<byte> Bytes)
    where T : struct;
