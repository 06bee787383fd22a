// The second implementation: reads `operation argument...` in hexadecimal, one line each, and answers one line each. See README.md.
import { createInterface } from 'node:readline';
import { bls12_381 as bls } from '@noble/curves/bls12-381.js';
import { bn254 } from '@noble/curves/bn254.js';
import { grainGenConstants, poseidon } from '@noble/curves/abstract/poseidon.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 as secp } from '@noble/curves/secp256k1.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { ripemd160 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

const number = (hex) => (hex === '-' ? 0n : BigInt('0x' + hex));
const bytes = (hex) => (hex === '-' ? new Uint8Array() : hexToBytes(hex));
const hex = (data) => (data.length === 0 ? '-' : bytesToHex(data));
const padded = (value, digits) => value.toString(16).padStart(digits, '0');
const parts = (text, digits) => text.match(new RegExp(`.{${digits}}`, 'g')).map(number);
const attempt = (run) => { try { return run(); } catch { return 'no'; } };

const operations = {};

// Fields: how a value is read and written, and which operations it has.
function field(name, ring, read, write) {
  operations[`${name}.add`] = (a, b) => write(ring.add(read(a), read(b)));
  operations[`${name}.sub`] = (a, b) => write(ring.sub(read(a), read(b)));
  operations[`${name}.mul`] = (a, b) => write(ring.mul(read(a), read(b)));
  operations[`${name}.sqr`] = (a) => write(ring.sqr(read(a)));
  operations[`${name}.neg`] = (a) => write(ring.neg(read(a)));
  operations[`${name}.inv`] = (a) => { const v = read(a); return write(ring.is0(v) ? v : ring.inv(v)); };
  operations[`${name}.sqrt`] = (a) => {
    const v = read(a);
    try { return write(ring.sqr(ring.sqrt(v))); } catch { return write(ring.ZERO); }
  };
}
const flat = (v) => (typeof v === 'bigint' ? [v] : Object.values(v).flatMap(flat));
const prime = (name, ring, digits) => field(name, ring, number, (v) => padded(v, digits));
const tower = (name, ring, digits, create) => field(name, ring, (t) => create(parts(t, digits)), (v) => flat(v).map((x) => padded(x, digits)).join(''));
const { Fp, Fp2, Fp12, Fr } = bls.fields;
const fp2 = (list) => Fp2.fromBigTuple(list);
const fp12 = (list) => Fp12.fromBigTwelve(list);
const write12 = (v) => flat(v).map((x) => padded(x, 96)).join('');
prime('bls.fp', Fp, 96);
prime('bls.fr', Fr, 64);
tower('bls.fp2', Fp2, 96, fp2);
tower('bls.fp12', Fp12, 96, fp12);
operations['bls.fp12.frobenius'] = (a) => write12(Fp12.frobeniusMap(fp12(parts(a, 96)), 1));
prime('bn254.fp', bn254.fields.Fp, 64);
tower('bn254.fp2', bn254.fields.Fp2, 64, (list) => bn254.fields.Fp2.fromBigTuple(list));
prime('p256.fp', p256.Point.Fp, 64);
prime('p256.fn', p256.Point.Fn, 64);
prime('secp.fp', secp.Point.Fp, 64);
prime('secp.fn', secp.Point.Fn, 64);

// Points as x and y; infinity as zeros.
const G1 = bls.G1.Point, G2 = bls.G2.Point, B1 = bn254.G1.Point ?? bn254.G1, B2 = bn254.G2.Point ?? bn254.G2;
const zero = (text) => /^0+$/.test(text);
const group = (Point, digits, wide) => {
  const half = (text, i) => text.slice((i * text.length) / 2, ((i + 1) * text.length) / 2);
  const read = (text) => zero(text) ? Point.ZERO : Point.fromAffine({ x: wide(parts(half(text, 0), digits)), y: wide(parts(half(text, 1), digits)) });
  const write = (point) => {
    if (point.is0()) return '0'.repeat(2 * flat(wide([0n, 0n])).length * digits);
    const { x, y } = point.toAffine();
    return [...flat(x), ...flat(y)].map((v) => padded(v, digits)).join('');
  };
  return { read, write };
};
const one = (list) => list[0];
const g1 = group(G1, 96, one), g2 = group(G2, 96, fp2), b1 = group(B1, 64, one);
// EIP-197 has imaginary parts first.
const swap = (text) => text.match(/.{128}/g).map((t) => t.slice(64) + t.slice(0, 64)).join('');
const b2plain = group(B2, 64, (list) => bn254.fields.Fp2.fromBigTuple(list));
const b2 = { read: (t) => b2plain.read(swap(t)), write: (p) => swap(b2plain.write(p)) };
const times = (point, factor, order) => (factor % order === 0n ? point.subtract(point) : point.multiplyUnsafe(factor % order));
operations['bls.g1.add'] = (a, b) => g1.write(g1.read(a).add(g1.read(b)));
operations['bls.g2.add'] = (a, b) => g2.write(g2.read(a).add(g2.read(b)));
operations['bls.g1.mul'] = (a, k) => g1.write(times(g1.read(a), number(k), Fr.ORDER));
operations['bls.g2.mul'] = (a, k) => g2.write(times(g2.read(a), number(k), Fr.ORDER));
operations['bls.g1.compress'] = (a) => g1.read(a).toHex(true);
operations['bls.g2.compress'] = (a) => g2.read(a).toHex(true);
const decode = (Point, io) => (text) => attempt(() => {
  const point = Point.fromHex(text);
  if (!point.is0()) point.assertValidity();
  return point.is0() || point.isTorsionFree() ? io.write(point) : 'no';
});
operations['bls.g1.decode'] = decode(G1, g1);
operations['bls.g2.decode'] = decode(G2, g2);
operations['bn254.g1.add'] = (a, b) => b1.write(b1.read(a).add(b1.read(b)));
operations['bn254.g1.mul'] = (a, k) => b1.write(times(b1.read(a), number(k), bn254.fields.Fr.ORDER));
operations['bn254.g2.add'] = (a, b) => b2.write(b2.read(a).add(b2.read(b)));

// Signatures.
operations['secp.publickey'] = (k) => hex(secp.getPublicKey(bytes(k), false));
operations['secp.sign'] = (k, h) => {
  const signature = secp.sign(bytes(h), bytes(k), { prehash: false, format: 'recovered' });
  return hex(signature.slice(1)) + padded(BigInt(signature[0]), 2);
};
operations['secp.verify'] = (k, h, s) => attempt(() => (secp.verify(bytes(s), bytes(h), bytes(k), { prehash: false, lowS: false }) ? '1' : '0')).replace('no', '0');
operations['secp.recover'] = (h, s) => attempt(() => {
  const data = bytes(s);
  const recovered = Uint8Array.from([data[64], ...data.slice(0, 64)]);
  return hex(secp.Point.fromBytes(secp.recoverPublicKey(recovered, bytes(h), { prehash: false })).toBytes(false));
});
operations['p256.verify'] = (k, h, s) => attempt(() => (p256.verify(bytes(s), bytes(h), bytes('04' + k), { prehash: false, lowS: false }) ? '1' : '0')).replace('no', '0');
const DST = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_';
const long = bls.longSignatures;
operations['bls.publickey'] = (k) => long.getPublicKey(bytes(k)).toHex(true);
operations['bls.sign'] = (k, m) => long.sign(long.hash(bytes(m), DST), bytes(k)).toHex(true);
operations['bls.verify'] = (k, m, s) => attempt(() => (long.verify(bytes(s), long.hash(bytes(m), DST), bytes(k)) ? '1' : '0')).replace('no', '0');

// Hashes and big numbers.
operations['hash.blake2b160'] = (d) => hex(blake2b(bytes(d), { dkLen: 20 }));
operations['hash.blake2b256'] = (d) => hex(blake2b(bytes(d), { dkLen: 32 }));
operations['hash.blake2b512'] = (d) => hex(blake2b(bytes(d), { dkLen: 64 }));
operations['hash.sha256'] = (d) => hex(sha256(bytes(d)));
operations['hash.keccak256'] = (d) => hex(keccak_256(bytes(d)));
operations['hash.ripemd160'] = (d) => hex(ripemd160(bytes(d)));
// Filecoin's instances: the flag is the bit that neptune sets for x^5 and that noble sets for another s-box; the matrix is neptune's.
const permutations = {};
operations['hash.poseidon'] = (...list) => {
  const t = list.length, size = { Fp: Fr, t, roundsFull: 8, roundsPartial: { 3: 55, 5: 56, 9: 57, 12: 57 }[t] };
  permutations[t] ??= poseidon({
    ...size, sboxPower: 5, roundConstants: grainGenConstants({ ...size, isSboxInverse: true }).roundConstants,
    mds: Array.from({ length: t }, (_, i) => Array.from({ length: t }, (_, j) => Fr.inv(BigInt(i + j + t)))),
  });
  return padded(permutations[t](list.map(number))[1], 64);
};
operations.modexp = (b, e, m) => {
  const modulus = number(m);
  let base = number(b), exponent = number(e), result = 1n;
  if (modulus === 0n) return '0'.repeat(m.length);
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return padded(result % modulus, m.length);
};
// EIP-152 written out over BigInt, since noble keeps its compression to itself.
const IV = ['6a09e667f3bcc908', 'bb67ae8584caa73b', '3c6ef372fe94f82b', 'a54ff53a5f1d36f1', '510e527fade682d1', '9b05688c2b3e6c1f', '1f83d9abfb41bd6b', '5be0cd19137e2179'].map(number);
const SIGMA = ['0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8', '905724afe1bc683d', '2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5', 'a2847615fb9e3cd0']
  .map((row) => [...row].map((c) => parseInt(c, 16)));
const LANES = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
operations.blake2f = (text) => {
  const data = Buffer.from(text, 'hex'), view = (at) => data.readBigUInt64LE(at), wrap = (v) => BigInt.asUintN(64, v);
  const rotate = (v, n) => wrap((v >> BigInt(n)) | (v << BigInt(64 - n)));
  const h = IV.map((_, i) => view(4 + 8 * i)), m = Array.from({ length: 16 }, (_, i) => view(68 + 8 * i)), v = [...h, ...IV];
  v[12] ^= view(196); v[13] ^= view(204);
  if (data[212]) v[14] = wrap(~v[14]);
  for (let round = 0; round < data.readUInt32BE(0); round++) {
    LANES.forEach(([a, b, c, d], i) => {
      const s = SIGMA[round % 10];
      v[a] = wrap(v[a] + v[b] + m[s[2 * i]]); v[d] = rotate(v[d] ^ v[a], 32); v[c] = wrap(v[c] + v[d]); v[b] = rotate(v[b] ^ v[c], 24);
      v[a] = wrap(v[a] + v[b] + m[s[2 * i + 1]]); v[d] = rotate(v[d] ^ v[a], 16); v[c] = wrap(v[c] + v[d]); v[b] = rotate(v[b] ^ v[c], 63);
    });
  }
  const out = Buffer.alloc(64);
  h.forEach((word, i) => out.writeBigUInt64LE(word ^ v[i] ^ v[i + 8], 8 * i));
  return out.toString('hex');
};

// Pairings, sums, maps.
operations['bls.pairing'] = (p, q) => zero(p) || zero(q) ? write12(Fp12.ONE) : write12(bls.pairing(g1.read(p), g2.read(q)));
const product = (engine, pairs) => {
  const finite = pairs.filter(({ g1: a, g2: b }) => !a.is0() && !b.is0());
  return finite.length === 0 || engine.fields.Fp12.eql(engine.pairingBatch(finite), engine.fields.Fp12.ONE) ? '1' : '0';
};
operations['bls.pairing.product'] = (...list) => product(bls, list.flatMap((_, i) => i % 2 ? [] : [{ g1: g1.read(list[i]), g2: g2.read(list[i + 1]) }]));
operations['bn254.pairing.check'] = (text) =>
  product(bn254, text.match(/.{384}/g).map((pair) => ({ g1: b1.read(pair.slice(0, 128)), g2: b2.read(pair.slice(128)) })));
operations['bls.gt.power'] = (v, e) => write12(Fp12.pow(fp12(parts(v, 96)), number(e)));
const sum = (io, Point, list) => {
  let total = Point.ZERO;
  for (let i = 0; i < list.length; i += 2) total = total.add(times(io.read(list[i]), number(list[i + 1]), Fr.ORDER));
  return io.write(total);
};
operations['bls.g1.msm'] = (...list) => sum(g1, G1, list);
operations['bls.g2.msm'] = (...list) => sum(g2, G2, list);
operations['bls.map.g1'] = (u) => g1.write(bls.G1.mapToCurve(number(u)));
operations['bls.map.g2'] = (u) => g2.write(bls.G2.mapToCurve(parts(u, 96)));
operations['bls.hash.g1'] = (m, t) => g1.write(bls.G1.hashToCurve(bytes(m), { DST: bytes(t) }));
operations['bls.hash.g2'] = (m, t) => g2.write(bls.G2.hashToCurve(bytes(m), { DST: bytes(t) }));

createInterface({ input: process.stdin }).on('line', (line) => {
  const [name, ...rest] = line.split(' ');
  let answer;
  try { answer = operations[name](...rest); } catch (error) { answer = `error: ${error.message}`; }
  process.stdout.write(answer + '\n');
});
