// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Counter} from "../build/contracts/Counter.sol";
import {Factory} from "../build/contracts/Factory.sol";

interface Cheats {
    function startBroadcast() external;
    function stopBroadcast() external;
}

/// Five transactions in a row, by the signer that the command line names.
contract Deploy {
    Cheats private constant cheats = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    function run() external returns (Counter counter, Factory factory) {
        cheats.startBroadcast();
        counter = new Counter(1);
        factory = new Factory();
        counter.set(10);
        counter.increment();
        factory.make(3);
        cheats.stopBroadcast();
    }
}
