// The explorer's namespace, ots_*: the same transactions on the node and on anvil beside it; answers must have the same members, of the same kinds, and say the same.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serveAnvil, rpc } from '../node.mjs';
import { addresses, url } from './net.mjs';

/** What Ethereum's blocks and receipts have since Paris, Shanghai and Cancun, and FEVM's have not; and the state root that old receipts had. */
const forks = new Set(['withdrawals', 'withdrawalsRoot', 'blobGasUsed', 'excessBlobGas', 'parentBeaconBlockRoot', 'requestsHash', 'blobGasPrice', 'blockTimestamp', 'root']);
const missing = `0x${'11'.repeat(32)}`;
const [alice, bob] = addresses.map((address) => address.toLowerCase());
const initCode = (code) => `0x60${(code.length / 2).toString(16).padStart(2, '0')}600c60003960${(code.length / 2).toString(16).padStart(2, '0')}6000f3${code}`;
let anvil, both;

/** Three contracts and a transaction to each: one forwards its value, one makes a contract, one reverts with a word. */
async function scene(at) {
  const send = async (transaction) => {
    const hash = await rpc(at, 'eth_sendTransaction', [{ from: alice, ...transaction }]);
    for (;;) {
      const receipt = await rpc(at, 'eth_getTransactionReceipt', [hash]);
      if (receipt) return receipt;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const forwarder = (await send({ data: initCode('5f5f5f5f345f355af100') })).contractAddress;
  const factory = (await send({ data: initCode('5f5f5ff000') })).contractAddress;
  const reverter = (await send({ data: initCode('602a5f5260205ffd') })).contractAddress;
  const transfer = await send({ to: forwarder, value: '0x7', data: `0x${bob.slice(2).padStart(64, '0')}` });
  const creation = await send({ to: factory });
  const failure = await send({ to: reverter, gas: '0x1000000' });
  return { at, forwarder, factory, transfer, creation, failure, first: Number(transfer.blockNumber) - 3, ask: (method, ...params) => rpc(at, method, params) };
}

function shape(json) {
  if (json === null) return 'null';
  if (Array.isArray(json)) return [...new Set(json.map((item) => JSON.stringify(shape(item))))].map((text) => JSON.parse(text));
  if (typeof json === 'object') return Object.fromEntries(Object.keys(json).filter((key) => !forks.has(key)).sort().map((key) => [key, shape(json[key])]));
  return typeof json === 'string' ? (json.startsWith('0x') ? 'hex' : 'text') : typeof json;
}

/** Asks both; the shapes must be the same. The answers: the node's, and anvil's. */
async function same(method, params) {
  const answers = await Promise.all(both.map((one) => one.ask(method, ...params(one))));
  assert.deepEqual(shape(answers[0]), shape(answers[1]));
  return answers;
}

before(async () => {
  anvil = await serveAnvil();
  both = [await scene(url), await scene(anvil.url)];
});

after(() => anvil?.stop());

describe('ots_', () => {
  test('getApiLevel', async () => assert.deepEqual(await same('ots_getApiLevel', () => []), [8, 8]));

  test('hasCode', async () => {
    assert.deepEqual(await same('ots_hasCode', ({ forwarder }) => [forwarder, 'latest']), [true, true]);
    assert.deepEqual(await same('ots_hasCode', () => [bob, 'latest']), [false, false]);
  });

  test('getBlockDetails and getBlockDetailsByHash', async () => {
    const [ours] = await same('ots_getBlockDetails', ({ transfer }) => [Number(transfer.blockNumber)]);
    const [byHash] = await same('ots_getBlockDetailsByHash', ({ transfer }) => [transfer.blockHash]);
    assert.deepEqual(ours, byHash);
    assert.equal(ours.block.transactionCount, 1);
    assert.equal(BigInt(ours.totalFees), BigInt(both[0].transfer.gasUsed) * BigInt(both[0].transfer.effectiveGasPrice));
    for (const one of both) await assert.rejects(one.ask('ots_getBlockDetails', 999_999), { code: -32001 });
  });

  test('getBlockTransactions', async () => {
    const [ours, theirs] = await same('ots_getBlockTransactions', ({ transfer }) => [Number(transfer.blockNumber), 0, 10]);
    assert.equal(ours.fullblock.transactions[0].input, theirs.fullblock.transactions[0].input);
    const [beyond] = await same('ots_getBlockTransactions', ({ transfer }) => [Number(transfer.blockNumber), 1, 10]);
    assert.deepEqual(beyond.receipts, []);
  });

  test('traceTransaction', async () => {
    const [ours, theirs] = await same('ots_traceTransaction', ({ transfer }) => [transfer.transactionHash]);
    assert.deepEqual(ours.map((call) => [call.type, call.depth, call.value, call.to === bob]), theirs.map((call) => [call.type, call.depth, call.value, call.to === bob]));
    assert.deepEqual(await same('ots_traceTransaction', () => [missing]), [[], []]);
  });

  test('getInternalOperations: the transaction itself is none', async () => {
    const [ours, theirs] = await same('ots_getInternalOperations', ({ transfer }) => [transfer.transactionHash]);
    assert.deepEqual(ours, [{ type: 0, from: both[0].forwarder, to: bob, value: '0x7' }]);
    assert.equal(theirs.length, 2);
    const [[creation], [same2]] = await same('ots_getInternalOperations', ({ creation }) => [creation.transactionHash]);
    assert.deepEqual([creation.type, creation.from, creation.value], [2, both[0].factory, '0x0']);
    assert.equal(same2.type, 2);
  });

  test('getTransactionError', async () => {
    const [ours, theirs] = await same('ots_getTransactionError', ({ failure }) => [failure.transactionHash]);
    assert.equal(ours, theirs);
    assert.deepEqual(await same('ots_getTransactionError', ({ transfer }) => [transfer.transactionHash]), ['0x', '0x']);
  });

  test('searchTransactionsBefore and After: a call inside is found', async () => {
    for (const method of ['ots_searchTransactionsBefore', 'ots_searchTransactionsAfter']) {
      const [ours] = await same(method, () => [both[0].forwarder === both[1].forwarder ? both[0].forwarder : bob, 0, 25]);
      assert.ok(ours.txs.some((transaction) => transaction.hash === both[0].transfer.transactionHash));
      assert.equal(ours.txs.length, ours.receipts.length);
    }
  });

  test('searchTransactionsBefore and After: pages, newest first', async () => {
    const blocks = (page, one) => page.txs.map((transaction) => Number(transaction.blockNumber) - one.first);
    const page = async (method, offset, size) => {
      const answers = await same(method, (one) => [alice, one.first + offset, size]);
      return answers.map((answer, i) => [blocks(answer, both[i]), answer.firstPage]);
    };
    const [before, theirBefore] = await page('ots_searchTransactionsBefore', 5, 2);
    assert.deepEqual(before, [[4, 3], false]);
    assert.deepEqual(theirBefore, before);
    const [later, theirLater] = await page('ots_searchTransactionsAfter', 3, 2);
    assert.deepEqual(later, [[5, 4], true]);
    assert.deepEqual(theirLater[0], later[0]);
  });

  test('getTransactionBySenderAndNonce', async () => {
    const [ours] = await same('ots_getTransactionBySenderAndNonce', () => [alice, 3]);
    assert.match(ours, /^0x[0-9a-f]{64}$/);
    assert.deepEqual(await same('ots_getTransactionBySenderAndNonce', () => [alice, 7777]), [null, null]);
  });

  test('getContractCreator, also of a contract that a contract made', async () => {
    const [ours] = await same('ots_getContractCreator', ({ forwarder }) => [forwarder]);
    assert.equal(ours.creator, alice);
    assert.deepEqual(await same('ots_getContractCreator', () => [bob]), [null, null]);
    const made = (await both[0].ask('ots_getInternalOperations', both[0].creation.transactionHash))[0].to;
    assert.deepEqual(await both[0].ask('ots_getContractCreator', made), { hash: both[0].creation.transactionHash, creator: both[0].factory });
  });

  test('erigon_getHeaderByNumber, which the explorer asks for, too', async () => {
    const [ours] = await same('erigon_getHeaderByNumber', ({ transfer }) => [transfer.blockNumber]);
    assert.equal(ours.hash, both[0].transfer.blockHash);
  });
});
