using System.Text;
using Fvm.Ipld;
using Fvm.Protocol.State;

namespace Fvm.Execution.Tests.Fixtures;

/// <summary>Code CIDs: names without a block behind them, as in ref-fvm <c>machine/manifest.rs</c> DUMMY_CODES.</summary>
internal static class Code
{
    public static Cid Account => Of(BuiltinActor.Account);

    public static Cid EthAccount => Of(BuiltinActor.EthAccount);

    public static Cid Placeholder => Of(BuiltinActor.Placeholder);

    public static Cid Of(BuiltinActor actor) => Named(actor.ManifestName());

    public static Cid Named(string name) => Cid.Create(Multicodec.Raw, Multicodec.Identity, Encoding.ASCII.GetBytes($"fil/test/{name}"));
}
