// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// What the client suites poke at: a value, events with and without topics, a reason, a custom error, a panic.
contract Counter {
    error TooBig(uint256 value, uint256 limit);

    event Changed(address indexed by, uint256 indexed from, uint256 to);
    event Note(string text);

    uint256 public value;
    mapping(address => uint256) public deposits;

    constructor(uint256 start) payable {
        value = start;
    }

    receive() external payable {
        deposits[msg.sender] += msg.value;
    }

    function set(uint256 to) external {
        if (to > 1000) revert TooBig(to, 1000);
        emit Changed(msg.sender, value, to);
        value = to;
    }

    function increment() external returns (uint256) {
        emit Changed(msg.sender, value, value + 1);
        return ++value;
    }

    function note(string calldata text) external {
        emit Note(text);
    }

    function failWithReason() external pure {
        revert("not today");
    }

    function failWithPanic(uint256 divisor) external pure returns (uint256) {
        return 1 / divisor;
    }

    function time() external view returns (uint256) {
        return block.timestamp;
    }

    function number() external view returns (uint256) {
        return block.number;
    }

    function chain() external view returns (uint256) {
        return block.chainid;
    }

    function sender() external view returns (address) {
        return msg.sender;
    }
}
