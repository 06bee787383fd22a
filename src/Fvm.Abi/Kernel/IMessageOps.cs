using Fvm.Protocol;

namespace Fvm.Abi.Kernel;

/// <summary>The context of an invocation (<c>vm.message_context</c>).</summary>
/// <param name="Origin">The actor that signed the message on chain.</param>
/// <param name="Nonce">The nonce of the message on chain.</param>
/// <param name="Caller">The actor that called this one.</param>
/// <param name="Receiver">This actor.</param>
/// <param name="Method">The method number.</param>
/// <param name="ValueReceived">The value that came with the call, in attoFIL.</param>
/// <param name="GasPremium">The effective premium of the message, in attoFIL a gas.</param>
/// <param name="ReadOnly">Whether the frame is read-only.</param>
public readonly record struct MessageContext(
    ActorId Origin,
    ulong Nonce,
    ActorId Caller,
    ActorId Receiver,
    ulong Method,
    TokenAmount ValueReceived,
    TokenAmount GasPremium,
    bool ReadOnly);

/// <summary>The syscall family <c>vm</c>, but for <c>exit</c>, which the binding turns into an <see cref="ActorExit"/>.</summary>
public interface IMessageOps
{
    /// <summary>The invocation's context. Charges OnMessageContext.</summary>
    /// <param name="context">The context.</param>
    SyscallStatus Context(out MessageContext context);
}
