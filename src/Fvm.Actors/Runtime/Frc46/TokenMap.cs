using Fvm.Ipld;
using Fvm.Ipld.Cbor;
using Fvm.Ipld.Hamts;
using Fvm.Protocol;

namespace Fvm.Actors.Runtime.Frc46;

/// <summary>A HAMT of a token's state by actor id. What is wrong with it is exit 21, refusals of the kernel too (frc46_token, StateError::IpldHamt).</summary>
internal sealed class TokenMap<TValue>
{
    private readonly Hamt<TValue> hamt;

    private TokenMap(Hamt<TValue> hamt) => this.hamt = hamt;

    public bool IsEmpty => hamt.IsEmpty;

    public static TokenMap<TValue> Empty(IBlockstore store, uint bitWidth, CborCodec<TValue> codec) =>
        Guard(() => new TokenMap<TValue>(new Hamt<TValue>(store, codec, Options(bitWidth))));

    public static TokenMap<TValue> Load(IBlockstore store, Cid root, uint bitWidth, CborCodec<TValue> codec) =>
        Guard(() => new TokenMap<TValue>(Hamt<TValue>.Load(store, root, codec, Options(bitWidth))));

    public TValue? Get(ActorId id) => Guard(() => hamt.TryGet(MapKeys.Of(id), out TValue? value) ? value : default);

    public void Set(ActorId id, TValue value) => Guard(() =>
    {
        hamt.Set(MapKeys.Of(id), value);
        return true;
    });

    public TValue? Delete(ActorId id) => Guard(() => hamt.Delete(MapKeys.Of(id), out TValue? value) ? value : default);

    public Cid Flush() => Guard(hamt.Flush);

    public IEnumerable<KeyValuePair<byte[], TValue>> Entries() => hamt.Entries();

    private static HamtOptions Options(uint bitWidth)
    {
        if (bitWidth is < 1 or > 8)
            Abort.Serialization($"a token's HAMT cannot have bit width {bitWidth}");
        return new HamtOptions((int)bitWidth);
    }

    private static T Guard<T>(Func<T> part)
    {
        try
        {
            return part();
        }
        catch (Exception failure) when (failure is IpldException or OverflowException || failure is ActorAbortException { Code.Value: 20 })
        {
            throw new ActorAbortException(ExitCode.UsrSerialization, $"ipld hamt error: {failure.Message}");
        }
    }
}
