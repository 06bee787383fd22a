// One class of work a module (-DKN=i): what takes a processor long for each unit of gas.
typedef unsigned int u32; typedef unsigned long long u64; typedef unsigned char u8;
#define EXPORT __attribute__((export_name("invoke")))
#define APART __attribute__((noinline))
static u32 next(u32 x) { x ^= x << 13; x ^= x >> 17; x ^= x << 5; return x; }

#if KN == 0 // 64-bit divisions, each of the one before
EXPORT u32 invoke(u32 n) { u64 a = ~0ull, b = n | 3; for (u32 i = 0; i < 2000000; i++) a = ~(a / (b + (a & 7))); return (u32)a; }
#elif KN == 1 // square roots and float divisions, each of the one before
EXPORT u32 invoke(u32 n) { double a = n + 2.5; for (u32 i = 0; i < 2000000; i++) a = __builtin_sqrt(a + 1e9) / 1.5; return (u32)a; }
#elif KN == 2 // loads that miss the cache: a walk over 64 MiB
static u32 A[1 << 24];
EXPORT u32 invoke(u32 n) { u32 x = n | 1, s = 0; for (u32 i = 0; i < 2000000; i++) { x = next(x + s); s = A[x >> 8] + 1; A[x >> 8] = s; } return s; }
#elif KN == 3 // memory.copy
static u8 A[2 << 20];
EXPORT u32 invoke(u32 n) { for (u32 i = 0; i < 200; i++) __builtin_memcpy(A + (1 << 20), A + (i & 15), n + (1 << 20) - 16); return A[n]; }
#elif KN == 4 // memory.fill
static u8 A[1 << 20];
EXPORT u32 invoke(u32 n) { for (u32 i = 0; i < 200; i++) __builtin_memset(A, i, n + (1 << 20)); return A[n]; }
#elif KN == 5 // memory.copy and memory.fill of a few bytes, where calling costs more than copying
static u8 A[256], B[256];
EXPORT u32 invoke(u32 n) { for (u32 i = 0; i < 2000000; i++) { __builtin_memcpy(B, A + (i & 15), n + 5); __builtin_memset(A, i, n + 3); } return B[n]; }
#elif KN == 6 // memory.grow: of pages until none is left, then refusals, and growth by nothing
EXPORT u32 invoke(u32 n) { u32 s = 0; for (u32 i = 0; i < 200; i++) s += __builtin_wasm_memory_grow(0, 1); for (u32 i = 0; i < 200; i++) s += __builtin_wasm_memory_grow(0, n); return s; }
#elif KN == 7 // indirect calls that nobody foresees
typedef u32 (*fn)(u32);
#define F(i) static APART u32 f##i(u32 x) { return x * (2 * i + 1) + i; }
F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15)
static fn T[16] = {f0, f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15};
EXPORT u32 invoke(u32 n) { volatile fn *t = (volatile fn *)T; u32 x = n | 1; for (u32 i = 0; i < 2000000; i++) x = next(t[x >> 28](x) | 1); return x; }
#elif KN == 8 // branches that nobody foresees
static volatile u32 sink;
EXPORT u32 invoke(u32 n) { u32 x = n | 1; for (u32 i = 0; i < 2000000; i++) { x = next(x); if (x & 1) sink = x; if (x & 64) sink = i; if (x & 4096) sink = x + i; } return x; }
#elif KN == 9 // deep calls
APART static u32 down(u32 x, u32 depth) { return depth ? down(x + depth, depth - 1) * 3 + depth : x; }
EXPORT u32 invoke(u32 n) { u32 s = n; for (u32 i = 0; i < 20000; i++) s += down(s, 200); return s; }
#elif KN == 10 // many parameters
APART static u32 wide(u32 a, u32 b, u32 c, u32 d, u32 e, u32 f, u32 g, u32 h, u64 i, u64 j, u64 k, u64 l, u32 depth) { return depth ? wide(b, c, d, e, f, g, h, a, j, k, l, i, depth - 1) + 1 : a + (u32)i + (u32)l; }
EXPORT u32 invoke(u32 n) { u32 s = n; for (u32 i = 0; i < 20000; i++) s += wide(s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 60); return s; }
#elif KN == 11 // a loop of nothing but its own end
EXPORT u32 invoke(u32 n) { for (u32 i = n;;) { __asm__ volatile("" : "+r"(i)); if (++i == 20000000) return i; } }
#elif KN == 12 // unaligned accesses over page boundaries
static u8 A[1 << 16];
EXPORT u32 invoke(u32 n) { u64 s = n; for (u32 r = 0; r < 200; r++) for (u32 i = 0; i < 15; i++) for (u32 j = 0; j < 60; j++) { u64 *p = (u64 *)(A + 4096 * i + 4093 + (j & 1)); *p += s; s += *p; } return (u32)s; }
#endif
