// forge create and script, and cast, against the node.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serveOurs } from '../node.mjs';
import { addresses, chainId, keys, rpc, url } from './net.mjs';

const folder = fileURLToPath(new URL('../foundry', import.meta.url));
const bin = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));
const signer = ['--private-key', keys[0]];
let counter, token, sent;

function run(tool, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(`${bin}/${tool}`, args, { cwd: folder, env: { ...process.env, FOUNDRY_DISABLE_NIGHTLY_WARNING: '1', ETH_RPC_URL: url, NO_COLOR: '1' } });
    let out = '', err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out.trim()) : reject(Object.assign(new Error(`${tool} ${args.join(' ')}: ${err || out}`), { code, out, err }))));
  });
}

const cast = (...args) => run('cast', ...args);
const forge = (...args) => run('forge', ...args);

before(() => forge('build'));

test('cast chain-id', async () => assert.equal(await cast('chain-id'), String(chainId)));

test('cast client', async () => assert.match(await cast('client'), /\//));

test('cast block-number', async () => assert.match(await cast('block-number'), /^\d+$/));

test('cast balance, in ether', async () => assert.ok(Number(await cast('balance', '--ether', addresses[1])) >= 9000));

test('cast nonce', async () => assert.match(await cast('nonce', addresses[0]), /^\d+$/));

test('forge create deploys', async () => {
  const out = JSON.parse(await forge('create', 'build/contracts/Counter.sol:Counter', '--broadcast', '--json', ...signer, '--constructor-args', '7'));
  counter = out.deployedTo;
  assert.equal(await cast('call', counter, 'value()(uint256)'), '7');
});

test('forge create deploys with value-less constructor arguments', async () => {
  const out = JSON.parse(await forge('create', 'build/contracts/Token.sol:Token', '--broadcast', '--json', ...signer, '--constructor-args', '1000000'));
  token = out.deployedTo;
  assert.equal(await cast('call', token, 'balanceOf(address)(uint256)', addresses[0]), '1000000 [1e6]');
});

test('cast code', async () => assert.ok((await cast('code', counter)).length > 100));

test('cast send', async () => {
  sent = JSON.parse(await cast('send', counter, 'set(uint256)', '42', '--json', ...signer));
  assert.equal(sent.status, '0x1');
  assert.equal(await cast('call', counter, 'value()(uint256)'), '42');
});

test('cast receipt', async () => {
  const receipt = JSON.parse(await cast('receipt', sent.transactionHash, '--json'));
  assert.equal(receipt.logs.length, 1);
});

test('cast tx', async () => assert.equal(JSON.parse(await cast('tx', sent.transactionHash, '--json')).from.toLowerCase(), addresses[0].toLowerCase()));

test('cast block', async () => {
  const block = JSON.parse(await cast('block', 'latest', '--json'));
  assert.ok(BigInt(block.baseFeePerGas) > 0n);
});

test('cast logs', async () => {
  const logs = JSON.parse(await cast('logs', '--json', '--from-block', '0', '--address', counter, 'Changed(address indexed,uint256 indexed,uint256)'));
  assert.ok(logs.length >= 1);
});

test('cast storage', async () => assert.equal(BigInt(await cast('storage', counter, '0')), 42n));

test('cast estimate', async () => assert.ok(BigInt(await cast('estimate', counter, 'set(uint256)', '5', '--from', addresses[0])) > 21_000n));

test('cast send of value', async () => {
  const before = BigInt(await cast('balance', addresses[2]));
  await cast('send', addresses[2], '--value', '1000', ...signer);
  assert.equal(BigInt(await cast('balance', addresses[2])), before + 1000n);
});

test('cast send of a legacy transaction', async () => {
  const receipt = JSON.parse(await cast('send', '--legacy', counter, 'increment()', '--json', ...signer));
  assert.equal(receipt.type, '0x0');
});

test('cast send from an unlocked account', async () => {
  const receipt = JSON.parse(await cast('send', '--unlocked', '--from', addresses[1], counter, 'increment()', '--json'));
  assert.equal(receipt.status, '0x1');
});

test('cast call shows why it reverts', async () => {
  await assert.rejects(cast('call', counter, 'failWithReason()'), (error) => error.message.includes('not today'));
});

test('cast send refuses what would revert', async () => {
  await assert.rejects(cast('send', counter, 'set(uint256)', '5000', ...signer), (error) => /TooBig|revert/.test(error.message));
});

test('cast call with an override of state', async () => {
  const answer = await cast('call', counter, 'value()(uint256)', '--override-state-diff', `${counter}:0x${'00'.repeat(32)}:0x63`);
  assert.equal(answer, '99');
});

test('cast gas-price', async () => assert.ok(BigInt(await cast('gas-price')) > 0n));

test('cast rpc', async () => assert.equal(JSON.parse(await cast('rpc', 'eth_chainId')), `0x${chainId.toString(16)}`));

test('cast publish of a raw transaction', async () => {
  const nonce = await cast('nonce', addresses[0]);
  const raw = await cast('mktx', addresses[1], '--value', '1', '--nonce', nonce, ...signer);
  const receipt = JSON.parse(await cast('publish', raw));
  assert.equal(receipt.status, '0x1');
});

test('cast send to a token', async () => {
  await cast('send', token, 'transfer(address,uint256)', addresses[1], '10', ...signer);
  assert.equal(await cast('call', token, 'balanceOf(address)(uint256)', addresses[1]), '10');
});

test('cast find-block', async () => {
  const { timestamp } = await rpc('eth_getBlockByNumber', ['latest', false]);
  assert.match(await cast('find-block', String(BigInt(timestamp))), /^\d+$/);
});

test('forge script with the gas of the node sends all its transactions', { timeout: 60_000 }, async () => {
  const before = BigInt(await cast('nonce', addresses[0]));
  const out = await forge('script', 'script/Deploy.s.sol:Deploy', '--rpc-url', url, '--broadcast', '--skip-simulation', '--slow', ...signer);
  assert.match(out, /ONCHAIN EXECUTION COMPLETE/);
  assert.equal(BigInt(await cast('nonce', addresses[0])), before + 5n);
});

test('forge script with the gas of Ethereum passes where limits are lenient, and each is told', { timeout: 90_000 }, async () => {
  const lenient = await serveOurs('--gas', 'lenient');
  try {
    const out = await forge('script', 'script/Deploy.s.sol:Deploy', '--rpc-url', lenient.url, '--broadcast', '--slow', ...signer);
    assert.match(out, /ONCHAIN EXECUTION COMPLETE/);
    assert.equal(await cast('nonce', addresses[0], '--rpc-url', lenient.url), '5');
    assert.equal(lenient.errors().match(/ran with gas limit/g)?.length, 5);
  } finally {
    lenient.stop();
  }
});
