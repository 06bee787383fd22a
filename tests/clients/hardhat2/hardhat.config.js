// The suite runs against the node at FVM_RPC; solc is npm's, so nothing is downloaded.
const { subtask } = require('hardhat/config');
const { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD } = require('hardhat/builtin-tasks/task-names');
require('@nomicfoundation/hardhat-ethers');
require('@nomicfoundation/hardhat-chai-matchers');
require('@nomicfoundation/hardhat-network-helpers');

subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD, async () => {
  const { version } = require('solc/package.json');
  return { compilerPath: require.resolve('solc/soljson.js'), isSolcJs: true, version, longVersion: require('solc').version() };
});

module.exports = {
  defaultNetwork: 'localnet',
  networks: {
    localnet: { url: process.env.FVM_RPC ?? 'http://127.0.0.1:8545', chainId: Number(process.env.FVM_CHAIN_ID ?? 31415926) },
  },
  paths: { sources: 'build/contracts', artifacts: 'build/artifacts', cache: 'build/cache' },
  solidity: { version: '0.8.30', settings: { evmVersion: 'cancun', optimizer: { enabled: true, runs: 200 } } },
  mocha: { timeout: 30_000 },
};
