// SPDX-License-Identifier: MIT OR Apache-2.0
// The contract of GasProfileTests. Compiled with npm's solc 0.8.30 without the optimizer into Profiled.json, of which only what ContractSources reads is kept.
pragma solidity ^0.8.30;

contract Profiled {
    uint256 total;
    uint256 immutable step;

    constructor(uint256 s) { step = s; }

    modifier counted() { total += step; _; }

    function add(uint256 n) external counted returns (uint256) { return square(n) + total; }

    function square(uint256 n) internal pure returns (uint256 r) { for (uint256 i = 0; i < n; i++) r += n; }
}
