// ethers 6 over HTTP and over a WebSocket.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Contract, ContractFactory, JsonRpcProvider, NonceManager, Wallet, WebSocketProvider, getCreate2Address, keccak256, parseEther, toBeHex, verifyMessage, verifyTypedData, concat, AbiCoder } from 'ethers';
import { addresses, artifact, chainId, keys, untilHeard, url, wsUrl } from './net.mjs';

const counterArtifact = artifact('Counter');
const tokenArtifact = artifact('Token');
let provider, wallet, other, counter, token;

async function deploy(compiled, signer, ...args) {
  const contract = await new ContractFactory(compiled.abi, compiled.bytecode, signer).deploy(...args);
  await contract.waitForDeployment();
  return contract;
}

before(async () => {
  provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1 });
  provider.pollingInterval = 100;
  wallet = new Wallet(keys[0], provider);
  other = new Wallet(keys[1], provider);
});
after(() => provider.destroy());

test('the network has the chain id of a local Filecoin network', async () => {
  assert.equal((await provider.getNetwork()).chainId, BigInt(chainId));
});

test('accounts are the ones of the mnemonic', async () => {
  const accounts = await provider.listAccounts();
  assert.deepEqual(accounts.slice(0, 3).map((account) => account.address), addresses);
});

test('accounts are funded', async () => {
  assert.ok((await provider.getBalance(addresses[1])) >= parseEther('9000'));
});

test('a contract is deployed with a locally signed transaction', async () => {
  counter = await deploy(counterArtifact, wallet, 7n);
  assert.equal(await counter.value(), 7n);
  assert.ok((await provider.getCode(await counter.getAddress())).length > 2);
});

test('the receipt of a deployment names the contract', async () => {
  const receipt = await provider.getTransactionReceipt(counter.deploymentTransaction().hash);
  assert.equal(receipt.contractAddress, await counter.getAddress());
  assert.equal(receipt.status, 1);
  assert.ok(receipt.gasUsed > 0n);
});

test('the address of a deployed contract follows from sender and nonce', async () => {
  const nonce = await provider.getTransactionCount(wallet.address);
  token = await deploy(tokenArtifact, wallet, parseEther('1000000'));
  const { getCreateAddress } = await import('ethers');
  assert.equal(await token.getAddress(), getCreateAddress({ from: wallet.address, nonce }));
});

test('a transaction changes state and its receipt is there at once', async () => {
  const sent = await counter.set(42n);
  const receipt = await sent.wait();
  assert.equal(receipt.status, 1);
  assert.equal(await counter.value(), 42n);
});

test('events come back decoded', async () => {
  const receipt = await (await counter.increment()).wait();
  const [log] = receipt.logs;
  assert.equal(log.fragment.name, 'Changed');
  assert.deepEqual([...log.args], [wallet.address, 42n, 43n]);
  assert.notEqual(receipt.logsBloom, '0x' + '00'.repeat(256));
});

test('past events are found by filter', async () => {
  const events = await counter.queryFilter(counter.filters.Changed(wallet.address), 0);
  assert.ok(events.length >= 2);
  assert.equal(events.at(-1).args.to, 43n);
});

test('a reason of a revert is decoded', async () => {
  await assert.rejects(counter.failWithReason(), (error) => error.reason === 'not today');
});

test('a custom error of a call is decoded', async () => {
  await assert.rejects(counter.set.staticCall(5000n), (error) => error.revert?.name === 'TooBig' && error.revert.args[0] === 5000n);
});

test('a custom error stops the estimate of gas', async () => {
  await assert.rejects(counter.set(5000n), (error) => error.code === 'CALL_EXCEPTION' && error.data.startsWith('0x'));
});

test('a panic is told apart', async () => {
  await assert.rejects(counter.failWithPanic(0n), (error) => error.revert?.name === 'Panic' && BigInt(error.revert.args[0]) === 0x12n);
});

test('a transaction that reverts is mined with status 0', async () => {
  const sent = await counter.set(5000n, { gasLimit: 100_000_000n });
  await assert.rejects(sent.wait(), (error) => error.receipt.status === 0);
});

test('value is transferred', async () => {
  const fresh = Wallet.createRandom(provider);
  const sent = await wallet.sendTransaction({ to: fresh.address, value: parseEther('1.5') });
  await sent.wait();
  assert.equal(await provider.getBalance(fresh.address), parseEther('1.5'));
});

test('value sent to a contract runs its receive function', async () => {
  await (await wallet.sendTransaction({ to: await counter.getAddress(), value: 5n })).wait();
  assert.equal(await counter.deposits(wallet.address), 5n);
  assert.equal(await provider.getBalance(await counter.getAddress()), 5n);
});

test('a legacy transaction with EIP-155 is taken', async () => {
  const sent = await wallet.sendTransaction({ type: 0, to: addresses[2], value: 1n, gasPrice: (await provider.getFeeData()).gasPrice });
  const receipt = await sent.wait();
  assert.equal(receipt.type, 0);
});

test('a transaction of type 2 keeps its fees', async () => {
  const sent = await wallet.sendTransaction({ to: addresses[2], value: 1n, maxFeePerGas: 2_000_000_000n, maxPriorityFeePerGas: 1_000n });
  await sent.wait();
  const found = await provider.getTransaction(sent.hash);
  assert.equal(found.type, 2);
  assert.equal(found.maxFeePerGas, 2_000_000_000n);
  assert.equal(found.maxPriorityFeePerGas, 1_000n);
  assert.equal(found.from, wallet.address);
});

test('fee data is there and the base fee is not zero', async () => {
  const fees = await provider.getFeeData();
  assert.ok(fees.maxFeePerGas > 0n && fees.gasPrice > 0n);
  assert.ok((await provider.getBlock('latest')).baseFeePerGas > 0n);
});

test('blocks link to their parents', async () => {
  const latest = await provider.getBlock('latest');
  const parent = await provider.getBlock(latest.parentHash);
  assert.equal(parent.number, latest.number - 1);
  assert.ok(latest.timestamp >= parent.timestamp);
});

test('a block lists its transactions, whole when asked', async () => {
  const receipt = await (await counter.increment()).wait();
  const block = await provider.getBlock(receipt.blockNumber, true);
  assert.ok(block.transactions.includes(receipt.hash));
  assert.equal(block.getPrefetchedTransaction(receipt.hash).from, wallet.address);
});

test('state of the past can be called', async () => {
  const before = await provider.getBlockNumber();
  const value = await counter.value();
  await (await counter.increment()).wait();
  assert.equal(await counter.value({ blockTag: before }), value);
});

test('an ERC-20 token is transferred and approved', async () => {
  await (await token.transfer(other.address, 1000n)).wait();
  await (await token.approve(other.address, 500n)).wait();
  await (await token.connect(other).transferFrom(wallet.address, addresses[2], 300n)).wait();
  assert.equal(await token.balanceOf(other.address), 1000n);
  assert.equal(await token.balanceOf(addresses[2]), 300n);
  assert.equal(await token.allowance(wallet.address, other.address), 200n);
});

test('a nested revert gives nothing away', async () => {
  const factory = await deploy(artifact('Factory'), wallet);
  const value = await counter.value();
  await assert.rejects(factory.bumpThenFail(await counter.getAddress()), (error) => error.reason === 'after the bump');
  assert.equal(await counter.value(), value);
});

test('CREATE2 makes the address that was computed', async () => {
  const factory = await deploy(artifact('Factory'), wallet);
  const salt = toBeHex(1, 32);
  const init = concat([counterArtifact.bytecode, AbiCoder.defaultAbiCoder().encode(['uint256'], [9n])]);
  const expected = getCreate2Address(await factory.getAddress(), salt, keccak256(init));
  assert.equal(await factory.makeSalted.staticCall(9n, salt), expected);
  await (await factory.makeSalted(9n, salt)).wait();
  assert.equal(await new Contract(expected, counterArtifact.abi, provider).value(), 9n);
});

test('storage can be read by slot', async () => {
  assert.equal(BigInt(await provider.getStorage(await counter.getAddress(), 0)), await counter.value());
});

test('a remote account signs and sends', async () => {
  const signer = await provider.getSigner(1);
  await (await counter.connect(signer).increment()).wait();
  const events = await counter.queryFilter(counter.filters.Changed(signer.address), -1);
  assert.equal(events.length, 1);
});

test('a remote account signs messages and typed data', async () => {
  const signer = await provider.getSigner(0);
  assert.equal(verifyMessage('hello', await signer.signMessage('hello')), signer.address);
  const domain = { name: 'Test', chainId };
  const types = { Mail: [{ name: 'to', type: 'address' }, { name: 'text', type: 'string' }] };
  const value = { to: addresses[1], text: 'hi' };
  assert.equal(verifyTypedData(domain, types, value, await signer.signTypedData(domain, types, value)), signer.address);
});

test('many transactions of one sender are mined in order', async () => {
  const manager = new NonceManager(new Wallet(keys[2], provider));
  const start = await counter.value();
  const sent = [];
  for (let i = 0; i < 10; i++) sent.push(await counter.connect(manager).increment());
  await Promise.all(sent.map((one) => one.wait()));
  assert.equal(await counter.value(), start + 10n);
});

test('waiting for two confirmations does not hang', { timeout: 60_000 }, async () => {
  const sent = await wallet.sendTransaction({ to: addresses[1], value: 1n });
  const receipt = await sent.wait(2);
  assert.ok((await receipt.confirmations()) >= 2);
});

test('a nonce of the past is refused with its code', async () => {
  await assert.rejects(wallet.sendTransaction({ to: addresses[1], value: 1n, nonce: 0 }), (error) => error.code === 'NONCE_EXPIRED');
});

test('a sender without funds is told so', async () => {
  const poor = Wallet.createRandom(provider);
  await assert.rejects(poor.sendTransaction({ to: addresses[1], value: 1n }), (error) => error.code === 'INSUFFICIENT_FUNDS');
});

test('snapshot and revert', async () => {
  const id = await provider.send('evm_snapshot', []);
  const value = await counter.value();
  await (await counter.connect(other).increment()).wait();
  assert.equal(await provider.send('evm_revert', [id]), true);
  assert.equal(await counter.value(), value);
});

test('unknown blocks, transactions and receipts are null', async () => {
  assert.equal(await provider.getBlock(100_000_000), null);
  assert.equal(await provider.getTransaction('0x' + '11'.repeat(32)), null);
  assert.equal(await provider.getTransactionReceipt('0x' + '11'.repeat(32)), null);
});

test('a contract event reaches a listener that polls', { timeout: 60_000 }, async () => {
  const seen = new Promise((resolve) => counter.once('Note', (text) => resolve(text)));
  assert.equal(await untilHeard(seen, async () => (await counter.connect(other).note('hello')).wait()), 'hello');
});

/** ethers unsubscribes what came once by itself; the answer to that comes before those to later requests, and a socket that is closed before it fails. */
async function close(socket) {
  for (let i = 0; i < 2; i++) await socket.send('eth_chainId', []);
  await socket.destroy();
}

test('a WebSocket answers, and brings blocks and events', { timeout: 60_000 }, async () => {
  const socket = new WebSocketProvider(wsUrl);
  try {
    assert.equal((await socket.getNetwork()).chainId, BigInt(chainId));
    const block = new Promise((resolve) => socket.once('block', resolve));
    const live = new Contract(await counter.getAddress(), counterArtifact.abi, socket);
    const event = new Promise((resolve) => live.once('Note', (text) => resolve(text)));
    const [text, number] = await untilHeard(Promise.all([event, block]), async () => (await counter.connect(other).note('by socket')).wait());
    assert.equal(text, 'by socket');
    assert.ok(number > 0);
  } finally {
    await close(socket);
  }
});

test('pending transactions are announced on a WebSocket', { timeout: 60_000 }, async () => {
  const socket = new WebSocketProvider(wsUrl);
  try {
    const pending = new Promise((resolve) => socket.once('pending', resolve));
    const sent = [];
    const hash = await untilHeard(pending, async () => {
      const transaction = await other.sendTransaction({ to: addresses[0], value: 1n });
      sent.push(transaction.hash);
      await transaction.wait();
    });
    assert.ok(sent.includes(hash));
  } finally {
    await close(socket);
  }
});

