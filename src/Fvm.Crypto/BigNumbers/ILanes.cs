namespace Fvm.Crypto.BigNumbers;

/// <summary>What columns of products need of a vector of 64-bit lanes; a single word is one too, for processors without.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref ulong words, int index);

    static abstract void Store(TVector value, ref ulong words, int index);

    /// <summary>One word in every lane.</summary>
    static abstract TVector Repeat(ulong word);

    /// <summary>Lane by lane the product of numbers below 2^32.</summary>
    static abstract TVector Multiply(TVector x, TVector y);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector And(TVector x, TVector y);

    /// <summary>Every lane shifted right by <see cref="ColumnProduct.Width"/>.</summary>
    static abstract TVector Carry(TVector x);
}
