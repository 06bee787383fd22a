;; Logs a line, keeps an artifact, and returns whether debugging is on: 0 for on, 0xff for off.
(module
  (import "debug" "enabled" (func $enabled (param i32) (result i32)))
  (import "debug" "log" (func $log (param i32 i32) (result i32)))
  (import "debug" "store_artifact" (func $store_artifact (param i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 0x80) "hello from inside")
  (data (i32.const 0xc0) "state.bin")

  (func (export "invoke") (param $params i32) (result i32)
    (drop (call $log (i32.const 0x80) (i32.const 17)))
    (drop (call $store_artifact (i32.const 0xc0) (i32.const 9) (i32.const 0x80) (i32.const 5)))
    (drop (call $enabled (i32.const 0x10)))
    (drop (call $block_create (i32.const 0) (i64.const 0x55) (i32.const 0x10) (i32.const 1)))
    (i32.load (i32.const 0))))
