// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Counter} from "./Counter.sol";

/// Makes counters, by CREATE and by CREATE2.
contract Factory {
    event Made(address counter);

    function make(uint256 start) external returns (address) {
        Counter made = new Counter(start);
        emit Made(address(made));
        return address(made);
    }

    function makeSalted(uint256 start, bytes32 salt) external returns (address) {
        Counter made = new Counter{salt: salt}(start);
        emit Made(address(made));
        return address(made);
    }

    function bumpThenFail(Counter counter) external {
        counter.increment();
        revert("after the bump");
    }
}
