// Hardhat 3: viem plugin with its assertions, network helpers with fixtures, remote accounts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, parseEther } from "viem";

const { viem, networkHelpers: helpers } = await network.create({ network: "localnet" });
const publicClient = await viem.getPublicClient({ cacheTime: 0 });
const alice = getAddress("0x00000000000000000000000000000000000a11ce");
const copied = getAddress("0x00000000000000000000000000000000000c0de1");

async function deployed() {
  const [owner, other, third] = await viem.getWalletClients();
  const counter = await viem.deployContract("Counter", [7n]);
  const token = await viem.deployContract("Token", [parseEther("1000")]);
  const factory = await viem.deployContract("Factory");
  return { owner, other, third, counter, token, factory };
}

const fixture = () => helpers.loadFixture(deployed);

describe("Hardhat 3", () => {
  it("wallet clients are the accounts of the node", async () => {
    const { owner } = await fixture();
    assert.equal(getAddress(owner.account.address), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  });

  it("the chain id is the one of a local Filecoin network", async () => {
    assert.equal(await publicClient.getChainId(), Number(process.env.FVM_CHAIN_ID ?? 31415926));
  });

  it("the constructor ran", async () => {
    const { counter } = await fixture();
    assert.equal(await counter.read.value(), 7n);
  });

  it("a fixture starts anew: first", async () => {
    const { counter } = await fixture();
    await counter.write.set([100n]);
    assert.equal(await counter.read.value(), 100n);
  });

  it("a fixture starts anew: second", async () => {
    const { counter } = await fixture();
    assert.equal(await counter.read.value(), 7n);
  });

  it("emits", async () => {
    const { counter } = await fixture();
    await viem.assertions.emit(counter.write.set([9n]), counter, "Changed");
  });

  it("emits with arguments", async () => {
    const { counter, owner } = await fixture();
    await viem.assertions.emitWithArgs(counter.write.set([9n]), counter, "Changed", [getAddress(owner.account.address), 7n, 9n]);
  });

  it("reverts", async () => {
    const { counter } = await fixture();
    await viem.assertions.revert(counter.read.failWithReason());
  });

  it("reverts with a reason", async () => {
    const { counter } = await fixture();
    await viem.assertions.revertWith(counter.read.failWithReason(), "not today");
  });

  it("reverts with a custom error", async () => {
    const { counter } = await fixture();
    await viem.assertions.revertWithCustomError(counter.write.set([5000n]), counter, "TooBig");
  });

  it("reverts with a custom error and its arguments", async () => {
    const { counter } = await fixture();
    await viem.assertions.revertWithCustomErrorWithArgs(counter.write.set([5000n]), counter, "TooBig", [5000n, 1000n]);
  });

  it("a nested revert carries its reason", async () => {
    const { counter, factory } = await fixture();
    await viem.assertions.revertWith(factory.write.bumpThenFail([counter.address]), "after the bump");
  });

  it("balances have changed", async () => {
    const { owner, other } = await fixture();
    await viem.assertions.balancesHaveChanged(owner.sendTransaction({ to: other.account.address, value: 500n }), [
      { address: other.account.address, amount: 500n },
    ]);
  });

  it("a token moves", async () => {
    const { token, other } = await fixture();
    await token.write.transfer([other.account.address, 50n]);
    assert.equal(await token.read.balanceOf([other.account.address]), 50n);
  });

  it("events are found by contract", async () => {
    const { counter } = await fixture();
    await counter.write.increment();
    const events = await counter.getEvents.Changed();
    assert.equal(events.length, 1);
    assert.equal(events[0].args.to, 8n);
  });

  it("time.increase", async () => {
    await fixture();
    const before = await helpers.time.latest();
    await helpers.time.increase(3600);
    assert.ok((await helpers.time.latest()) >= before + 3600);
  });

  it("time.increaseTo is exact", async () => {
    const { counter } = await fixture();
    const target = (await helpers.time.latest()) + 100_000;
    await helpers.time.increaseTo(target);
    assert.equal(await helpers.time.latest(), target);
    assert.ok((await counter.read.time()) >= BigInt(target));
  });

  it("mine(10) makes ten blocks", async () => {
    const before = await helpers.time.latestBlock();
    await helpers.mine(10);
    assert.equal(await helpers.time.latestBlock(), before + 10);
  });

  it("mineUpTo", async () => {
    const target = (await helpers.time.latestBlock()) + 5;
    await helpers.mineUpTo(target);
    assert.equal(await helpers.time.latestBlock(), target);
  });

  it("setBalance", async () => {
    const { third } = await fixture();
    await helpers.setBalance(third.account.address, 10n ** 20n);
    assert.equal(await publicClient.getBalance({ address: third.account.address }), 10n ** 20n);
  });

  it("setCode", async () => {
    const { counter } = await fixture();
    await helpers.setCode(copied, (await publicClient.getCode({ address: counter.address }))!);
    const copy = await viem.getContractAt("Counter", copied);
    assert.equal(await copy.read.value(), 0n);
  });

  it("setStorageAt and getStorageAt", async () => {
    const { counter } = await fixture();
    await helpers.setStorageAt(counter.address, 0, 55n);
    assert.equal(await counter.read.value(), 55n);
    assert.equal(BigInt(await helpers.getStorageAt(counter.address, 0)), 55n);
  });

  it("setNonce", async () => {
    const { third } = await fixture();
    const nonce = (await publicClient.getTransactionCount({ address: third.account.address })) + 10;
    await helpers.setNonce(third.account.address, nonce);
    assert.equal(await publicClient.getTransactionCount({ address: third.account.address }), nonce);
  });

  it("impersonateAccount", async () => {
    const { counter } = await fixture();
    await helpers.impersonateAccount(alice);
    await helpers.setBalance(alice, 10n ** 20n);
    await counter.write.increment({ account: alice });
    await helpers.stopImpersonatingAccount(alice);
    assert.equal((await counter.getEvents.Changed())[0].args.by, alice);
  });

  it("takeSnapshot restores", async () => {
    const { counter } = await fixture();
    const snapshot = await helpers.takeSnapshot();
    await counter.write.set([1n]);
    await snapshot.restore();
    assert.equal(await counter.read.value(), 7n);
  });
});
