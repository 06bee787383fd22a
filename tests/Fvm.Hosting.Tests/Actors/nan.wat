;; Returns the bits of four f32: a NaN with a payload after an addition, and after neg, abs and copysign.
(module
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0x40) "\37\13\a0\ff")
  (func (export "invoke") (param i32) (result i32)
    (f32.store (i32.const 0x80) (f32.add (f32.load (i32.const 0x40)) (f32.const 1)))
    (f32.store (i32.const 0x84) (f32.neg (f32.load (i32.const 0x40))))
    (f32.store (i32.const 0x88) (f32.abs (f32.load (i32.const 0x40))))
    (f32.store (i32.const 0x8c) (f32.copysign (f32.load (i32.const 0x40)) (f32.const 1)))
    (drop (call $block_create (i32.const 0) (i64.const 0x55) (i32.const 0x80) (i32.const 16)))
    (i32.load (i32.const 0))))
