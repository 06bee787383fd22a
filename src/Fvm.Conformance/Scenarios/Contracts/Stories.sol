// SPDX-License-Identifier: MIT OR Apache-2.0
// Contracts of the EVM scenarios. Compiled with solc 0.8.30 (optimizer, 200 runs, cancun, no metadata) into Stories.txt, a line a contract.
pragma solidity 0.8.30;

contract Token {
    event Transfer(address indexed from, address indexed to, uint256 value);
    error Insufficient(uint256 has, uint256 needs);
    mapping(address => uint256) public balanceOf;
    uint256 public totalSupply;
    constructor() { mint(msg.sender, 1000); }
    function mint(address to, uint256 value) public { totalSupply += value; balanceOf[to] += value; emit Transfer(address(0), to, value); }
    function transfer(address to, uint256 value) external returns (bool) {
        uint256 has = balanceOf[msg.sender];
        if (has < value) revert Insufficient(has, value);
        unchecked { balanceOf[msg.sender] = has - value; }
        balanceOf[to] += value;
        emit Transfer(msg.sender, to, value);
        return true;
    }
}

library Ledger {
    struct Book { mapping(uint256 => uint256) pages; uint256 count; }
    function write(Book storage book, uint256 value) external returns (uint256) { book.pages[book.count++] = value; return book.count; }
}

contract Proxy {
    address public target;
    uint256 public counter;
    constructor(address t) payable { target = t; }
    receive() external payable {}
    fallback(bytes calldata data) external payable returns (bytes memory) {
        (bool ok, bytes memory ret) = target.delegatecall(data);
        if (!ok) assembly { revert(add(ret, 32), mload(ret)) }
        return ret;
    }
}

contract Counter {
    address target;
    uint256 public counter;
    function bump(uint256 by) external payable returns (uint256, address, uint256) { counter += by; return (counter, msg.sender, msg.value); }
    function fail() external pure { revert("no"); }
}

contract Child {
    uint256 public number;
    address public maker;
    constructor(uint256 n) payable { require(n != 13, "thirteen"); number = n; maker = msg.sender; }
    function kill(address payable heir) external { selfdestruct(heir); }
}

contract Factory {
    event Made(address child);
    function make(uint256 n) external payable returns (address) { Child c = new Child{value: msg.value}(n); emit Made(address(c)); return address(c); }
    function make2(uint256 n, bytes32 salt) external payable returns (address) { Child c = new Child{value: msg.value, salt: salt}(n); emit Made(address(c)); return address(c); }
    function tryMake(uint256 n) external returns (bytes memory) { try new Child(n) { return ""; } catch (bytes memory why) { return why; } }
    function makeAndKill(uint256 n, bytes32 salt) external returns (uint256) { Child c = new Child{salt: salt}(n); c.kill(payable(msg.sender)); return c.number(); }
}

contract Bank {
    mapping(address => uint256) public deposits;
    function deposit() external payable { deposits[msg.sender] += msg.value; }
    function withdraw() external { uint256 d = deposits[msg.sender]; (bool ok,) = msg.sender.call{value: d}(""); require(ok, "send"); deposits[msg.sender] = 0; }
}

contract Robber {
    Bank bank; uint256 rounds;
    constructor(Bank b) { bank = b; }
    function rob(uint256 n) external payable { rounds = n; bank.deposit{value: msg.value}(); bank.withdraw(); }
    receive() external payable { if (rounds > 0) { rounds--; bank.withdraw(); } }
}

contract Misc {
    bool transient entered; uint256 transient scratch; uint256[] list; uint256 public x;
    event Note(uint256 indexed a, bytes32 indexed b, address indexed c, string text);
    function guarded(uint256 n) external returns (uint256) { require(!entered, "again"); entered = true; scratch += n; uint256 r = scratch; if (n > 0) { try this.guarded(n - 1) returns (uint256 q) { r += q; } catch {} } entered = false; return r; }
    function leave(uint256 v) external { scratch = v; }
    function found() external view returns (uint256) { return scratch; }
    function push(uint256 n) external { for (uint256 i = 0; i < n; i++) list.push(i * i + 1); }
    function pop(uint256 n) external { for (uint256 i = 0; i < n; i++) list.pop(); }
    function sum() external view returns (uint256 s) { for (uint256 i = 0; i < list.length; i++) s += list[i]; }
    function recurse(uint256 n) external returns (uint256) { x += n; return n == 0 ? x : this.recurse(n - 1); }
    function note(string calldata text) external { emit Note(1, bytes32(uint256(2)), msg.sender, text); }
    function div(uint256 a, uint256 b) external pure returns (uint256) { return a / b; }
    function check(bool b) external pure { assert(b); }
    function pre(address p, bytes calldata d) external view returns (bool, bytes memory) { return p.staticcall(d); }
    function deleg(address p, bytes calldata d) external payable returns (bool, bytes memory) { return p.delegatecall(d); }
    function pay(address payable p, bytes calldata d) external payable returns (bool, bytes memory) { return p.call{value: msg.value}(d); }
    function look(address a) external view returns (uint256, bytes32, uint256, bytes memory) { return (a.code.length, a.codehash, a.balance, a.code); }
    function handle_filecoin_method(uint64 method, uint64 codec, bytes calldata p) external pure returns (uint32, uint64, bytes memory) {
        if (method == 5000) return (0, 0, "");
        if (method == 5001) return (77, 0x51, p);
        if (method == 5002) return (0, 0x71, p);
        if (method == 5003) return (3, 0, "");
        return (0, codec, p);
    }
}
