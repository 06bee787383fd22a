// The samples of @zondax/filecoin-solidity: contracts that speak to built-in actors through the Filecoin precompiles.
// Power, market and miner need the network's own actors: FVM_ACTORS names them when the node runs on a bundle.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ContractFactory, JsonRpcProvider, NonceManager, Wallet as EthereumWallet, hexlify, parseEther } from 'ethers';
import * as Address from 'iso-filecoin/address';
import * as Wallet from 'iso-filecoin/wallet';
import { addresses, artifact, keys, mnemonic, rpc, url } from './net.mjs';

const fil = (method, ...params) => rpc(`Filecoin.${method}`, params, '/rpc/v1');
const secp = Wallet.accountFromMnemonic(mnemonic, 'SECP256K1', "m/44'/461'/0'/0/0", undefined, 'testnet');
const bytes = (address) => ({ data: hexlify(Address.fromString(address).toBytes()) });
const big = (value) => BigInt(value.val === '0x' ? 0 : value.val) * (value.neg ? -1n : 1n);
const amount = (value) => ({ val: '0x' + value.toString(16).padStart(2, '0').replace(/^(.(..)*)$/, '0$1'), neg: false });
const bundle = process.env.FVM_ACTORS ? {} : { skip: 'needs the network\'s actors: set FVM_BUNDLES' };
/** A test that is skipped without a bundle, and counted as such. */
const onBundle = (name, body) => test(name, bundle, body);
let provider, signer;

async function deploy(name) {
  const { abi, bytecode } = artifact(name);
  const contract = await new ContractFactory(abi, bytecode, signer).deploy();
  await contract.waitForDeployment();
  return contract;
}

/** What a call answers, when its method is not marked as a view. */
const ask = (contract, method, ...args) => contract[method].staticCall(...args);
const idOf = async (address) => BigInt((await fil('StateLookupID', address, null)).slice(2));

before(() => {
  provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1 });
  provider.pollingInterval = 100;
  signer = new NonceManager(new EthereumWallet(keys[0], provider));
});
after(() => provider.destroy());

describe('precompiles', () => {
  let contract;
  before(async () => (contract = await deploy('PrecompilesApiTest')));

  test('a native address resolves to its id', async () => {
    const address = secp.address.toString();
    assert.equal(await contract.resolve_address(bytes(address)), await idOf(address));
  });

  test('a 0x address resolves to its id', async () => {
    const delegated = Address.fromEthAddress(addresses[1], 'testnet').toString();
    assert.equal(await contract.resolve_eth_address(addresses[1]), await idOf(delegated));
  });

  test('an id has its delegated address', async () => {
    const id = await contract.resolve_eth_address(addresses[1]);
    assert.equal(await contract.lookup_delegated_address(id), '0x040a' + addresses[1].slice(2).toLowerCase());
  });

  test('an id without one has none', async () => {
    await assert.rejects(contract.lookup_delegated_address(1).then((answer) => assert.notEqual(answer, '0x')));
  });
});

describe('account', () => {
  let contract, id;
  before(async () => {
    contract = await deploy('AccountApiTest');
    id = await idOf(secp.address.toString());
  });

  test('a signature of the account is authenticated', async () => {
    const message = Buffer.from('hello');
    const signature = hexlify(Wallet.sign(secp.privateKey, 'SECP256K1', message).data);
    await ask(contract, 'authenticate_message', id, { signature, message: hexlify(message) });
  });

  test('a signature of somebody else is not', async () => {
    const message = Buffer.from('hello');
    const stranger = Wallet.create('SECP256K1', 'testnet');
    const signature = hexlify(Wallet.sign(stranger.privateKey, 'SECP256K1', message).data);
    await assert.rejects(ask(contract, 'authenticate_message', id, { signature, message: hexlify(message) }));
  });

  test('an account takes what it is told of a transfer', async () => {
    await (await contract.universal_receiver_hook(id, { type_: 0, payload: '0x' })).wait();
  });
});

describe('datacap', () => {
  let contract;
  before(async () => (contract = await deploy('DataCapApiTest')));

  test('name and symbol', async () => {
    assert.equal(await ask(contract, 'name'), 'DataCap');
    assert.equal(await ask(contract, 'symbol'), 'DCAP');
  });

  test('an address without datacap has none', async () => {
    assert.equal(big(await ask(contract, 'balance', bytes(secp.address.toString()))), 0n);
  });

  test('nothing is allowed at first', async () => {
    const [owner, operator] = [bytes(secp.address.toString()), bytes(Address.fromEthAddress(addresses[1], 'testnet').toString())];
    assert.equal(big(await ask(contract, 'allowance', { owner, operator })), 0n);
  });

  test('more than there is cannot be transferred', async () => {
    await assert.rejects(ask(contract, 'transfer', { to: { data: '0x0006' }, amount: amount(10n ** 18n), operator_data: '0x' }));
  });

  test('the total supply is what was granted', async () => {
    assert.ok(big(await ask(contract, 'total_supply')) >= 0n);
  });
});

describe('verified registry', () => {
  let contract;
  before(async () => (contract = await deploy('VerifRegApiTest')));

  test('claims that are not there are reported one by one', async () => {
    const { batch_info: info, claims } = await ask(contract, 'get_claims', { provider: 1000n, claim_ids: [1n, 2n] });
    assert.equal(info.success_count, 0n);
    assert.equal(info.fail_codes.length, 2);
    assert.equal(claims.length, 0);
  });

  test('a contract that is no verifier grants nothing', async () => {
    await assert.rejects(ask(contract, 'add_verified_client', { addr: bytes(secp.address.toString()), allowance: amount(1n << 40n) }));
  });

  test('nothing has expired', async () => {
    const answer = await ask(contract, 'remove_expired_claims', { provider: 1000n, claim_ids: [] });
    assert.equal(answer.considered.length, 0);
  });
});

describe('power, market and miner', () => {
  let power, market, miner;
  const id = 1000n;
  before(async () => {
    if (bundle.skip) return;
    power = await deploy('PowerApiTest');
    market = await deploy('MarketApiTest');
    miner = await deploy('MinerApiTest');
  });

  onBundle('miners are counted', async () => {
    assert.ok((await ask(power, 'miner_count')) >= 0n);
    assert.equal(await ask(power, 'miner_consensus_count'), 0n);
  });

  onBundle('the power of the network is a number', async () => {
    assert.ok(big(await ask(power, 'network_raw_power')) >= 0n);
  });

  onBundle('money is put into the market and stays there', async () => {
    const address = bytes(secp.address.toString());
    await (await market.add_balance(address, parseEther('1'), { value: parseEther('1') })).wait();
    const { balance } = await ask(market, 'get_balance', address);
    assert.equal(big(balance), parseEther('1'));
  });

  onBundle('a deal that is not there has no client', async () => {
    await assert.rejects(ask(market, 'get_deal_client', 77n));
  });

  onBundle('a proof that the network has retired makes no miner', async () => {
    const owner = bytes(Address.fromEthAddress(addresses[0], 'testnet').toString());
    const worker = bytes(Wallet.accountFromMnemonic(mnemonic, 'BLS', "m/44'/461'/0'/0/0", undefined, 'testnet').address.toString());
    // The library's enumeration ends before the proofs of today (V1_1).
    const params = { owner, worker, window_post_proof_type: 8, peer: { data: '0x00' }, multiaddrs: [] };
    await assert.rejects(ask(power, 'create_miner', params, 0n), (error) => error.code === 'CALL_EXCEPTION');
  });

  onBundle('the miner of genesis has an owner', async () => {
    const { owner } = await ask(miner, 'get_owner', id);
    assert.match(Address.fromBytes(Buffer.from(owner.data.slice(2), 'hex'), 'testnet').toString(), /^t0\d+$/);
  });

  onBundle('the miner of genesis has one of the sector sizes', async () => {
    assert.ok([2n << 10n, 8n << 20n, 512n << 20n, 32n << 30n, 64n << 30n].includes(await ask(miner, 'get_sector_size', id)));
  });

  onBundle('a miner without sectors has no power', async () => {
    const { raw_byte_power: raw } = await ask(power, 'miner_raw_power', id);
    assert.equal(big(raw), 0n);
  });
});
