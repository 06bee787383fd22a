// The suite runs against the node at FVM_RPC; the compiler is npm's solc, so nothing is downloaded.
import { fileURLToPath } from "node:url";
import networkHelpers from "@nomicfoundation/hardhat-network-helpers";
import nodeTestRunner from "@nomicfoundation/hardhat-node-test-runner";
import viem from "@nomicfoundation/hardhat-viem";
import viemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { defineConfig } from "hardhat/config";

export default defineConfig({
  plugins: [networkHelpers, nodeTestRunner, viem, viemAssertions],
  networks: {
    localnet: {
      type: "http",
      url: process.env.FVM_RPC ?? "http://127.0.0.1:8545",
      chainId: Number(process.env.FVM_CHAIN_ID ?? 31415926),
      accounts: "remote",
    },
  },
  paths: { sources: "build/contracts", artifacts: "build/artifacts", cache: "build/cache" },
  solidity: {
    version: "0.8.30",
    path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
    settings: { evmVersion: "cancun", optimizer: { enabled: true, runs: 200 } },
  },
});
