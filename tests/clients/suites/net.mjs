// What the suites share: where the node is, the well-known accounts, and compiled contracts.
import { readFileSync } from 'node:fs';
import * as node from '../node.mjs';

export const url = process.env.FVM_RPC ?? 'http://127.0.0.1:8545';
export const wsUrl = url.replace(/^http/, 'ws');
export const chainId = Number(process.env.FVM_CHAIN_ID ?? 31415926);
export const mnemonic = 'test test test test test test test test test test test junk';

/** The first three keys of the mnemonic at m/44'/60'/0'/0/i: public test keys. */
export const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
];

export const addresses = [
  '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
];

export function artifact(name) {
  return JSON.parse(readFileSync(new URL(`../build/${name}.json`, import.meta.url), 'utf8'));
}

/** One request to the node of the suite, at one of its paths; the whole answer, errors included. */
export const request = (method, params = [], path = '/') => node.request(new URL(path, url), method, params);

/** The result of one request; throws its error. */
export const rpc = (method, params = [], path = '/') => node.rpc(new URL(path, url), method, params);

/** Does something again and again until what it brings about is heard: nothing tells when a subscription is there, and on a busy machine that takes a while. */
export async function untilHeard(heard, act) {
  let told = false;
  const over = heard.finally(() => { told = true; });
  while (!told) {
    await act();
    await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 300))]);
  }
  return heard;
}
