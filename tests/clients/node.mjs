// Starts nodes for the suites and the measurements: ours, or anvil as the peer.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const tool = process.env.FVM_TOOL ?? join(here, '../../src/Fvm.Cli/bin/Release/net10.0/fvm');
export const bundles = process.env.FVM_BUNDLES;

/** Says what is missing and ends, unless our tool is built. */
export function requireTool() {
  if (existsSync(tool)) return;
  console.error(`${tool} is not there: build the solution (dotnet build -c Release) or set FVM_TOOL`);
  process.exit(2);
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** One JSON-RPC request over HTTP; the whole answer, errors included. */
export async function request(url, method, params = []) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.json();
}

/** The result of one request; throws what the node answers as an error. */
export async function rpc(url, method, params = []) {
  const answer = await request(url, method, params);
  if (answer.error) throw Object.assign(new Error(`${method}: ${answer.error.message}`), answer.error);
  return answer.result;
}

/** Starts a program that serves JSON-RPC on `port` and waits for its first answer; `ready` is how long that took, in ms. */
export async function serve(program, args, port) {
  const begin = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '', ended = false;
  child.stderr.on('data', (data) => (errors += data));
  child.on('error', (error) => { errors += error; ended = true; });
  child.on('exit', () => (ended = true));
  const url = `http://127.0.0.1:${port}`;
  while (!ended && performance.now() - begin < 60_000) {
    try {
      if (await rpc(url, 'eth_chainId') && !ended) {
        return { url, pid: child.pid, ready: performance.now() - begin, ended: () => ended, errors: () => errors, stop: (signal = 'SIGTERM') => child.kill(signal) };
      }
    } catch { /* not there yet */ }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  throw new Error(`the node did not start: ${program} ${args.join(' ')}\n${errors}`);
}

/** What a process holds in memory now. */
export const residentMiB = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

/** A port that was free may be somebody else's a moment later: then the next one. */
async function onFreePort(start) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === 5 || !/in use/i.test(error.message)) throw error;
    }
  }
}

/** Our node on a free port. */
export const serveOurs = (...more) => onFreePort((port) => serve(tool, ['devnet', '--port', String(port), '--silent', ...more], port));

/** anvil from npm on a free port, with our chain id. */
export function serveAnvil() {
  const anvil = join(here, 'node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');
  return onFreePort((port) => serve(anvil, ['--port', String(port), '--chain-id', '31415926', '--gas-limit', '10000000000', '--silent'], port));
}
