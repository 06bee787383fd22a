// The peers that live in Node: noble (JavaScript), blst and libsecp256k1 (native addons). One line in, one line out:
//   prepare ROW PEER argument...   ->  `ok RESULT` (hexadecimal, or 1 and 0), or `absent REASON`
//   run ROW PEER COUNT             ->  nanoseconds for COUNT calls
import { createInterface } from 'node:readline';
import { bls12_381 as bls } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 as secp } from '@noble/curves/secp256k1.js';
import { pippenger } from '@noble/curves/abstract/curve.js';
import { grainGenConstants, poseidon } from '@noble/curves/abstract/poseidon.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { ripemd160 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex as hex, hexToBytes as bytes } from '@noble/hashes/utils.js';

const load = async (name) => { try { return await import(name); } catch (error) { return { missing: `${name} is not installed (${error.code})` }; } };
const blst = await load('@chainsafe/blst');
const native = await load('secp256k1/bindings.js');

const number = (text) => BigInt('0x' + text);
const DST = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_';
const long = bls.longSignatures, G1 = bls.G1.Point, G2 = bls.G2.Point;
const bit = (value) => (value ? '1' : '0');
const triples = (list) => Array.from({ length: list.length / 3 }, (_, i) => list.slice(3 * i, 3 * i + 3));
const need = (module, make) => { if (module.missing) throw new Error(module.missing); return make(module); };

// blst's addon has Ethereum's ciphersuite built in (..._POP_): it signs for itself what it verifies, and its signatures are another suite's (`~`: not compared).
// Each row: from the arguments a call without arguments, and how its result is written.
const rows = {
  'bls.verify noble': (k, m, s, _) => { const [a, b, c] = [k, m, s].map(bytes); return [() => long.verify(c, long.hash(b, DST), a), bit]; },
  'bls.verify native': (k, m, s, secret) => need(blst, (lib) => {
    const a = bytes(k), b = bytes(m), c = lib.SecretKey.fromBytes(bytes(secret)).sign(b).toBytes(true);
    return [() => lib.verify(b, lib.PublicKey.fromBytes(a, true), lib.Signature.fromBytes(c, true)), bit];
  }),
  'bls.aggregate10 noble': (s, ...list) => {
    const signature = bytes(s), items = triples(list).map(([key, message]) => ({ publicKey: bytes(key), bare: bytes(message) }));
    return [() => long.verifyBatch(signature, items.map(({ publicKey, bare }) => ({ publicKey, message: long.hash(bare, DST) }))), bit];
  },
  'bls.aggregate10 native': (s, ...list) => need(blst, (lib) => {
    const items = triples(list).map((item) => item.map(bytes)), keys = items.map(([key]) => key), messages = items.map(([, message]) => message);
    const signature = lib.aggregateSignatures(items.map(([, message, secret]) => lib.SecretKey.fromBytes(secret).sign(message))).toBytes(true);
    return [() => lib.aggregateVerify(messages, keys.map((key) => lib.PublicKey.fromBytes(key, true)), lib.Signature.fromBytes(signature, true)), bit];
  }),
  'bls.sign noble': (k, m) => { const [a, b] = [k, m].map(bytes); return [() => long.sign(long.hash(b, DST), a).toBytes(true), hex]; },
  'bls.sign native': (k, m) => need(blst, (lib) => {
    const key = lib.SecretKey.fromBytes(bytes(k)), message = bytes(m);
    return [() => key.sign(message).toBytes(true), () => '~'];
  }),
  'bls.g1.decode noble': (t) => { const a = bytes(t); return [() => { const p = G1.fromBytes(a); p.assertValidity(); return p; }, (p) => hex(p.toBytes(true))]; },
  'bls.g1.decode native': (t) => need(blst, (lib) => { const a = bytes(t); return [() => lib.PublicKey.fromBytes(a, true), (p) => hex(p.toBytes(true))]; }),
  'bls.g2.decode noble': (t) => { const a = bytes(t); return [() => { const p = G2.fromBytes(a); p.assertValidity(); return p; }, (p) => hex(p.toBytes(true))]; },
  'bls.g2.decode native': (t) => need(blst, (lib) => { const a = bytes(t); return [() => lib.Signature.fromBytes(a, true), (p) => hex(p.toBytes(true))]; }),
  'bls.hash.g2 noble': (m) => { const a = bytes(m); return [() => bls.G2.hashToCurve(a, { DST }), (p) => hex(p.toBytes(true))]; },
  'bls.pairing2 noble': (...list) => {
    const pairs = [];
    for (let i = 0; i < list.length; i += 2) pairs.push({ g1: G1.fromHex(list[i]), g2: G2.fromHex(list[i + 1]) });
    return [() => bls.fields.Fp12.eql(bls.pairingBatch(pairs), bls.fields.Fp12.ONE), bit];
  },
  'bls.g1.mul noble': (p, k) => { const point = G1.fromHex(p), factor = number(k); return [() => point.multiplyUnsafe(factor).toBytes(true), hex]; },
  'bls.g2.mul noble': (p, k) => { const point = G2.fromHex(p), factor = number(k); return [() => point.multiplyUnsafe(factor).toBytes(true), hex]; },
  'bls.g1.msm128 noble': (...list) => {
    const points = list.filter((_, i) => i % 2 === 0).map((t) => G1.fromHex(t)), factors = list.filter((_, i) => i % 2 === 1).map(number);
    return [() => pippenger(G1, points, factors).toBytes(true), hex];
  },
  'secp.verify noble': (k, h, s) => { const [a, b, c] = [k, h, s].map(bytes); return [() => secp.verify(c, b, a, { prehash: false, lowS: false }), bit]; },
  'secp.verify native': (k, h, s) => need(native, ({ default: lib }) => {
    const [key, hash, signature] = [k, h, s].map(bytes);
    return [() => lib.ecdsaVerify(signature, hash, key), bit];
  }),
  'secp.recover noble': (h, s) => {
    const hash = bytes(h), data = bytes(s), recovered = Uint8Array.from([data[64], ...data.slice(0, 64)]);
    return [() => secp.Signature.fromBytes(recovered, 'recovered').recoverPublicKey(hash).toBytes(false), hex];
  },
  'secp.recover native': (h, s) => need(native, ({ default: lib }) => {
    const hash = bytes(h), data = bytes(s), signature = data.slice(0, 64);
    return [() => lib.ecdsaRecover(signature, data[64], hash, false), hex];
  }),
  'secp.sign noble': (k, h) => { const [a, b] = [k, h].map(bytes); return [() => secp.sign(b, a, { prehash: false }), hex]; },
  'secp.sign native': (k, h) => need(native, ({ default: lib }) => { const [a, b] = [k, h].map(bytes); return [() => lib.ecdsaSign(b, a).signature, hex]; }),
  'p256.verify noble': (k, h, s) => { const [a, b, c] = [k, h, s].map(bytes); return [() => p256.verify(c, b, a, { prehash: false, lowS: false }), bit]; },
  'bn254.add noble': (a, b) => { const p = b1(a), q = b1(b); return [() => plain1(p.add(q)), (t) => t]; },
  'bn254.mul noble': (a, k) => { const p = b1(a), factor = number(k); return [() => plain1(p.multiplyUnsafe(factor)), (t) => t]; },
  'bn254.pairing2 noble': (text) => {
    const pairs = text.match(/.{384}/g).map((pair) => ({ g1: b1(pair.slice(0, 128)), g2: b2(pair.slice(128)) }));
    return [() => bn254.fields.Fp12.eql(bn254.pairingBatch(pairs), bn254.fields.Fp12.ONE), bit];
  },
  'modexp256 noble': (b, e, m) => {
    const [base, exponent, modulus] = [b, e, m].map(number);
    return [() => power(base, exponent, modulus), (v) => v.toString(16).padStart(m.length, '0')];
  },
  'poseidon8 noble': (tag, ...list) => {
    const inputs = [tag, ...list].map(number), { Fr } = bls.fields, t = inputs.length;
    const { roundConstants } = grainGenConstants({ Fp: Fr, t, roundsFull: 8, roundsPartial: 57, isSboxInverse: true });
    // The flag is the bit that neptune sets for x^5, and that noble sets for another s-box.
    const mds = Array.from({ length: t }, (_, i) => Array.from({ length: t }, (_, j) => Fr.inv(BigInt(i + j + t))));
    const permute = poseidon({ Fp: Fr, t, roundsFull: 8, roundsPartial: 57, sboxPower: 5, mds, roundConstants });
    return [() => permute(inputs)[1], (v) => v.toString(16).padStart(64, '0')];
  },
};
const { Fp2: BFp2 } = bn254.fields, B1 = bn254.G1.Point ?? bn254.G1, B2 = bn254.G2.Point ?? bn254.G2;
const parts = (text) => text.match(/.{64}/g).map(number);
const b1 = (text) => { const [x, y] = parts(text); return B1.fromAffine({ x, y }); };
const b2 = (text) => { const [x1, x0, y1, y0] = parts(text); return B2.fromAffine({ x: BFp2.fromBigTuple([x0, x1]), y: BFp2.fromBigTuple([y0, y1]) }); };
const plain1 = (p) => { const { x, y } = p.toAffine(); return [x, y].map((v) => v.toString(16).padStart(64, '0')).join(''); };
function power(base, exponent, modulus) {
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result % modulus;
}
for (const length of [32, 128, 1024, 65536]) rows[`blake2b.${length} noble`] = (d) => { const data = bytes(d); return [() => blake2b(data, { dkLen: 64 }), hex]; };
for (const [name, hash] of [['keccak', keccak_256], ['sha256', sha256], ['ripemd160', ripemd160]]) {
  for (const length of [32, 1024]) rows[`${name}.${length} noble`] = (d) => { const data = bytes(d); return [() => hash(data), hex]; };
}

const calls = {};
createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb, row, peer, ...rest] = line.split(' '), key = `${row} ${peer}`;
  let answer;
  try {
    if (verb === 'prepare') {
      if (!rows[key]) throw new Error('no such operation there');
      const [call, write] = rows[key](...rest);
      calls[key] = call;
      answer = `ok ${write(call())}`;
    } else {
      const call = calls[key], count = Number(rest[0]), start = process.hrtime.bigint();
      for (let i = 0; i < count; i++) call();
      answer = String(process.hrtime.bigint() - start);
    }
  } catch (error) { answer = `absent ${error.message}`; }
  process.stdout.write(answer + '\n');
});
