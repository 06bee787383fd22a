;; Calls another actor as its parameters say: the actor of a user, among built-in ones.
;;   parameters: method (8 bytes, LE), gas limit (8), flags (8), length of the address (4), length of the parameters (4; ~0: no block), address, parameters
;;   a refused call exits with 100 + the error number; an exit code of the callee is the forwarder's own
(module
  (import "vm" "exit" (func $exit (param i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_read" (func $block_read (param i32 i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))
  (import "send" "send" (func $send (param i32 i32 i32 i64 i32 i64 i64 i64 i64) (result i32)))
  (memory (export "memory") 1)
  (func (export "invoke") (param $params i32) (result i32)
    (local $errno i32) (local $block i32) (local $length i32)
    (if (i32.eqz (local.get $params)) (then (return (i32.const 0))))
    (drop (call $block_read (i32.const 0) (local.get $params) (i32.const 0) (i32.const 1024) (i32.const 32768)))
    (local.set $length (i32.load (i32.const 1052)))
    (if (i32.ne (local.get $length) (i32.const -1))
      (then
        (drop (call $block_create (i32.const 0) (i64.const 0x51) (i32.add (i32.const 1056) (i32.load (i32.const 1048))) (local.get $length)))
        (local.set $block (i32.load (i32.const 0)))))
    (local.set $errno
      (call $send (i32.const 0) (i32.const 1056) (i32.load (i32.const 1048)) (i64.load (i32.const 1024)) (local.get $block)
        (i64.const 0) (i64.const 0) (i64.load (i32.const 1032)) (i64.load (i32.const 1040))))
    (if (local.get $errno)
      (then (drop (call $exit (i32.add (i32.const 100) (local.get $errno)) (i32.const 0) (i32.const 0) (i32.const 0))) unreachable))
    (if (i32.load (i32.const 0))
      (then (drop (call $exit (i32.load (i32.const 0)) (i32.load (i32.const 4)) (i32.const 0) (i32.const 0))) unreachable))
    (i32.load (i32.const 4))))
