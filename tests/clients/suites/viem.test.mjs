// viem: public, wallet and test clients (in the modes of anvil and of Hardhat), subscriptions included.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { BaseError, ContractFunctionRevertedError, createPublicClient, createTestClient, createWalletClient, defineChain, getContractAddress, http, parseEther, parseEventLogs, publicActions, walletActions, webSocket } from 'viem';
import { mnemonicToAccount, privateKeyToAccount, generatePrivateKey } from 'viem/accounts';
import { addresses, artifact, chainId, mnemonic, untilHeard, url, wsUrl } from './net.mjs';

const multicall3 = { address: '0xcA11bde05977b3631167028862bE2a173976CA11' };
const chain = defineChain({
  id: chainId,
  name: 'Filecoin local',
  nativeCurrency: { name: 'Filecoin', symbol: 'FIL', decimals: 18 },
  rpcUrls: { default: { http: [url], webSocket: [wsUrl] } },
  contracts: { multicall3 },
});
const transport = http(url);
const client = createPublicClient({ chain, transport, pollingInterval: 50, cacheTime: 0 });
const account = mnemonicToAccount(mnemonic);
const wallet = createWalletClient({ chain, transport, account });
const { abi, bytecode } = artifact('Counter');
const { abi: tokenAbi, bytecode: tokenCode } = artifact('Token');
let counter, token;

const wait = (hash) => client.waitForTransactionReceipt({ hash });
const value = () => client.readContract({ address: counter, abi, functionName: 'value' });
const write = async (functionName, args, from = wallet) => wait(await from.writeContract({ address: counter, abi, functionName, args }));

before(async () => {
  counter = (await wait(await wallet.deployContract({ abi, bytecode, args: [7n] }))).contractAddress;
  token = (await wait(await wallet.deployContract({ abi: tokenAbi, bytecode: tokenCode, args: [parseEther('1000')] }))).contractAddress;
});

describe('public and wallet clients', () => {
  test('chain id and block number', async () => {
    assert.equal(await client.getChainId(), chainId);
    assert.ok((await client.getBlockNumber()) >= 2n);
  });

  test('a deployed contract is at the address that nonce and sender give', async () => {
    const nonce = BigInt(await client.getTransactionCount({ address: account.address }));
    const receipt = await wait(await wallet.deployContract({ abi, bytecode, args: [1n] }));
    assert.equal(receipt.contractAddress.toLowerCase(), getContractAddress({ from: account.address, nonce }).toLowerCase());
  });

  test('simulate, then write', async () => {
    const { request, result } = await client.simulateContract({ address: counter, abi, functionName: 'increment', account });
    assert.equal(result, 8n);
    const receipt = await wait(await wallet.writeContract(request));
    assert.equal(receipt.status, 'success');
    assert.equal(await value(), 8n);
  });

  test('blocks are simulated one after the other', async () => {
    const before = await value();
    const calls = (functionName, args = []) => [{ account: account.address, to: counter, abi, functionName, args }];
    const [first, second] = await client.simulateBlocks({ blocks: [{ calls: calls('set', [500n]) }, { calls: [...calls('value'), ...calls('set', [5000n])] }] });
    assert.equal(first.calls[0].status, 'success');
    assert.equal(parseEventLogs({ abi, logs: first.calls[0].logs })[0].args.to, 500n);
    assert.equal(second.calls[0].result, 500n);
    assert.equal(second.number, first.number + 1n);
    assert.equal(second.calls[1].status, 'failure');
    assert.equal(await value(), before);
  });

  test('calls are simulated in one block', async () => {
    const { results } = await client.simulateCalls({
      account,
      calls: [{ to: token, abi: tokenAbi, functionName: 'transfer', args: [addresses[1], 5n] }, { to: token, abi: tokenAbi, functionName: 'balanceOf', args: [addresses[1]] }],
    });
    assert.deepEqual(results.map(({ status }) => status), ['success', 'success']);
    assert.equal(results[1].result - (await client.readContract({ address: token, abi: tokenAbi, functionName: 'balanceOf', args: [addresses[1]] })), 5n);
  });

  test('tokens are dealt and allowed', async () => {
    const owner = privateKeyToAccount(generatePrivateKey()).address;
    await client.request({ method: 'anvil_dealERC20', params: [owner, token, '0x64'] });
    await client.request({ method: 'anvil_setERC20Allowance', params: [owner, addresses[1], token, '0x7'] });
    const read = (functionName, args) => client.readContract({ address: token, abi: tokenAbi, functionName, args });
    assert.equal(await read('balanceOf', [owner]), 100n);
    assert.equal(await read('allowance', [owner, addresses[1]]), 7n);
  });

  test('events of a receipt are parsed', async () => {
    const receipt = await write('set', [100n]);
    const [log] = parseEventLogs({ abi, logs: receipt.logs });
    assert.equal(log.eventName, 'Changed');
    assert.deepEqual(log.args, { by: account.address, from: 8n, to: 100n });
  });

  test('a custom error is decoded', async () => {
    await assert.rejects(client.simulateContract({ address: counter, abi, functionName: 'set', args: [5000n], account }), (error) => {
      const reverted = error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError);
      return reverted?.data?.errorName === 'TooBig' && reverted.data.args[0] === 5000n;
    });
  });

  test('a reason is decoded', async () => {
    await assert.rejects(client.readContract({ address: counter, abi, functionName: 'failWithReason' }), (error) =>
      error.walk((cause) => cause instanceof ContractFunctionRevertedError)?.reason === 'not today');
  });

  test('a panic is decoded', async () => {
    await assert.rejects(client.readContract({ address: counter, abi, functionName: 'failWithPanic', args: [0n] }), (error) =>
      error.walk((cause) => cause instanceof ContractFunctionRevertedError)?.data?.errorName === 'Panic');
  });

  test('logs by range, by block hash and by topic', async () => {
    const receipt = await write('increment', []);
    const event = abi.find((item) => item.type === 'event' && item.name === 'Changed');
    const byHash = await client.getLogs({ address: counter, event, blockHash: receipt.blockHash });
    assert.equal(byHash.length, 1);
    const byTopic = await client.getLogs({ address: counter, event, args: { by: addresses[1] }, fromBlock: 0n });
    assert.equal(byTopic.length, 0);
    const all = await client.getLogs({ address: counter, event, fromBlock: 0n, toBlock: 'latest' });
    assert.ok(all.length >= 3);
  });

  test('a filter brings what is new, once', async () => {
    const filter = await client.createContractEventFilter({ address: counter, abi });
    await write('note', ['one']);
    assert.equal((await client.getFilterChanges({ filter })).length, 1);
    assert.equal((await client.getFilterChanges({ filter })).length, 0);
    assert.equal((await client.getFilterLogs({ filter })).length, 1);
    assert.equal(await client.uninstallFilter({ filter }), true);
  });

  test('a block filter brings hashes', async () => {
    const filter = await client.createBlockFilter();
    const receipt = await write('note', ['two']);
    assert.ok((await client.getFilterChanges({ filter })).includes(receipt.blockHash));
  });

  test('multicall answers many reads at once', async () => {
    const read = { address: counter, abi, functionName: 'value' };
    const results = await client.multicall({ contracts: [read, read, { address: token, abi: tokenAbi, functionName: 'balanceOf', args: [account.address] }] });
    assert.deepEqual(results.map((one) => one.status), ['success', 'success', 'success']);
    assert.equal(results[2].result, parseEther('1000'));
    const chainOf = await client.readContract({ ...multicall3, abi: [{ type: 'function', name: 'getChainId', inputs: [], outputs: [{ type: 'uint256' }], stateMutability: 'view' }], functionName: 'getChainId' });
    assert.equal(chainOf, BigInt(chainId));
  });

  test('an ERC-20 token moves', async () => {
    await wait(await wallet.writeContract({ address: token, abi: tokenAbi, functionName: 'transfer', args: [addresses[1], 10n] }));
    assert.equal(await client.readContract({ address: token, abi: tokenAbi, functionName: 'balanceOf', args: [addresses[1]] }), 10n);
  });

  test('a call with a state override sees other storage', async () => {
    const answer = await client.readContract({
      address: counter, abi, functionName: 'value',
      stateOverride: [{ address: counter, stateDiff: [{ slot: '0x' + '00'.repeat(32), value: '0x' + '00'.repeat(31) + '63' }] }],
    });
    assert.equal(answer, 99n);
  });

  test('a call without a receiver runs its data as init code', async () => {
    const { data } = await client.call({ data: '0x602a60005260206000f3' });
    assert.equal(BigInt(data), 42n);
  });

  test('a call from an unfunded sender works', async () => {
    const sender = privateKeyToAccount(generatePrivateKey()).address;
    assert.equal(await client.readContract({ address: counter, abi, functionName: 'sender', account: sender }), sender);
  });

  test('fee history and fees', async () => {
    const history = await client.getFeeHistory({ blockCount: 4, rewardPercentiles: [25, 75] });
    assert.equal(history.baseFeePerGas.length, history.gasUsedRatio.length + 1);
    const fees = await client.estimateFeesPerGas();
    assert.ok(fees.maxFeePerGas > 0n);
  });

  test('an estimate of gas is enough', async () => {
    const gas = await client.estimateContractGas({ address: counter, abi, functionName: 'set', args: [500n], account });
    const receipt = await wait(await wallet.writeContract({ address: counter, abi, functionName: 'set', args: [500n], gas }));
    assert.equal(receipt.status, 'success');
    assert.ok(receipt.gasUsed <= gas);
  });

  test('a transaction of before can be read by block and index', async () => {
    const receipt = await write('increment', []);
    const transaction = await client.getTransaction({ blockHash: receipt.blockHash, index: receipt.transactionIndex });
    assert.equal(transaction.hash, receipt.transactionHash);
    assert.equal(await client.getTransactionConfirmations({ hash: transaction.hash }), 1n);
  });

  test('confirmations arrive without other traffic', { timeout: 60_000 }, async () => {
    const hash = await wallet.sendTransaction({ to: addresses[1], value: 1n });
    const receipt = await client.waitForTransactionReceipt({ hash, confirmations: 3 });
    assert.equal(receipt.status, 'success');
  });

  test('messages signed by the node verify', async () => {
    const remote = createWalletClient({ chain, transport, account: addresses[0] });
    const signature = await remote.signMessage({ message: 'hello' });
    assert.ok(await client.verifyMessage({ address: addresses[0], message: 'hello', signature }));
  });

  test('an unknown method is -32601', async () => {
    await assert.rejects(client.request({ method: 'eth_nosuchmethod', params: [] }), (error) => error.code === -32601);
  });
});

for (const mode of ['anvil', 'hardhat']) {
  describe(`test client in the mode of ${mode}`, () => {
    const tester = createTestClient({ chain, transport, mode, pollingInterval: 50, cacheTime: 0 }).extend(publicActions).extend(walletActions);

    test('blocks are mined on demand', async () => {
      const start = await client.getBlockNumber();
      await tester.mine({ blocks: 10 });
      assert.equal(await client.getBlockNumber(), start + 10n);
    });

    test('snapshot and revert', async () => {
      const before = await value();
      const id = await tester.snapshot();
      await write('set', [1n]);
      await tester.revert({ id });
      assert.equal(await value(), before);
    });

    test('balance, nonce, code and storage are set', async () => {
      const address = privateKeyToAccount(generatePrivateKey()).address;
      await tester.setBalance({ address, value: parseEther('3') });
      assert.equal(await client.getBalance({ address }), parseEther('3'));
      await tester.setNonce({ address, nonce: 5 });
      assert.equal(await client.getTransactionCount({ address }), 5);
      const code = privateKeyToAccount(generatePrivateKey()).address;
      await tester.setCode({ address: code, bytecode: '0x602a60005260206000f3' });
      assert.equal(BigInt((await client.call({ to: code })).data), 42n);
      assert.equal(await client.getCode({ address: code }), '0x602a60005260206000f3');
      await tester.setStorageAt({ address: counter, index: 0, value: '0x' + '00'.repeat(31) + '11' });
      assert.equal(await value(), 17n);
    });

    test('anybody is impersonated', async () => {
      const address = '0x00000000000000000000000000000000000A11cE';
      await tester.setBalance({ address, value: parseEther('3') });
      await tester.impersonateAccount({ address });
      const hash = await createWalletClient({ chain, transport, account: address }).writeContract({ address: counter, abi, functionName: 'increment', args: [] });
      const receipt = await wait(hash);
      assert.equal(receipt.from.toLowerCase(), address.toLowerCase());
      await tester.stopImpersonatingAccount({ address });
    });

    test('time goes forward', async () => {
      const { timestamp } = await client.getBlock();
      await tester.increaseTime({ seconds: 3600 });
      await tester.mine({ blocks: 1 });
      const later = (await client.getBlock()).timestamp;
      assert.ok(later >= timestamp + 3600n);
      await tester.setNextBlockTimestamp({ timestamp: later + 100n });
      await tester.mine({ blocks: 1 });
      assert.equal((await client.getBlock()).timestamp, later + 100n);
      assert.equal(await client.readContract({ address: counter, abi, functionName: 'time' }), later + 100n);
    });

    test('the next base fee is set', async () => {
      await tester.setNextBlockBaseFeePerGas({ baseFeePerGas: 12_345n });
      await tester.mine({ blocks: 1 });
      assert.equal((await client.getBlock()).baseFeePerGas, 12_345n);
    });

    test('without automining transactions wait', async () => {
      await tester.setAutomine(false);
      try {
        const hash = await wallet.sendTransaction({ to: addresses[1], value: 1n });
        assert.equal((await client.getTransaction({ hash })).blockNumber, null);
        const { pending } = await tester.getTxpoolStatus();
        assert.equal(Number(pending), 1);
        const content = await tester.getTxpoolContent();
        assert.equal(Object.keys(content.pending).length, 1);
        await tester.mine({ blocks: 1 });
        assert.equal((await client.getTransactionReceipt({ hash })).status, 'success');
      } finally {
        await tester.setAutomine(true);
      }
    });

    test('a waiting transaction is dropped', async () => {
      await tester.setAutomine(false);
      try {
        const hash = await wallet.sendTransaction({ to: addresses[1], value: 1n });
        await tester.dropTransaction({ hash });
        await tester.mine({ blocks: 1 });
        await assert.rejects(client.getTransactionReceipt({ hash }));
      } finally {
        await tester.setAutomine(true);
      }
    });
  });
}

describe('subscriptions', () => {
  const live = createPublicClient({ chain, transport: webSocket(wsUrl) });

  /** What a watcher hears first, while something is done again and again. */
  const first = (watch, act) => untilHeard(new Promise((resolve, reject) => {
    const stop = watch((heard) => { stop(); resolve(heard); }, reject);
  }), act);

  test('new blocks', { timeout: 60_000 }, async () => {
    const number = await first((onBlockNumber, onError) => live.watchBlockNumber({ onBlockNumber, onError }), () => write('note', ['block']));
    assert.ok(number > 0n);
  });

  test('events', { timeout: 60_000 }, async () => {
    const logs = await first((onLogs, onError) => live.watchContractEvent({ address: counter, abi, eventName: 'Note', onLogs, onError }), () => write('note', ['live']));
    assert.equal(logs[0].args.text, 'live');
  });

  test('pending transactions', { timeout: 60_000 }, async () => {
    const sent = [];
    const hashes = await first((onTransactions, onError) => live.watchPendingTransactions({ onTransactions, onError }), async () => {
      sent.push(await wallet.sendTransaction({ to: addresses[1], value: 1n }));
      await wait(sent.at(-1));
    });
    assert.ok(hashes.some((hash) => sent.includes(hash)));
  });

  test('the socket is closed', async () => {
    const socket = await live.transport.getRpcClient();
    socket.close();
  });
});
