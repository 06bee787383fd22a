// memcpy as a plain loop: words of 8 bytes, then bytes; 1 MiB at a time between two buffers, at changing alignments.
typedef unsigned long long u64; typedef unsigned int u32; typedef unsigned char u8;
static u8 A[(1 << 20) + 64], B[(1 << 20) + 64];
__attribute__((noinline)) static void copy(u8 *to, const u8 *from, u32 n) {
  while (n >= 8) { *(u64 *)to = *(const u64 *)from; to += 8; from += 8; n -= 8; }
  while (n--) *to++ = *from++;
}
__attribute__((export_name("invoke"))) u32 invoke(u32 b) {
  for (u32 i = 0; i < 100; i++) { copy(B + (i & 7), A + (i >> 3 & 7), 1 << 20); copy(A, B, (1 << 20) - (i & 15)); A[i] += (u8)i; }
  return A[99];
}
