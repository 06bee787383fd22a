using Fvm.Abi;
using Fvm.Abi.Kernel;
using Fvm.Execution.Tests.Fixtures;
using Fvm.Ipld;
using Fvm.Protocol;

namespace Fvm.Execution.Tests.Calls;

/// <summary>What may not be done while read-only (vm-facts 6.4). Refusals charge nothing of their own.</summary>
public class ReadOnlyTests
{
    public static TheoryData<string, ErrorNumber> Deeds() => new()
    {
        { "transfer", ErrorNumber.ReadOnly },
        { "transfer with an unknown parameter handle", ErrorNumber.ReadOnly },
        { "set_root", ErrorNumber.ReadOnly },
        { "self_destruct", ErrorNumber.ReadOnly },
        { "emit_event", ErrorNumber.ReadOnly },
        { "create an account", ErrorNumber.ReadOnly },
        { "create the bls zero account", ErrorNumber.ReadOnly },
        { "create a placeholder", ErrorNumber.ReadOnly },
        // These fail for another reason first.
        { "create_actor", ErrorNumber.Forbidden },
        { "create an f2", ErrorNumber.NotFound },
        { "create a foreign f4", ErrorNumber.NotFound },
    };

    [Theory]
    [MemberData(nameof(Deeds))]
    public void Deed_is_refused(string deed, ErrorNumber error)
    {
        var world = new World();
        Address callee = world.Actor(201, (kernel, _) =>
        {
            Assert.Equal(0ul, kernel.Cost(() => Says.Refuses(error, Do(kernel, deed))));
            return Exit.Ok;
        });
        world.Inside(kernel => Assert.Equal(ExitCode.Ok, kernel.Send(callee, readOnly: true).ExitCode));
    }

    [Fact]
    public void Init_is_refused_create_actor_with_13()
    {
        var world = new World();
        world.OnInit((kernel, _) =>
        {
            Says.Refuses(ErrorNumber.ReadOnly, kernel.Actor.CreateActor(Code.Account, new ActorId(300), null));
            // Read-only comes before everything that create_actor looks at.
            Says.Refuses(ErrorNumber.ReadOnly, kernel.Actor.CreateActor(Code.Placeholder, new ActorId(300), null));
            return Exit.Ok;
        });
        world.Inside(kernel => Assert.Equal(ExitCode.Ok, kernel.Send(Address.FromId(1), readOnly: true).ExitCode));
    }

    [Fact]
    public void Read_only_holds_for_all_calls_below_and_ends_with_the_call()
    {
        var world = new World();
        Address leaf = world.Actor(202, (kernel, _) =>
        {
            Says.Ok(kernel.Message.Context(out MessageContext context));
            SyscallStatus status = kernel.Self.SetRoot(Code.Account);
            Assert.Equal(context.ReadOnly, !status.IsOk);
            return context.ReadOnly ? Exit.With(25) : Exit.Ok;
        });
        // Asks for nothing of the kind itself.
        Address middle = world.Actor(201, (kernel, _) => Exit.With(kernel.Send(leaf, readOnly: false).ExitCode.Value));
        world.Inside(kernel =>
        {
            Assert.Equal(new ExitCode(25), kernel.Send(middle, readOnly: true).ExitCode);
            Assert.Equal(ExitCode.Ok, kernel.Send(middle, readOnly: false).ExitCode);
            Says.Ok(kernel.Self.SetRoot(Code.Account));
        });
    }

    [Fact]
    public void Reading_and_sends_without_value_are_allowed()
    {
        var world = new World();
        Address leaf = world.Actor(202, (_, _) => Exit.Ok);
        Address reader = world.Actor(201, (kernel, _) =>
        {
            Says.Ok(kernel.Self.Root(out Cid? _));
            Says.Ok(kernel.Self.CurrentBalance(out TokenAmount _));
            Assert.Equal(ExitCode.Ok, kernel.Send(leaf).ExitCode);
            Assert.Equal(ExitCode.Ok, kernel.Send(World.Alice, method: 0).ExitCode);
            Says.Ok(kernel.Ipld.BlockCreate(0x55, [1], out uint handle));
            Says.Ok(kernel.Ipld.BlockLink(handle, 0xb220, 32, out Cid? _));
            return Exit.Ok;
        });
        world.Inside(kernel => Assert.Equal(ExitCode.Ok, kernel.Send(reader, readOnly: true).ExitCode));
    }

    private static SyscallStatus Do(IActorKernel kernel, string deed)
    {
        return deed switch
        {
            "transfer" => Send(World.Alice, 1),
            "transfer with an unknown parameter handle" => Send(World.Alice, 1, 77),
            "set_root" => kernel.Self.SetRoot(Code.Account),
            "self_destruct" => kernel.Self.SelfDestruct(World.Alice),
            "emit_event" => kernel.Event.EmitEncodedEvent([0x80]),
            "create_actor" => kernel.Actor.CreateActor(Code.Account, new ActorId(300), null),
            "create an account" => Send(World.Key(9), 0),
            "create the bls zero account" => Send(Address.BlsZero, 0),
            "create a placeholder" => Send(World.Ethereum(9), 0),
            "create an f2" => Send(Address.FromActorBytes([1]), 0),
            _ => Send(Address.FromDelegated(11, new byte[20]), 0),
        };

        SyscallStatus Send(Address to, int value, uint parameters = 0) =>
            kernel.Send.Send(to, 0, parameters, new TokenAmount(value), null, false, out SendResult _);
    }
}
