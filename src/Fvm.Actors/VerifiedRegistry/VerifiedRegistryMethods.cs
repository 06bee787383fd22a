using Fvm.Actors.Runtime;

namespace Fvm.Actors;

/// <summary>The methods of the verified registry (f06). Source: builtin-actors <c>actors/verifreg/src/lib.rs</c>.</summary>
public static class VerifiedRegistryMethods
{
    /// <summary>Makes the actor; only at genesis. Takes the root key's bare address.</summary>
    public static MethodId Constructor => MethodId.Constructor;

    /// <summary>Makes a verifier, or sets its data cap; by the root key. Takes <see cref="VerifierParams"/>.</summary>
    public static MethodId AddVerifier { get; } = MethodId.Internal(nameof(AddVerifier), 2);

    /// <summary>Removes a verifier; by the root key. Takes a bare address.</summary>
    public static MethodId RemoveVerifier { get; } = MethodId.Internal(nameof(RemoveVerifier), 3);

    /// <summary>Gives data cap to a client; by a verifier. Takes <see cref="VerifierParams"/>.</summary>
    public static MethodId AddVerifiedClient { get; } = MethodId.Both(nameof(AddVerifiedClient), 4);

    /// <summary>Takes data cap away; by the root key. Takes <see cref="RemoveDataCapParams"/>, returns <see cref="RemoveDataCapReturn"/>.</summary>
    public static MethodId RemoveVerifiedClientDataCap { get; } = MethodId.Internal(nameof(RemoveVerifiedClientDataCap), 7);

    /// <summary>Removes expired allocations. Takes <see cref="RemoveExpiredAllocationsParams"/>, returns <see cref="RemoveExpiredAllocationsReturn"/>.</summary>
    public static MethodId RemoveExpiredAllocations { get; } = MethodId.Both(nameof(RemoveExpiredAllocations), 8);

    /// <summary>Claims allocations; by miners. Takes <see cref="ClaimAllocationsParams"/>, returns <see cref="ClaimAllocationsReturn"/>.</summary>
    public static MethodId ClaimAllocations { get; } = MethodId.Internal(nameof(ClaimAllocations), 9);

    /// <summary>Tells claims. Takes <see cref="GetClaimsParams"/>, returns <see cref="GetClaimsReturn"/>.</summary>
    public static MethodId GetClaims { get; } = MethodId.Both(nameof(GetClaims), 10);

    /// <summary>Extends claims; by their clients. Takes <see cref="ExtendClaimTermsParams"/>, returns <see cref="BatchReturn"/>.</summary>
    public static MethodId ExtendClaimTerms { get; } = MethodId.Both(nameof(ExtendClaimTerms), 11);

    /// <summary>Removes expired claims. Takes <see cref="RemoveExpiredClaimsParams"/>, returns <see cref="RemoveExpiredClaimsReturn"/>.</summary>
    public static MethodId RemoveExpiredClaims { get; } = MethodId.Both(nameof(RemoveExpiredClaims), 12);

    /// <summary>
    /// Spends data cap that was sent on allocations and extensions; by the data cap actor. Takes <see cref="UniversalReceiverParams"/>, whose payload's
    /// operator data are <see cref="AllocationRequests"/>; returns <see cref="AllocationsResponse"/>.
    /// </summary>
    public static MethodId UniversalReceiverHook { get; } = new(nameof(UniversalReceiverHook), UniversalReceiver.Receive.Number);
}
