#!/usr/bin/env node
// Mixed load on one node with a data folder, for some minutes: transfers, deployments, estimates, logs, blocks and native reads. Prints memory as it goes, and
// fails on any error or when memory of the last third is more than a quarter above that of the middle third.
//   node load.mjs [--minutes N]
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFunctionData, encodeDeployData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { compile } from './compile.mjs';
import { requireTool, residentMiB, rpc, serveOurs } from './node.mjs';
import { addresses, artifact, keys } from './suites/net.mjs';

const minutes = process.argv.includes('--minutes') ? Number(process.argv[process.argv.indexOf('--minutes') + 1]) : 30;
const average = (values) => values.reduce((a, b) => a + b, 0) / values.length;
let errors = 0, requests = 0;

async function ask(node, method, params = []) {
  requests++;
  try {
    return await rpc(node.url, method, params);
  } catch (error) {
    errors++;
    console.error(error.message);
    return undefined;
  }
}

/** One writer: its own account, its own token; transfers, and now and then a new contract. */
async function write(node, key, until) {
  const account = privateKeyToAccount(key);
  const { abi, bytecode } = artifact('Token');
  let nonce = Number(await rpc(node.url, 'eth_getTransactionCount', [account.address, 'latest'])), token;
  const send = async (to, data) => ask(node, 'eth_sendRawTransaction', [await account.signTransaction({
    chainId: 31415926, nonce: nonce++, to, data, gas: 1_000_000_000n, maxFeePerGas: 2_000_000_000n, maxPriorityFeePerGas: 100_000n, type: 'eip1559' })]);
  for (let i = 0; performance.now() < until; i++) {
    if (i % 200 === 0) {
      const hash = await send(undefined, encodeDeployData({ abi, bytecode, args: [1_000_000n] }));
      token = (await ask(node, 'eth_getTransactionReceipt', [hash])).contractAddress;
    }
    const to = '0x' + (i % 50 + 4096).toString(16).padStart(40, '0');
    const hash = await send(token, encodeFunctionData({ abi, functionName: 'transfer', args: [to, 1n] }));
    const receipt = await ask(node, 'eth_getTransactionReceipt', [hash]);
    if (receipt?.status !== '0x1') { errors++; console.error(`transfer ${hash}: ${JSON.stringify(receipt)}`); }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One reader: what wallets and indexers ask. */
async function read(node, until) {
  for (let i = 0; performance.now() < until; i++) {
    const number = await ask(node, 'eth_blockNumber');
    await ask(node, 'eth_getBlockByNumber', [number, true]);
    await ask(node, 'eth_getBalance', [addresses[i % 3], 'latest']);
    await ask(node, 'eth_feeHistory', ['0x4', 'latest', [50]]);
    await ask(node, 'eth_getLogs', [{ fromBlock: number, toBlock: 'latest' }]);
    await ask(node, 'Filecoin.ChainHead');
    await ask(node, 'Filecoin.WalletBalance', ['t01']);
    if (i % 20 === 0) await ask(node, 'eth_estimateGas', [{ from: addresses[0], to: addresses[1], value: '0x1' }]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

requireTool();
compile();
const node = await serveOurs('--data', mkdtempSync(join(tmpdir(), 'fvm-load-')));
try {
  const begin = performance.now(), until = begin + minutes * 60_000;
  const memory = [];
  const watch = setInterval(() => memory.push(residentMiB(node.pid)), 5_000);
  const say = setInterval(() => console.log(`${((performance.now() - begin) / 60_000).toFixed(1)} min: ${requests} requests, ${errors} errors, ${memory.at(-1)?.toFixed(0)} MiB`), 60_000);
  await Promise.all([write(node, keys[0], until), write(node, keys[1], until), read(node, until), read(node, until)]);
  clearInterval(watch);
  clearInterval(say);
  if (node.ended()) { errors++; console.error(`the node has ended: ${node.errors()}`); }
  const third = Math.floor(memory.length / 3);
  const [middle, last] = [average(memory.slice(third, 2 * third)), average(memory.slice(-third))];
  const flat = last <= middle * 1.25;
  console.log(`${requests} requests, ${errors} errors, memory ${middle.toFixed(0)} MiB in the middle third, ${last.toFixed(0)} MiB in the last: ${flat ? 'flat' : 'NOT flat'}`);
  process.exitCode = errors > 0 || !flat ? 1 : 0;
} finally {
  node.stop();
}
