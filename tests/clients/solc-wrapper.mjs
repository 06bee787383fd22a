#!/usr/bin/env node
// A `solc` for tools that want the native compiler: standard JSON in, standard JSON out, by npm's solc.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const solc = createRequire(import.meta.url)('solc');
const args = process.argv.slice(2);
if (args.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace('.Emscripten.clang', '.Linux.g++')}`);
} else {
  const base = args.includes('--base-path') ? args[args.indexOf('--base-path') + 1] : '.';
  const find = (path) => {
    for (const root of [base, '/']) {
      try {
        return { contents: readFileSync(resolve(root, path), 'utf8') };
      } catch { /* the next root */ }
    }
    return { error: `not found: ${join(base, path)}` };
  };
  process.stdout.write(solc.compile(readFileSync(0, 'utf8'), { import: find }));
}
