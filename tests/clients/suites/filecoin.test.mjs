// iso-filecoin against the node's Filecoin API, and the native requests that its users make by hand.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as Address from 'iso-filecoin/address';
import { Message } from 'iso-filecoin/message';
import { RPC } from 'iso-filecoin/rpc';
import { Token } from 'iso-filecoin/token';
import * as Wallet from 'iso-filecoin/wallet';
import { JsonRpcProvider, NonceManager, Wallet as EthereumWallet, ContractFactory } from 'ethers';
import { addresses, artifact, keys, mnemonic, request, rpc, url } from './net.mjs';

const api = new URL('/rpc/v1', url);
const node = new RPC({ api, network: 'testnet' });
const path = "m/44'/461'/0'/0/0";
const secp = Wallet.accountFromMnemonic(mnemonic, 'SECP256K1', path, undefined, 'testnet');
const bls = Wallet.accountFromMnemonic(mnemonic, 'BLS', path, undefined, 'testnet');
const fil = (method, ...params) => rpc(`Filecoin.${method}`, params, '/rpc/v1');
const ok = ({ result, error }) => {
  if (error) throw error;
  return result;
};

async function send(account, fields) {
  const message = await new Message({ from: account.address.toString(), value: '0', ...fields }).prepare(node);
  const signature = await Wallet.signMessage(account.privateKey, account.type, message);
  const cid = ok(await node.pushMessage({ msg: message, signature }));
  return { message, cid, lookup: ok(await node.waitMsg({ cid })) };
}

let sent;

before(() => fil('Version'));

test('version', async () => assert.match(ok(await node.version()).Version, /\d/));

test('network name', async () => assert.ok(ok(await node.networkName()).length > 0));

test('the network version is 28', async () => assert.equal(await fil('StateNetworkVersion', null), 28));

test('the head is a tipset of this minute', async () => {
  const head = ok(await node.chainHead());
  assert.equal(head.Cids.length, head.Blocks.length);
  assert.equal(head.Blocks[0].Height, head.Height);
});

test('the native accounts of the mnemonic are funded', async () => {
  assert.equal(secp.address.toString(), 't1qid3qslm4jax2jpohkdwomtidgd3x7xa7qvahea');
  for (const account of [secp, bls]) {
    assert.ok(Token.fromAttoFIL(ok(await node.balance(account.address.toString()))).toFIL() > 100);
  }
});

test('a fresh address has neither balance nor nonce', async () => {
  const fresh = Wallet.create('SECP256K1', 'testnet').address.toString();
  assert.equal(ok(await node.balance(fresh)), '0');
});

test('gas of a message is estimated', async () => {
  const estimate = ok(await node.gasEstimate({ msg: { from: secp.address.toString(), to: bls.address.toString(), value: '1' } }));
  assert.ok(estimate.GasLimit > 0);
  assert.ok(BigInt(estimate.GasFeeCap) > 0n);
});

test('a secp256k1 message is pushed and found', async () => {
  const before = BigInt(ok(await node.balance(bls.address.toString())));
  sent = await send(secp, { to: bls.address.toString(), value: '1000' });
  assert.equal(sent.lookup.Receipt.ExitCode, 0);
  assert.equal(BigInt(ok(await node.balance(bls.address.toString()))), before + 1000n);
});

test('the nonce has grown', async () => {
  assert.equal(ok(await node.nonce(secp.address.toString())), sent.message.nonce + 1);
});

test('a BLS message is pushed and found', async () => {
  const { lookup } = await send(bls, { to: secp.address.toString(), value: '500' });
  assert.equal(lookup.Receipt.ExitCode, 0);
});

test('sending to a new key makes an account', async () => {
  const fresh = Wallet.create('BLS', 'testnet').address.toString();
  await send(secp, { to: fresh, value: '77' });
  const id = ok(await node.stateLookupID({ address: fresh }));
  assert.match(id, /^t0\d+$/);
  assert.equal(ok(await node.stateAccountKey({ address: id })), fresh);
});

test('sending to a 0x address lands where Ethereum looks', async () => {
  const to = EthereumWallet.createRandom().address;
  const { lookup } = await send(secp, { to, value: '99' });
  assert.equal(lookup.Receipt.ExitCode, 0);
  assert.equal(BigInt(await rpc('eth_getBalance', [to, 'latest'])), 99n);
});

test('an id address is found with every safety', async () => {
  for (const safety of ['latest', 'safe', 'finalized']) {
    assert.match(ok(await node.getIDAddress({ address: secp.address.toString(), safety })), /^t0\d+$/);
  }
});

test('a delegated address and its 0x form go both ways', async () => {
  const delegated = Address.fromEthAddress(addresses[0], 'testnet').toString();
  assert.equal(await fil('EthAddressToFilecoinAddress', addresses[0]), delegated);
  assert.equal(ok(await node.filecoinAddressToEthAddress({ address: delegated })).toLowerCase(), addresses[0].toLowerCase());
});

test('an f1 address has the masked form of its id', async () => {
  const id = ok(await node.stateLookupID({ address: secp.address.toString() }));
  const masked = ok(await node.filecoinAddressToEthAddress({ address: secp.address.toString() }));
  assert.equal(BigInt('0x' + masked.slice(4)), BigInt(id.slice(2)));
  assert.ok(masked.startsWith('0xff'));
});

test('a robust address comes back from an id', async () => {
  const delegated = Address.fromEthAddress(addresses[0], 'testnet').toString();
  const id = ok(await node.stateLookupID({ address: delegated }));
  assert.equal(ok(await node.stateLookupRobustAddress({ address: id })), delegated);
});

test('tipsets by height', async () => {
  const head = ok(await node.chainHead());
  const genesis = ok(await node.getTipSetByHeight({ height: 0 }));
  assert.equal(genesis.Height, 0);
  const parent = ok(await node.getTipSetByHeight({ height: head.Height - 1, tipSetKey: head.Cids }));
  assert.deepEqual(head.Blocks[0].Parents, parent.Cids);
});

test('a message is read back by its CID', async () => {
  const message = await fil('ChainGetMessage', sent.cid);
  assert.equal(message.Nonce, sent.message.nonce);
  assert.equal(message.Value, '1000');
});

test('messages and receipts of a block match', async () => {
  const tipset = await fil('ChainGetTipSet', sent.lookup.TipSet);
  const messages = await fil('ChainGetParentMessages', tipset.Cids[0]);
  const receipts = await fil('ChainGetParentReceipts', tipset.Cids[0]);
  const at = messages.findIndex((one) => one.Cid['/'] === sent.cid['/']);
  assert.ok(at >= 0);
  assert.equal(receipts[at].GasUsed, sent.lookup.Receipt.GasUsed);
});

test('a message is searched for', async () => {
  const found = await fil('StateSearchMsg', null, sent.cid, -1, true);
  assert.equal(found.Height, sent.lookup.Height);
});

test('an actor is read', async () => {
  const actor = await fil('StateGetActor', secp.address.toString(), null);
  assert.ok(actor.Nonce >= 1);
  assert.ok(BigInt(actor.Balance) > 0n);
});

test('the state of an actor is read as JSON', async () => {
  const { State } = await fil('StateReadState', secp.address.toString(), null);
  assert.equal(State.Address, secp.address.toString());
});

test('a message is simulated', async () => {
  const result = await fil('StateCall', { ...new Message({ from: secp.address.toString(), to: bls.address.toString(), value: '1' }).toLotus() }, null);
  assert.equal(result.MsgRct.ExitCode, 0);
  assert.equal(result.ExecutionTrace.Msg.To.length > 0, true);
});

test('an Ethereum transaction has a message and the other way round', async () => {
  const provider = new JsonRpcProvider(url);
  try {
    const one = await new EthereumWallet(keys[2], provider).sendTransaction({ to: addresses[0], value: 1n });
    await one.wait();
    const cid = await fil('EthGetMessageCidByTransactionHash', one.hash);
    assert.equal(await fil('EthGetTransactionHashByCid', cid), one.hash);
    assert.equal((await fil('StateSearchMsg', null, cid, -1, true)).Receipt.ExitCode, 0);
  } finally {
    provider.destroy();
  }
});

test('a native message has a hash that Ethereum finds', async () => {
  const hash = await fil('EthGetTransactionHashByCid', sent.cid);
  const receipt = await rpc('eth_getTransactionReceipt', [hash]);
  assert.equal(receipt.status, '0x1');
});

test('a contract is called by a native message', async () => {
  const provider = new JsonRpcProvider(url);
  try {
    const { abi, bytecode } = artifact('Counter');
    const counter = await new ContractFactory(abi, bytecode, new NonceManager(new EthereumWallet(keys[0], provider))).deploy(7n);
    await counter.waitForDeployment();
    const data = counter.interface.encodeFunctionData('increment').slice(2);
    const params = Buffer.concat([Buffer.from([0x44]), Buffer.from(data, 'hex')]).toString('base64');
    const to = Address.fromEthAddress(await counter.getAddress(), 'testnet').toString();
    const { lookup } = await send(secp, { to, method: 3844450837, params });
    assert.equal(lookup.Receipt.ExitCode, 0);
    assert.equal(await counter.value(), 8n);
  } finally {
    provider.destroy();
  }
});

test('a message with a bad signature is refused', async () => {
  const message = await new Message({ from: secp.address.toString(), to: bls.address.toString(), value: '1' }).prepare(node);
  const signature = await Wallet.signMessage(Wallet.create('SECP256K1', 'testnet').privateKey, 'SECP256K1', message);
  const { error } = await node.pushMessage({ msg: message, signature });
  assert.match(error.message, /signature/i);
});

test('a message with a nonce of the past is refused', async () => {
  const message = new Message({ from: secp.address.toString(), to: bls.address.toString(), value: '1', nonce: 0, gasLimit: 10_000_000, gasFeeCap: '1000', gasPremium: '100' });
  const signature = await Wallet.signMessage(secp.privateKey, 'SECP256K1', message);
  const { error } = await node.pushMessage({ msg: message, signature });
  assert.match(error.message, /nonce/i);
});

test('an unknown method is -32601 on every path', async () => {
  for (const one of ['/', '/rpc/v0', '/rpc/v1']) {
    assert.equal((await request('Filecoin.NoSuchMethod', [], one)).error.code, -32601);
  }
});
