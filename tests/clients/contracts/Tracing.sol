// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Counter} from "./Counter.sol";

/// One call of every kind, for traces.
contract Tracing {
    event Ping(uint256 indexed number);

    uint256 public slot;

    /// A log, STATICCALL, CALL with a log inside, a revert that is caught, DELEGATECALL, SSTORE, CREATE.
    function nested(Counter counter) external returns (uint256 seen) {
        emit Ping(1);
        seen = counter.value();
        counter.increment();
        try counter.failWithReason() {} catch {}
        (bool done,) = address(counter).delegatecall(abi.encodeCall(Counter.note, ("inside")));
        require(done);
        slot = seen;
        new Counter(5);
    }

    /// Calls a method of a built-in actor by its id, through the precompiled contract of FIP-0054.
    function native(uint64 actor, uint64 method, bytes calldata parameters) external returns (bytes memory) {
        (bool done, bytes memory answer) = 0xfe00000000000000000000000000000000000005.delegatecall(
            abi.encode(method, uint256(0), uint64(1), uint64(parameters.length == 0 ? 0 : 0x51), parameters, actor)
        );
        require(done);
        return answer;
    }
}
