using Fvm.Actors.Runtime.Frc46;
using Fvm.Actors.Tests.VerifiedRegistry;
using Fvm.Ipld.Cbor;
using Fvm.Protocol;
using static Fvm.Actors.Tests.VerifiedRegistry.RegistryWorld;

namespace Fvm.Actors.Tests.DataCap;

/// <summary>Random tokens and allowances among five accounts: the two worlds agree after each step, the invariants of the token hold.</summary>
public class RandomTokenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_walks(int seed)
    {
        var random = new Random(seed);
        var world = new RegistryWorld();
        Address[] all = [world.Root, .. world.Verifiers, .. world.Clients];
        byte[] nothing = ChainEncoding.ToCbor(new AllocationRequests([], []));
        for (int step = 0; step < 80; step++)
        {
            Address owner = all[random.Next(all.Length)];
            Address spender = all[random.Next(all.Length)];
            TokenAmount amount = random.Next(8) == 0 ? TokenAmount.FromAtto(random.Next(-1, 2)) : Tokens(random.Next(6));
            switch (random.Next(9))
            {
                case 0 or 1:
                    world.CallAs(Registry, Token, DataCapMethods.Mint, new DataCapMintParams(owner, amount, random.Next(3) == 0 ? [spender] : []));
                    break;
                case 2:
                    world.CallAs(Registry, Token, DataCapMethods.Destroy, new DataCapDestroyParams(owner, amount));
                    break;
                case 3:
                    world.CallToken(owner, Frc46Token.IncreaseAllowance, new AllowanceChangeParams(spender, amount));
                    break;
                case 4:
                    world.CallToken(owner, Frc46Token.DecreaseAllowance, new AllowanceChangeParams(spender, amount));
                    break;
                case 5:
                    world.CallToken(owner, Frc46Token.RevokeAllowance, new RevokeAllowanceParams(spender));
                    break;
                case 6:
                    world.CallToken(owner, Frc46Token.Burn, new BurnParams(amount));
                    break;
                case 7:
                    world.CallToken(spender, Frc46Token.BurnFrom, new BurnFromParams(owner, amount));
                    break;
                default:
                    world.CallToken(spender, Frc46Token.TransferFrom, new TransferFromParams(owner, Registry, TokenAmount.Zero, nothing));
                    break;
            }
        }
    }
}
