using System.Globalization;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime;

/// <summary>What became of a call to another actor: refused before it ran, or run to an exit code, with what it returned.</summary>
public sealed class SendOutcome
{
    private SendOutcome(ErrorNumber? error, ExitCode code, IpldBlock? data)
    {
        Error = error;
        Code = code;
        Data = data;
    }

    /// <summary>Why the call could not be made; null when it was made.</summary>
    public ErrorNumber? Error { get; }

    /// <summary>The callee's exit code, when the call was made.</summary>
    public ExitCode Code { get; }

    /// <summary>What the callee returned, with success or with a failure; null for nothing.</summary>
    public IpldBlock? Data { get; }

    /// <summary>Whether the call was made and the callee ended well.</summary>
    public bool IsSuccess => Error is null && Code.IsSuccess;

    /// <summary>
    /// The code by which the failure is known to the caller (builtin-actors <c>From&lt;SendError&gt; for ActorError</c>, <c>ActorError::checked</c>). Refusals:
    /// no receiver 23, no funds 19, too deep 24, read-only 25, others 24. The callee's codes below 16: missing return, illegal instruction and illegal
    /// exit code are 23, the others 24.
    /// </summary>
    public ExitCode FailureCode => Error switch
    {
        null => Checked(Code),
        ErrorNumber.NotFound => ExitCode.UsrUnspecified,
        ErrorNumber.InsufficientFunds => ExitCode.UsrInsufficientFunds,
        ErrorNumber.ReadOnly => ExitCode.UsrReadOnly,
        _ => ExitCode.UsrAssertionFailed,
    };

    /// <summary>A call that could not be made.</summary>
    /// <param name="error">Why.</param>
    public static SendOutcome Refused(ErrorNumber error) => new(error, default, null);

    /// <summary>A call that was made.</summary>
    /// <param name="code">The callee's exit code.</param>
    /// <param name="data">What it returned, or null.</param>
    public static SendOutcome Returned(ExitCode code, IpldBlock? data) => new(null, code, data);

    /// <summary>What the callee returned; a failure aborts with <see cref="FailureCode"/> and the callee's data (<c>extract_send_result</c>).</summary>
    /// <param name="context">What to say in front of the failure, or null.</param>
    public IpldBlock? OrAbort(string? context = null)
    {
        if (IsSuccess)
            return Data;
        string why = Error is { } error
            ? string.Create(CultureInfo.InvariantCulture, $"send failed with error number {error}")
            : string.Create(CultureInfo.InvariantCulture, $"send aborted with code {Code}");
        throw new ActorAbortException(FailureCode, context is null ? why : $"{context}: {why}", Data);
    }

    /// <summary>What the callee returned, decoded; failures as <see cref="OrAbort"/>, nothing returned 24, not decodable 21 (<c>deserialize_block</c>).</summary>
    /// <typeparam name="T">What it should have returned.</typeparam>
    /// <param name="codec">How that is encoded.</param>
    /// <param name="context">What to say in front of a failure, or null.</param>
    public T DecodeOrAbort<T>(Ipld.Cbor.CborCodec<T> codec, string? context = null)
    {
        IpldBlock? data = OrAbort(context);
        if (data is null)
            Abort.AssertionFailed("return expected");
        return data.Decode(codec);
    }

    /// <summary>As the other overload, for values that know their encoding.</summary>
    /// <typeparam name="T">What it should have returned.</typeparam>
    /// <param name="context">What to say in front of a failure, or null.</param>
    public T DecodeOrAbort<T>(string? context = null)
        where T : IChainValue<T>
        => DecodeOrAbort(ChainEncoding.Codec<T>(), context);

    private static ExitCode Checked(ExitCode code)
    {
        if (code == ExitCode.SysMissingReturn || code == ExitCode.SysIllegalInstruction || code == ExitCode.SysIllegalExitCode)
            return ExitCode.UsrUnspecified;
        return code.IsSystemError ? ExitCode.UsrAssertionFailed : code;
    }
}
