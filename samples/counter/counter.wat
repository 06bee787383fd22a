;; A counter: the smallest actor that keeps state, emits an event and returns a value.
;;
;;   method 1   nothing: a new actor counts 0
;;   method 2   add the parameter (one CBOR unsigned integer below 24, one byte; nothing means 1) and return the sum
;;   method 3   return the sum
;;   other      exit 22 (unhandled message)
;;
;; Its state is one CBOR unsigned integer of 32 bits, always written as five bytes: 0x1a and four bytes, big-endian.
;; A new actor's state is the empty array (0x80), which counts as 0.
;; It speaks to network versions from 21 on: events had another form before.
;; Build: wat2wasm counter.wat -o counter.wasm
(module
  (import "vm" "message_context" (func $message_context (param i32) (result i32)))
  (import "vm" "exit" (func $exit (param i32 i32 i32 i32) (result i32)))
  (import "self" "root" (func $root (param i32 i32 i32) (result i32)))
  (import "self" "set_root" (func $set_root (param i32) (result i32)))
  (import "ipld" "block_open" (func $block_open (param i32 i32) (result i32)))
  (import "ipld" "block_read" (func $block_read (param i32 i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))
  (import "ipld" "block_link" (func $block_link (param i32 i32 i64 i32 i32 i32) (result i32)))
  (import "event" "emit_event" (func $emit_event (param i32 i32 i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)

  ;; 0x000  where syscalls write their answers
  ;; 0x080  the CID of the state, 100 bytes
  ;; 0x100  the state or the parameters, 8 bytes
  ;; 0x200  the event: one entry (flags 3: index key and value, codec 0x55: raw, 7 bytes of key, 5 of value), the keys at 0x218, the values at 0x220
  (data (i32.const 0x200) "\03\00\00\00\00\00\00\00\55\00\00\00\00\00\00\00\07\00\00\00\05\00\00\00counted")

  (func $fail (param $code i32)
    (drop (call $exit (local.get $code) (i32.const 0) (i32.const 0) (i32.const 0)))
    unreachable)

  ;; Exits with 20 (illegal state) when a syscall is refused.
  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $fail (i32.const 20)))))

  ;; A 32-bit number with its bytes reversed: CBOR is big-endian, WebAssembly is not.
  (func $swap (param $n i32) (result i32)
    (i32.or
      (i32.or (i32.shl (local.get $n) (i32.const 24)) (i32.shr_u (local.get $n) (i32.const 24)))
      (i32.or
        (i32.shl (i32.and (local.get $n) (i32.const 0xff00)) (i32.const 8))
        (i32.and (i32.shr_u (local.get $n) (i32.const 8)) (i32.const 0xff00)))))

  (func $load_count (result i32)
    (call $check (call $root (i32.const 0) (i32.const 0x80) (i32.const 100)))
    (call $check (call $block_open (i32.const 0) (i32.const 0x80)))
    (call $check (call $block_read (i32.const 0x40) (i32.load (i32.const 8)) (i32.const 0) (i32.const 0x100) (i32.const 8)))
    (if (i32.ne (i32.load8_u (i32.const 0x100)) (i32.const 0x1a)) (then (return (i32.const 0))))
    (call $swap (i32.load (i32.const 0x101))))

  ;; Writes a count as CBOR to an address, and makes a block of it.
  (func $block_of (param $count i32) (param $at i32) (result i32)
    (i32.store8 (local.get $at) (i32.const 0x1a))
    (i32.store (i32.add (local.get $at) (i32.const 1)) (call $swap (local.get $count)))
    (call $check (call $block_create (i32.const 0) (i64.const 0x71) (local.get $at) (i32.const 5)))
    (i32.load (i32.const 0)))

  (func $parameter (param $params i32) (result i32)
    (if (i32.eqz (local.get $params)) (then (return (i32.const 1))))
    (call $check (call $block_read (i32.const 0) (local.get $params) (i32.const 0) (i32.const 0x100) (i32.const 1)))
    (if (i32.gt_u (i32.load8_u (i32.const 0x100)) (i32.const 23)) (then (call $fail (i32.const 16))))
    (i32.load8_u (i32.const 0x100)))

  (func $add (param $params i32) (result i32)
    (local $count i32)
    (local $block i32)
    (local.set $count (i32.add (call $parameter (local.get $params)) (call $load_count)))
    (local.set $block (call $block_of (local.get $count) (i32.const 0x220)))
    (call $check (call $block_link (i32.const 0) (local.get $block) (i64.const 0xb220) (i32.const 32) (i32.const 0x80) (i32.const 100)))
    (call $check (call $set_root (i32.const 0x80)))
    (call $check (call $emit_event (i32.const 0x200) (i32.const 1) (i32.const 0x218) (i32.const 7) (i32.const 0x220) (i32.const 5)))
    (local.get $block))

  (func (export "invoke") (param $params i32) (result i32)
    (local $method i64)
    (call $check (call $message_context (i32.const 0)))
    (local.set $method (i64.load (i32.const 32)))
    (if (i64.eq (local.get $method) (i64.const 1)) (then (return (i32.const 0))))
    (if (i64.eq (local.get $method) (i64.const 2)) (then (return (call $add (local.get $params)))))
    (if (i64.eq (local.get $method) (i64.const 3)) (then (return (call $block_of (call $load_count) (i32.const 0x100)))))
    (call $fail (i32.const 22))
    (i32.const 0)))
