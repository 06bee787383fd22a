// Compiles contracts/*.sol and the samples of @zondax/filecoin-solidity with npm's solc into build/NAME.json: { abi, bytecode }.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const solc = require('solc');
const here = dirname(fileURLToPath(import.meta.url));
const samples = ['account', 'datacap', 'verifreg', 'precompiles', 'power', 'market', 'miner'];

export function compile() {
  const sources = {};
  for (const file of readdirSync(join(here, 'contracts')).filter((name) => name.endsWith('.sol'))) {
    sources[file] = { content: readFileSync(join(here, 'contracts', file), 'utf8') };
  }
  for (const sample of samples) {
    const file = `@zondax/filecoin-solidity/contracts/v0.8/tests/${sample}.test.sol`;
    sources[file] = { content: readFileSync(join(here, 'node_modules', file), 'utf8') };
  }
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  };
  const find = (path) => ({ contents: readFileSync(join(here, 'node_modules', path), 'utf8') });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
  const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));

  mkdirSync(join(here, 'build'), { recursive: true });
  for (const contracts of Object.values(output.contracts)) {
    for (const [name, contract] of Object.entries(contracts)) {
      if (contract.evm.bytecode.object === '') continue;
      const artifact = { abi: contract.abi, bytecode: '0x' + contract.evm.bytecode.object, deployed: '0x' + contract.evm.deployedBytecode.object };
      writeFileSync(join(here, 'build', `${name}.json`), JSON.stringify(artifact));
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) compile();
