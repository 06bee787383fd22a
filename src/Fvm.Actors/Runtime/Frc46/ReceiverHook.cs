using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>
/// The call that tells a receiver of tokens, after the token's state was written, so that the receiver can use them at once; when it aborts, so does the
/// operation. It must be called exactly once: the library of the wasm actors panics when it is not, which shows as exit 24 (fvm_actor_utils
/// <c>receiver/mod.rs</c>).
/// </summary>
public sealed class ReceiverHook
{
    private readonly ReadOnlyMemory<byte> payload;

    internal ReceiverHook(Address receiver, Frc46TokenReceived received)
    {
        Receiver = receiver;
        payload = ActorEncoding.Encode(received);
    }

    /// <summary>Whom it calls, as addressed.</summary>
    public Address Receiver { get; }

    /// <summary>
    /// Runs an operation that makes a hook as a transaction of the actor's state. When the state cannot be written afterwards (while read-only), the hook that
    /// was made is lost uncalled: exit 24, not the code of the failure.
    /// </summary>
    /// <typeparam name="TState">The actor's state.</typeparam>
    /// <param name="runtime">The invocation.</param>
    /// <param name="operation">The operation.</param>
    public static ReceiverHook InTransaction<TState>(ActorRuntime runtime, Func<TState, ReceiverHook> operation)
        where TState : IChainValue<TState>
    {
        ArgumentNullException.ThrowIfNull(runtime);
        ArgumentNullException.ThrowIfNull(operation);
        ReceiverHook? made = null;
        try
        {
            return runtime.State.Transaction<TState, ReceiverHook>(state => made = operation(state));
        }
        catch (ActorAbortException) when (made is not null)
        {
            made.Drop();
            throw;
        }
    }

    /// <summary>Calls the receiver; a failure aborts with its code.</summary>
    /// <param name="runtime">The invocation.</param>
    /// <returns>What the receiver answered; empty for nothing.</returns>
    public ReadOnlyMemory<byte> Call(ActorRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        var parameters = new UniversalReceiverParams(Frc46Token.ReceiverType, payload);
        SendOutcome outcome = runtime.Send(Receiver, UniversalReceiver.Receive.Number, IpldBlock.Cbor(parameters));
        if (!outcome.IsSuccess)
            Abort.With(outcome.FailureCode, $"receiver hook error from {Receiver}: exit_code={outcome.FailureCode}");
        return outcome.Data?.Data ?? ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>Gives the hook up uncalled, which is exit 24.</summary>
    public void Drop() => Abort.AssertionFailed($"dropped before receiver hook was called on {Receiver}");
}
