;; Does nothing, by a direct call.
(module
  (memory (export "memory") 16)
  (func $nothing (result i32) (i32.const 0))
  (func (export "invoke") (param i32) (result i32) (call $nothing)))
