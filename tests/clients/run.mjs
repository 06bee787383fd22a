#!/usr/bin/env node
// Runs the suites of real clients, each against a node of its own, and ends with `N passed, N failed, N skipped`.
//   node run.mjs [--only NAME]... [--peer URL]     --peer: a node that runs already, instead of ours
import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { compile } from './compile.mjs';
import { bundles, here, requireTool, serveOurs, tool } from './node.mjs';

const node22 = join(here, 'node_modules/node/bin');

const nodeTest = (file) => ({ command: [process.execPath, '--test', '--test-reporter=tap', `suites/${file}.test.mjs`], count: tap });
const suites = {
  ethers: nodeTest('ethers'),
  viem: nodeTest('viem'),
  trace: nodeTest('trace'),
  otterscan: nodeTest('otterscan'),
  hardhat2: { command: ['npx', 'hardhat', 'test'], folder: 'hardhat2', count: mocha },
  hardhat3: { command: ['npx', 'hardhat', 'test', 'nodejs', '--network', 'localnet'], folder: 'hardhat3', count: mocha, path: node22 },
  foundry: { ...nodeTest('foundry'), contracts: 'foundry' },
  filecoin: nodeTest('filecoin'),
  zondax: { ...nodeTest('zondax'), bundle: true },
};

function tap(text) {
  const number = (word) => Number(text.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0);
  return { passed: number('pass'), failed: number('fail') + number('cancelled'), skipped: number('skipped') + number('todo') };
}

function mocha(text) {
  const number = (word) => Number(text.match(new RegExp(`^\\s*(\\d+) ${word}`, 'm'))?.[1] ?? 0);
  return { passed: number('passing'), failed: number('failing'), skipped: number('pending') + number('skipped') };
}

function run([program, ...args], options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, options);
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    child.stderr.on('data', (data) => (text += data));
    child.on('error', (error) => resolve({ code: -1, text: String(error) }));
    child.on('close', (code) => resolve({ code, text }));
  });
}

/** The manifest of actors v18 in the store of bundles, if there is one. */
async function manifest() {
  if (!bundles) return undefined;
  const { code, text } = await run([tool, 'bundle', 'list', '--bundles', bundles, '--json'], {});
  return code === 0 ? text.match(/bafy2bzace\w+/g)?.at(-1) : undefined;
}

async function runSuite(name, suite, peer, actors) {
  const server = peer ? { url: peer, stop() {} } : await serveOurs(...(actors ? ['--actors', actors, '--bundles', bundles] : []));
  const folder = join(here, suite.folder ?? '.');
  try {
    if (suite.folder ?? suite.contracts) cpSync(join(here, 'contracts'), join(here, suite.folder ?? suite.contracts, 'build/contracts'), { recursive: true });
    const env = { ...process.env, FVM_RPC: server.url, HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true', NO_COLOR: '1', FORCE_COLOR: '0' };
    if (actors) env.FVM_ACTORS = actors;
    if (suite.path) env.PATH = suite.path + delimiter + env.PATH;
    const { code, text } = await run(suite.command, { cwd: folder, env });
    const counts = suite.count(text);
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    if (code === 0 && counts.passed === 0) counts.failed = 1;
    if (counts.failed > 0) console.log(text);
    console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    return counts;
  } finally {
    server.stop();
  }
}

function options(args) {
  const chosen = { only: [], peer: undefined };
  for (let i = 0; i < args.length; i += 2) {
    const value = args[i + 1];
    if (args[i] === '--only' && value in suites) chosen.only.push(value);
    else if (args[i] === '--peer' && value) chosen.peer = value;
    else {
      console.error(`usage: node run.mjs [--only ${Object.keys(suites).join('|')}]... [--peer URL]`);
      process.exit(2);
    }
  }
  return chosen;
}

const { only, peer } = options(process.argv.slice(2));
if (!peer) requireTool();
compile();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const [name, suite] of Object.entries(suites)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const counts = await runSuite(name, suite, peer, suite.bundle && !peer ? await manifest() : undefined);
  for (const key of Object.keys(total)) total[key] += counts[key];
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
