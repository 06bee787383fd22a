using Fvm.Abi;
using Fvm.Ipld;

namespace Fvm.Hosting;

/// <summary>Chooses code by code CID: what the first source has, else what the second has.</summary>
internal sealed class CodeChoice(IActorCodeSource first, IActorCodeSource second) : IActorCodeSource
{
    public IActorCode? Find(Cid code, IBlockstore blocks) => first.Find(code, blocks) ?? second.Find(code, blocks);
}
