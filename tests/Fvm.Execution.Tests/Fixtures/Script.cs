using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Fixtures;

/// <summary>What an actor of a test does when it is invoked.</summary>
internal delegate ActorExit Script(IActorKernel kernel, uint parameters);

/// <summary>What an actor of a test does when it is upgraded to.</summary>
internal delegate ActorExit UpgradeScript(IActorKernel kernel, uint parameters, uint upgrade);

/// <summary>The ways a script may end.</summary>
internal static class Exit
{
    public static ActorExit Ok => Return(0);

    public static ActorExit OutOfGas => new(ActorExitKind.OutOfGas, ExitCode.Ok, 0, null, null);

    public static ActorExit Return(uint handle) => new(ActorExitKind.Returned, ExitCode.Ok, handle, null, null);

    public static ActorExit With(uint code, uint handle = 0) => new(ActorExitKind.Exited, new ExitCode(code), handle, "exited", null);

    /// <summary>Returns a new raw block.</summary>
    public static ActorExit Data(IActorKernel kernel, params byte[] data)
    {
        Assert.True(kernel.Ipld.BlockCreate(Multicodec.Raw, data, out uint handle).IsOk);
        return Return(handle);
    }
}

/// <summary>Scripts behind code CIDs, in place of wasm.</summary>
internal sealed class ScriptSource : IActorCodeSource
{
    private readonly Dictionary<Cid, Script> scripts = [];
    private readonly Dictionary<Cid, UpgradeScript> upgrades = [];

    public Script this[Cid code]
    {
        set => scripts[code] = value;
    }

    /// <summary>Code that can be upgraded to.</summary>
    public void OnUpgrade(Cid code, UpgradeScript upgrade) => upgrades[code] = upgrade;

    public IActorCode? Find(Cid code, IBlockstore blocks)
    {
        if (upgrades.TryGetValue(code, out UpgradeScript? upgrade))
            return new UpgradableCode(scripts.GetValueOrDefault(code), upgrade);
        return scripts.TryGetValue(code, out Script? script) ? new ScriptedCode(script) : null;
    }

    private sealed class ScriptedCode(Script script) : IActorCode
    {
        public ActorExit Invoke(IActorKernel kernel, uint parameters) => script(kernel, parameters);
    }

    private sealed class UpgradableCode(Script? script, UpgradeScript upgrade) : IActorCode
    {
        public ActorExit Invoke(IActorKernel kernel, uint parameters) => script is null ? Exit.Ok : script(kernel, parameters);

        public ActorExit Upgrade(IActorKernel kernel, uint parameters, uint info) => upgrade(kernel, parameters, info);
    }
}
