// Traces: viem with raw requests; the forms of geth (debug_*), of lotus (trace_*) and our own tree.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createPublicClient, createWalletClient, defineChain, encodeFunctionData, http, numberToHex, toFunctionSelector } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { artifact, chainId, mnemonic, request, rpc, url } from './net.mjs';

const chain = defineChain({ id: chainId, name: 'Filecoin local', nativeCurrency: { name: 'Filecoin', symbol: 'FIL', decimals: 18 }, rpcUrls: { default: { http: [url] } } });
const client = createPublicClient({ chain, transport: http(url), pollingInterval: 50, cacheTime: 0 });
const account = mnemonicToAccount(mnemonic, { addressIndex: 3 });
const wallet = createWalletClient({ chain, transport: http(url), account });
const { abi, bytecode } = artifact('Counter');
const { abi: tracingAbi, bytecode: tracingCode } = artifact('Tracing');
const me = account.address.toLowerCase();
const isOurs = (await client.request({ method: 'web3_clientVersion' })).includes('fvm');
const ours = isOurs ? {} : { skip: 'only our node has this' };
const word = (number) => numberToHex(number, { size: 32 });
let counter, tracing, nested, failed;

const wait = (hash) => client.waitForTransactionReceipt({ hash });
const deploy = async (code, codeAbi, args) => wait(await wallet.deployContract({ abi: codeAbi, bytecode: code, args }));
const send = async (to, data, gas) => wait(await wallet.sendTransaction({ to, data, gas }));
const debug = (hash, options) => rpc('debug_traceTransaction', [hash, options]);

before(async () => {
  counter = (await deploy(bytecode, abi, [7n])).contractAddress.toLowerCase();
  tracing = (await deploy(tracingCode, tracingAbi)).contractAddress.toLowerCase();
  nested = await send(tracing, encodeFunctionData({ abi: tracingAbi, functionName: 'nested', args: [counter] }));
  failed = await send(counter, encodeFunctionData({ abi, functionName: 'failWithReason' }), isOurs ? 500_000_000n : 500_000n);
});

describe('debug_traceTransaction', () => {
  test('callTracer: the tree of calls', async () => {
    const trace = await debug(nested.transactionHash, { tracer: 'callTracer' });
    assert.equal(trace.from, me);
    assert.equal(trace.to, tracing);
    assert.equal(trace.output, word(7n));
    assert.equal(BigInt(trace.gasUsed), nested.gasUsed);
    assert.deepEqual(trace.calls.map((call) => call.type), ['STATICCALL', 'CALL', 'STATICCALL', 'DELEGATECALL', 'CREATE']);
    assert.ok(trace.calls.every((call) => call.from === tracing));
    assert.ok(trace.calls.slice(0, 4).every((call) => call.to === counter));
    assert.equal(trace.calls[1].output, word(8n));
    assert.equal(trace.logs, undefined);
  });

  test('callTracer: a contract that was made has its address and its code', async () => {
    const { calls } = await debug(nested.transactionHash, { tracer: 'callTracer' });
    const made = calls.at(-1);
    assert.equal(await client.getCode({ address: made.to }), made.output);
    const top = await debug((await deploy(bytecode, abi, [1n])).transactionHash, { tracer: 'callTracer' });
    assert.equal(top.type, 'CREATE');
    assert.ok(top.input.startsWith(bytecode));
  });

  test('callTracer: a revert that is caught, and one that is not', async () => {
    const { calls, error } = await debug(nested.transactionHash, { tracer: 'callTracer' });
    assert.equal(error, undefined);
    assert.equal(calls[2].error, 'execution reverted');
    assert.equal(calls[2].revertReason, 'not today');
    const trace = await debug(failed.transactionHash, { tracer: 'callTracer' });
    assert.equal(trace.error, 'execution reverted');
    assert.equal(trace.revertReason, 'not today');
    assert.ok(trace.output.startsWith(toFunctionSelector('Error(string)')));
  });

  test('callTracer: withLog and onlyTopCall', async () => {
    const trace = await debug(nested.transactionHash, { tracer: 'callTracer', tracerConfig: { withLog: true } });
    assert.equal(trace.logs.length, 1);
    assert.equal(trace.calls[1].logs[0].address, counter);
    assert.equal(trace.calls[3].logs[0].address, tracing);
    const all = [trace, ...trace.calls].flatMap((call) => call.logs ?? []);
    assert.deepEqual(all.map((log) => log.topics), nested.logs.map((log) => log.topics));
    const top = await debug(nested.transactionHash, { tracer: 'callTracer', tracerConfig: { onlyTopCall: true } });
    assert.equal(top.calls, undefined);
  });

  test('struct logs', { skip: isOurs ? false : 'anvil keeps steps with --steps-tracing only' }, async () => {
    const trace = await debug(nested.transactionHash, {});
    assert.equal(trace.failed, false);
    assert.equal(trace.returnValue, word(7n));
    assert.equal(trace.structLogs[0].op, 'PUSH1');
    assert.deepEqual(trace.structLogs[1].stack, ['0x80']);
    assert.ok(trace.structLogs.some((step) => step.op === 'SSTORE' && step.depth === 2));
    assert.equal(Math.max(...trace.structLogs.map((step) => step.depth)), 2);
    const bare = await debug(failed.transactionHash, { disableStack: true, disableStorage: true });
    assert.equal(bare.failed, true);
    assert.equal(bare.structLogs.at(-1).op, 'REVERT');
    assert.equal(bare.structLogs[0].stack, undefined);
  });

  test('prestateTracer, with and without diffMode', async () => {
    const before = await debug(nested.transactionHash, { tracer: 'prestateTracer' });
    assert.deepEqual(before[counter].storage, { [word(0n)]: word(7n) });
    assert.equal(before[tracing].code, await client.getCode({ address: tracing }));
    const { pre, post } = await debug(nested.transactionHash, { tracer: 'prestateTracer', tracerConfig: { diffMode: true } });
    assert.deepEqual(pre[counter].storage, { [word(0n)]: word(7n) });
    assert.deepEqual(post[counter], { storage: { [word(0n)]: word(8n) } });
    assert.equal(post[me].nonce, pre[me].nonce + 1);
    assert.ok(BigInt(post[me].balance) < BigInt(pre[me].balance));
  });

  test('4byteTracer and noopTracer', async () => {
    const counts = await debug(nested.transactionHash, { tracer: '4byteTracer' });
    assert.equal(counts[`${toFunctionSelector('increment()')}-0`], 1);
    assert.equal(counts[`${toFunctionSelector('nested(address)')}-32`], 1);
    assert.deepEqual(await debug(nested.transactionHash, { tracer: 'noopTracer' }), {});
  });

  test('flatCallTracer', ours, async () => {
    const flat = await debug(nested.transactionHash, { tracer: 'flatCallTracer' });
    assert.deepEqual(flat.map((trace) => trace.traceAddress), [[], [0], [1], [2], [3], [4]]);
    assert.equal(flat[5].result.code, await client.getCode({ address: flat[5].result.address }));
  });

  test('what cannot be traced is an error with a code', ours, async () => {
    const missing = await request('debug_traceTransaction', [word(1n), { tracer: 'callTracer' }]);
    assert.equal(missing.error.code, -32001);
    const unknown = await request('debug_traceTransaction', [nested.transactionHash, { tracer: 'best' }]);
    assert.equal(unknown.error.code, -32602);
    assert.match(unknown.error.message, /callTracer/);
  });
});

describe('debug_traceCall and debug_traceBlock', () => {
  test('a call is traced and does not stay', async () => {
    const data = encodeFunctionData({ abi, functionName: 'increment' });
    const trace = await rpc('debug_traceCall', [{ from: me, to: counter, data }, 'latest', { tracer: 'callTracer' }]);
    assert.equal(trace.output, word(9n));
    assert.equal(await client.readContract({ address: counter, abi, functionName: 'value' }), 8n);
  });

  test('by number and by hash are the same', async () => {
    const options = { tracer: 'callTracer', tracerConfig: { onlyTopCall: true } };
    const byNumber = await rpc('debug_traceBlockByNumber', [numberToHex(nested.blockNumber), options]);
    assert.equal(byNumber[0].txHash, nested.transactionHash);
    assert.equal(byNumber[0].result.output, word(7n));
    assert.deepEqual(await rpc('debug_traceBlockByHash', [nested.blockHash, options]), byNumber);
  });
});

describe('trace_*', () => {
  test('trace_transaction: positions from 0, each call with its place', async () => {
    const traces = await rpc('trace_transaction', [nested.transactionHash]);
    assert.deepEqual(traces.map((trace) => trace.traceAddress), [[], [0], [1], [2], [3], [4]]);
    assert.deepEqual(traces.map((trace) => trace.action.callType), ['call', 'staticcall', 'call', 'staticcall', 'delegatecall', undefined]);
    assert.equal(traces[0].subtraces, 5);
    assert.equal(traces[3].error, 'Reverted');
    assert.equal(traces[5].type, 'create');
    assert.ok(traces.every((trace) => trace.transactionPosition === 0 && trace.blockNumber === Number(nested.blockNumber) && trace.blockHash === nested.blockHash));
  });

  test('trace_block and trace_replayBlockTransactions', async () => {
    const block = numberToHex(nested.blockNumber);
    assert.deepEqual(await rpc('trace_block', [block]), await rpc('trace_transaction', [nested.transactionHash]));
    const [replayed] = await rpc('trace_replayBlockTransactions', [block, ['trace']]);
    assert.equal(replayed.transactionHash, nested.transactionHash);
    assert.equal(replayed.output, word(7n));
    assert.equal(replayed.trace.length, 6);
    assert.equal(replayed.stateDiff, null);
  });

  test('trace_filter: by addresses, with paging', async () => {
    const range = { fromBlock: numberToHex(nested.blockNumber), toBlock: numberToHex(nested.blockNumber) };
    const found = await rpc('trace_filter', [{ ...range, toAddress: [counter] }]);
    assert.equal(found.length, 4);
    assert.ok(found.every((trace) => trace.action.from === tracing && trace.action.to === counter));
    assert.deepEqual(await rpc('trace_filter', [{ ...range, toAddress: [counter], after: 1, count: 2 }]), found.slice(1, 3));
  });

  test('trace_filter: sender and receiver must both match, as in lotus', ours, async () => {
    const range = { fromBlock: numberToHex(nested.blockNumber), toBlock: numberToHex(failed.blockNumber) };
    assert.equal((await rpc('trace_filter', [{ ...range, fromAddress: [me], toAddress: [counter] }])).length, 1);
    assert.equal((await rpc('trace_filter', [{ ...range, fromAddress: me, toAddress: [counter, tracing] }])).length, 2);
  });

  test('trace_replayTransaction, trace_get, trace_call', ours, async () => {
    const traces = await rpc('trace_transaction', [nested.transactionHash]);
    const { trace } = await rpc('trace_replayTransaction', [nested.transactionHash, ['trace']]);
    assert.equal(trace.length, traces.length);
    assert.deepEqual(await rpc('trace_get', [nested.transactionHash, ['0x3']]), traces[4]);
    const call = await rpc('trace_call', [{ from: me, to: counter, data: encodeFunctionData({ abi, functionName: 'value' }) }, ['trace'], 'latest']);
    assert.equal(call.output, word(8n));
  });

  test('lotus names the same methods', ours, async () => {
    assert.deepEqual(await rpc('Filecoin.EthTraceTransaction', [nested.transactionHash]), await rpc('trace_transaction', [nested.transactionHash]));
  });
});

describe('what only Filecoin has', () => {
  test('a built-in actor is called by its masked id, with its parameters', ours, async () => {
    const name = 48890204n; // Name of the DataCap actor, f07 (FRC-0042)
    const { transactionHash } = await send(tracing, encodeFunctionData({ abi: tracingAbi, functionName: 'native', args: [7n, name, '0x'] }));
    const [, inside] = await rpc('trace_transaction', [transactionHash]);
    assert.equal(inside.action.to, '0xff00000000000000000000000000000000000007');
    assert.ok(inside.action.input.startsWith(toFunctionSelector('handle_filecoin_method(uint64,uint64,bytes)') + word(name).slice(2)));
    assert.ok(inside.result.output.includes(Buffer.from('DataCap').toString('hex')));
  });

  test('fvm_traceMessage: calls, syscalls and charges, which add up to the gas used', ours, async () => {
    const message = await rpc('fvm_traceMessage', [nested.transactionHash]);
    assert.equal(BigInt(message.gas_used), nested.gasUsed);
    const kinds = new Set();
    const gas = (list) => list.reduce((sum, entry) => {
      kinds.add(entry.kind);
      return sum + (entry.taken ?? 0) + gas(entry.inside ?? []);
    }, 0);
    assert.equal(Math.ceil(gas(message.trace) / 1000), message.gas_used);
    assert.ok(['call', 'syscall', 'gas', 'event'].every((kind) => kinds.has(kind)));
    assert.equal((await rpc('fvm_traceMessage', [message.cid])).hash, nested.transactionHash);
    const calls = await rpc('fvm_traceMessage', [message.cid, { calls: true }]);
    assert.ok(JSON.stringify(calls).length < JSON.stringify(message).length / 4);
  });
});
