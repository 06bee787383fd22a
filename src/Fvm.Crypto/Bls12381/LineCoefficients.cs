namespace Fvm.Crypto.Bls12381;

/// <summary>
/// A line of the Miller loop before P is put in: its value at P is <c>Constant + (X px) v + (Y py) v w</c>, up to a factor that the final exponentiation removes.
/// </summary>
internal readonly record struct LineCoefficients(Fp2 Constant, Fp2 X, Fp2 Y);
