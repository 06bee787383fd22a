;; Installs and creates actors of anybody's code. The parameters are the bytes of a code CID.
;;
;;   method 2   install the code; returns the error number, one byte
;;   method 3   create actor f01000 of the code, and call its method 2; returns what that returned, exits with 40 + the error number of a refusal
(module
  (import "vm" "message_context" (func $message_context (param i32) (result i32)))
  (import "vm" "exit" (func $exit (param i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_read" (func $block_read (param i32 i32 i32 i32 i32) (result i32)))
  (import "ipld" "block_create" (func $block_create (param i32 i64 i32 i32) (result i32)))
  (import "actor" "install_actor" (func $install_actor (param i32) (result i32)))
  (import "actor" "create_actor" (func $create_actor (param i64 i32 i32 i32) (result i32)))
  (import "send" "send" (func $send (param i32 i32 i32 i64 i32 i64 i64 i64 i64) (result i32)))

  (memory (export "memory") 1)
  ;; 0x000 answers, 0x100 the code CID, 0x200 the address f01000
  (data (i32.const 0x200) "\00\e8\07")

  (func $check (param $errno i32)
    (if (local.get $errno)
      (then
        (drop (call $exit (i32.add (i32.const 40) (local.get $errno)) (i32.const 0) (i32.const 0) (i32.const 0))))))

  (func $byte (param $value i32) (result i32)
    (i32.store8 (i32.const 0x80) (local.get $value))
    (call $check (call $block_create (i32.const 0) (i64.const 0x55) (i32.const 0x80) (i32.const 1)))
    (i32.load (i32.const 0)))

  (func (export "invoke") (param $params i32) (result i32)
    (call $check (call $block_read (i32.const 0) (local.get $params) (i32.const 0) (i32.const 0x100) (i32.const 100)))
    (call $check (call $message_context (i32.const 0)))
    (if (i64.eq (i64.load (i32.const 32)) (i64.const 2))
      (then (return (call $byte (call $install_actor (i32.const 0x100))))))
    (call $check (call $create_actor (i64.const 1000) (i32.const 0x100) (i32.const 0) (i32.const 0)))
    (call $check
      (call $send (i32.const 0) (i32.const 0x200) (i32.const 3) (i64.const 2) (i32.const 0) (i64.const 0) (i64.const 0) (i64.const -1) (i64.const 0)))
    (i32.load (i32.const 4))))
