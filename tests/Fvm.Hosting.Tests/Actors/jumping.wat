;; With parameters (handle 1) br_table takes its default and jumps over a constant; without (handle 0) it takes label 0 and does not.
(module
  (memory (export "memory") 16)
  (func (export "invoke") (param $params i32) (result i32)
    block
      block
        local.get $params
        br_table 0 1
      end
      i32.const 1
      drop
    end
    i32.const 0))
