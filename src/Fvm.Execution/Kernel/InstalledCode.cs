using System.Diagnostics.CodeAnalysis;
using Fvm.Abi;
using Fvm.Execution.Calls;
using Fvm.Ipld;
using Fvm.Ipld.Cbor;

namespace Fvm.Execution.Kernel;

/// <summary>Code of anybody's own (<see cref="Abi.Node.UserCode"/>): that it is missing or does not load is nobody's broken promise.</summary>
internal static class InstalledCode
{
    public static bool TryFind(Machine machine, Cid cid, [NotNullWhen(true)] out IActorCode? code)
    {
        try
        {
            code = machine.Codes.Find(cid, machine.Store);
        }
        catch (FatalException)
        {
            // What a source throws for a module that does not load: rare, since what was installed did.
            code = null;
        }

        return code is not null;
    }

    /// <summary>What an upgrade is told: a tuple of the old code. CBOR and not DAG-CBOR, so that the code in it comes within no reach.</summary>
    public static Block UpgradeInfo(Cid oldCode)
    {
        var writer = new CborWriter();
        writer.WriteArrayHeader(1);
        writer.WriteCid(oldCode);
        return new Block(Multicodec.Cbor, writer.ToArray());
    }
}
