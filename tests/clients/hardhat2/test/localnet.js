// Hardhat 2: ethers plugin, chai matchers and network helpers with fixtures, remote accounts.
const { expect } = require('chai');
const { ethers } = require('hardhat');
const { anyValue } = require('@nomicfoundation/hardhat-chai-matchers/withArgs');
const helpers = require('@nomicfoundation/hardhat-network-helpers');

describe('Hardhat 2', () => {
  async function deployed() {
    const [owner, other, third] = await ethers.getSigners();
    const counter = await ethers.deployContract('Counter', [7n]);
    const token = await ethers.deployContract('Token', [ethers.parseEther('1000')]);
    const factory = await ethers.deployContract('Factory');
    return { owner, other, third, counter, token, factory };
  }

  const fixture = () => helpers.loadFixture(deployed);

  it('signers are the accounts of the node', async () => {
    const { owner } = await fixture();
    expect(owner.address).to.equal('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
  });

  it('the constructor ran', async () => {
    const { counter } = await fixture();
    expect(await counter.value()).to.equal(7n);
  });

  it('a fixture starts anew: first', async () => {
    const { counter } = await fixture();
    await counter.set(100n);
    expect(await counter.value()).to.equal(100n);
  });

  it('a fixture starts anew: second', async () => {
    const { counter } = await fixture();
    expect(await counter.value()).to.equal(7n);
  });

  it('emits with arguments', async () => {
    const { counter, owner } = await fixture();
    await expect(counter.set(9n)).to.emit(counter, 'Changed').withArgs(owner.address, 7n, 9n);
  });

  it('emits with any value', async () => {
    const { factory } = await fixture();
    await expect(factory.make(1n)).to.emit(factory, 'Made').withArgs(anyValue);
  });

  it('does not emit what it does not', async () => {
    const { counter } = await fixture();
    await expect(counter.set(9n)).not.to.emit(counter, 'Note');
  });

  it('reverts with a reason', async () => {
    const { counter } = await fixture();
    await expect(counter.failWithReason()).to.be.revertedWith('not today');
  });

  it('reverts with a custom error', async () => {
    const { counter } = await fixture();
    await expect(counter.set(5000n)).to.be.revertedWithCustomError(counter, 'TooBig').withArgs(5000n, 1000n);
  });

  it('reverts with a panic', async () => {
    const { counter } = await fixture();
    await expect(counter.failWithPanic(0n)).to.be.revertedWithPanic(0x12);
  });

  it('a nested revert carries its reason', async () => {
    const { counter, factory } = await fixture();
    await expect(factory.bumpThenFail(counter)).to.be.revertedWith('after the bump');
  });

  it('changes balances of ether', async () => {
    const { owner, other } = await fixture();
    await expect(() => owner.sendTransaction({ to: other.address, value: 500n })).to.changeEtherBalances([other], [500n]);
  });

  it('changes balances of a token', async () => {
    const { token, owner, other } = await fixture();
    await expect(token.transfer(other, 50n)).to.changeTokenBalances(token, [owner, other], [-50n, 50n]);
  });

  it('a token says what is missing', async () => {
    const { token, owner, other } = await fixture();
    await expect(token.connect(other).transfer(owner, 1n)).to.be.revertedWithCustomError(token, 'InsufficientBalance').withArgs(other.address, 0n, 1n);
  });

  it('time.increase', async () => {
    const { counter } = await fixture();
    const before = await helpers.time.latest();
    await helpers.time.increase(3600);
    expect(await helpers.time.latest()).to.be.at.least(before + 3600);
    expect(await counter.time()).to.be.at.least(BigInt(before + 3600));
  });

  it('time.increaseTo is exact', async () => {
    await fixture();
    const target = (await helpers.time.latest()) + 100_000;
    await helpers.time.increaseTo(target);
    expect(await helpers.time.latest()).to.equal(target);
  });

  it('time.setNextBlockTimestamp holds for a transaction', async () => {
    const { counter } = await fixture();
    const target = (await helpers.time.latest()) + 777;
    await helpers.time.setNextBlockTimestamp(target);
    const receipt = await (await counter.increment()).wait();
    expect((await ethers.provider.getBlock(receipt.blockNumber)).timestamp).to.equal(target);
  });

  it('mine(10) makes ten blocks', async () => {
    await fixture();
    const before = await helpers.time.latestBlock();
    await helpers.mine(10);
    expect(await helpers.time.latestBlock()).to.equal(before + 10);
  });

  it('mineUpTo', async () => {
    await fixture();
    const target = (await helpers.time.latestBlock()) + 5;
    await helpers.mineUpTo(target);
    expect(await helpers.time.latestBlock()).to.equal(target);
  });

  it('setBalance', async () => {
    const { third } = await fixture();
    await helpers.setBalance(third.address, 10n ** 20n);
    expect(await ethers.provider.getBalance(third.address)).to.equal(10n ** 20n);
  });

  it('setCode and getStorageAt', async () => {
    const { counter } = await fixture();
    const address = '0x00000000000000000000000000000000000c0de1';
    await helpers.setCode(address, await ethers.provider.getCode(counter));
    const copy = await ethers.getContractAt('Counter', address);
    expect(await copy.value()).to.equal(0n);
    expect(BigInt(await helpers.getStorageAt(await counter.getAddress(), 0))).to.equal(7n);
  });

  it('setStorageAt', async () => {
    const { counter } = await fixture();
    await helpers.setStorageAt(await counter.getAddress(), 0, 55n);
    expect(await counter.value()).to.equal(55n);
  });

  it('setNonce', async () => {
    const { third } = await fixture();
    const nonce = (await third.getNonce()) + 10;
    await helpers.setNonce(third.address, nonce);
    expect(await third.getNonce()).to.equal(nonce);
  });

  it('impersonateAccount', async () => {
    const { counter } = await fixture();
    const address = '0x00000000000000000000000000000000000a11ce';
    await helpers.impersonateAccount(address);
    await helpers.setBalance(address, 10n ** 20n);
    const signer = await ethers.getSigner(address);
    await expect(counter.connect(signer).increment()).to.emit(counter, 'Changed').withArgs(signer.address, 7n, 8n);
    await helpers.stopImpersonatingAccount(address);
  });

  it('takeSnapshot restores', async () => {
    const { counter } = await fixture();
    const snapshot = await helpers.takeSnapshot();
    await counter.set(1n);
    await snapshot.restore();
    expect(await counter.value()).to.equal(7n);
  });
});
