;; What first.wat is upgraded to.
;;
;;   method 2   returns 2, one byte
;;   upgrade    returns what it was told: a tuple of the old code's CID; exits with 60 where the method is not that of an upgrade
(module
  (import "vm" "message_context" (func $message_context (param i32) (result i32)))
  (import "vm" "exit" (func $exit (param i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 0x80) "\02")

  (func (export "invoke") (param $params i32) (result i32)
    (drop (call $block_create (i32.const 0) (i64.const 0x55) (i32.const 0x80) (i32.const 1)))
    (i32.load (i32.const 0)))

  (func (export "upgrade") (param $params i32) (param $from i32) (result i32)
    (drop (call $message_context (i32.const 0)))
    (if (i64.ne (i64.load (i32.const 32)) (i64.const 932083))
      (then (drop (call $exit (i32.const 60) (i32.const 0) (i32.const 0) (i32.const 0)))))
    (local.get $from)))
