#!/usr/bin/env node
// Ours beside anvil, interleaved in one run: the time to the first answer, memory at rest, eth_call of the loops in contracts/Bench.sol, and
// signed ERC-20 transfers by one client, a block each. Prints times and ratios (ours / anvil for times, ours : anvil for rates).
//   node bench.mjs [--transfers N] [--rounds N] [--warm N]
import { encodeFunctionData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { compile } from './compile.mjs';
import { requireTool, residentMiB, rpc, serveAnvil, serveOurs } from './node.mjs';
import { artifact, keys } from './suites/net.mjs';

const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
const transfers = option('--transfers', 300), rounds = option('--rounds', 15);
/** Rounds of calls that are not counted: both nodes get to know the work first, and our runtime has compiled what runs often. With 3, it has not. */
const warmUp = option('--warm', 40);
/** The same for transfers, which are hundreds a round. */
const transferWarmUp = 3, transferRounds = Math.min(rounds, 5);
const loops = [['arith', 200000], ['mulmods', 200000], ['keccaks', 50000], ['fib', 22], ['sortMem', 600], ['sstores', 300], ['transfers', 300]];
const account = privateKeyToAccount(keys[0]);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function receipt(url, hash) {
  for (let tries = 0; tries < 4000; tries++) {
    const found = await rpc(url, 'eth_getTransactionReceipt', [hash]);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`no receipt of ${hash}`);
}

class Node {
  constructor(name, server, gas) {
    Object.assign(this, { name, server, url: server.url, gas, nonce: 0 });
  }

  sign(to, data, gas) {
    return account.signTransaction({ chainId: 31415926, nonce: this.nonce++, to, data, gas, maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 100_000n, type: 'eip1559' });
  }

  async deploy() {
    const { abi, bytecode } = artifact('Bench');
    this.abi = abi;
    this.contract = (await receipt(this.url, await rpc(this.url, 'eth_sendRawTransaction', [await this.sign(undefined, bytecode, this.gas.deploy)]))).contractAddress;
  }

  async call(functionName, count) {
    const data = encodeFunctionData({ abi: this.abi, functionName, args: [BigInt(count)] });
    const begin = performance.now();
    await rpc(this.url, 'eth_call', [{ from: account.address, to: this.contract, data }, 'latest']);
    return performance.now() - begin;
  }

  /** Transfers a second; each transaction gets a block of its own, and the next is sent when the answer is there. */
  async transfer(count) {
    const raw = [];
    for (let i = 0; i < count; i++) {
      const to = '0x' + (this.nonce + 1000).toString(16).padStart(40, '0');
      raw.push(await this.sign(this.contract, encodeFunctionData({ abi: this.abi, functionName: 'transfer', args: [to, 1n] }), this.gas.transfer));
    }
    const first = Number(await rpc(this.url, 'eth_blockNumber'));
    const begin = performance.now();
    let last;
    for (const one of raw) last = await rpc(this.url, 'eth_sendRawTransaction', [one]);
    const { status } = await receipt(this.url, last);
    const seconds = (performance.now() - begin) / 1000;
    const blocks = Number(await rpc(this.url, 'eth_blockNumber')) - first;
    if (status !== '0x1' || blocks < count * 0.9) throw new Error(`${this.name}: status ${status}, ${blocks} blocks for ${count} transfers`);
    return count / seconds;
  }
}

requireTool();
compile();
const ours = new Node('ours', await serveOurs('--call-gas-limit', '1000000000000'), { deploy: 1_000_000_000n, transfer: 100_000_000n });
const anvil = new Node('anvil', await serveAnvil(), { deploy: 5_000_000n, transfer: 200_000n });
try {
  console.log(`first answer        ours ${ours.server.ready.toFixed(0)} ms, anvil ${anvil.server.ready.toFixed(0)} ms`);
  console.log(`memory at rest      ours ${residentMiB(ours.server.pid).toFixed(0)} MiB, anvil ${residentMiB(anvil.server.pid).toFixed(0)} MiB`);
  for (const node of [ours, anvil]) await node.deploy();
  for (const [name, count] of loops) {
    const times = { ours: [], anvil: [] };
    for (let round = 0; round < warmUp + rounds; round++) {
      for (const node of round % 2 ? [ours, anvil] : [anvil, ours]) {
        const time = await node.call(name, count);
        if (round >= warmUp) times[node.name].push(time);
      }
    }
    const [a, b] = [median(times.ours), median(times.anvil)];
    console.log(`${`eth_call ${name}`.padEnd(20)}ours ${a.toFixed(1)} ms, anvil ${b.toFixed(1)} ms, ratio ${(a / b).toFixed(2)}`);
  }
  const rates = { ours: [], anvil: [] };
  for (let round = 0; round < transferWarmUp + transferRounds; round++) {
    for (const node of round % 2 ? [ours, anvil] : [anvil, ours]) {
      const rate = await node.transfer(transfers);
      if (round >= transferWarmUp) rates[node.name].push(rate);
    }
  }
  const [a, b] = [median(rates.ours), median(rates.anvil)];
  console.log(`transfers           ours ${a.toFixed(0)}/s, anvil ${b.toFixed(0)}/s, ratio ${(a / b).toFixed(2)}`);
  console.log(`memory after        ours ${residentMiB(ours.server.pid).toFixed(0)} MiB, anvil ${residentMiB(anvil.server.pid).toFixed(0)} MiB`);
} finally {
  ours.server.stop();
  anvil.server.stop();
}
