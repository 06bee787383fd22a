;; Code that nothing can be upgraded to: its upgrade exits with 33.
(module
  (import "vm" "exit" (func $exit (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "invoke") (param $params i32) (result i32) (i32.const 0))
  (func (export "upgrade") (param $params i32) (param $from i32) (result i32)
    (call $exit (i32.const 33) (i32.const 0) (i32.const 0) (i32.const 0))))
