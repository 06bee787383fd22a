// EDR (Hardhat's EVM, revm) behind HTTP, for --peer edr=http://127.0.0.1:PORT: npm's @nomicfoundation/edr driven directly, without Hardhat.
//   npm install; node edr.mjs [PORT]
import http from 'node:http';
import {
  CANCUN, ContractDecoder, EdrContext, GENERIC_CHAIN_TYPE, IncludeTraces, MineOrdering, genericChainProviderFactory, l1GenesisState, l1HardforkFromString,
} from '@nomicfoundation/edr';

const port = Number(process.argv[2] ?? 8546);
const blockGasLimit = 10_000_000_000n;
const context = new EdrContext();
await context.registerProviderFactory(GENERIC_CHAIN_TYPE, genericChainProviderFactory());
const provider = await context.createProvider(
  GENERIC_CHAIN_TYPE,
  {
    allowBlocksWithSameTimestamp: false,
    allowUnlimitedContractSize: true,
    bailOnCallFailure: true,
    bailOnTransactionFailure: true,
    chainId: 31337n,
    coinbase: new Uint8Array(20),
    defaultTransactionGasLimit: blockGasLimit,
    genesisState: l1GenesisState(l1HardforkFromString(CANCUN)),
    hardfork: CANCUN,
    initialBaseFeePerGas: 0n,
    initialParentBeaconBlockRoot: new Uint8Array(32),
    minGasPrice: 0n,
    mining: { autoMine: true, blockGasLimit, memPool: { order: MineOrdering.Priority } },
    network: { genesisBlockGasLimit: blockGasLimit, genesisBlobGas: { gasUsed: 0n, excessGas: 0n } },
    networkId: 31337n,
    observability: { includeCallTraces: IncludeTraces.None },
    ownedAccounts: [],
    precompileOverrides: [],
    transactionGasCap: false,
  },
  { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} },
  { subscriptionCallback: () => {} },
  new ContractDecoder());

http.createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', async () => {
    const answer = await provider.handleRequest(Buffer.concat(chunks).toString('utf8'));
    response.setHeader('content-type', 'application/json');
    response.end(typeof answer.data === 'string' ? answer.data : JSON.stringify(answer.data));
  });
}).listen(port, '127.0.0.1', () => console.log(`edr listens on http://127.0.0.1:${port}`));
