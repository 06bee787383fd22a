namespace Fvm.Evm;

/// <summary>The instructions of the EVM, by their bytes (Yellow Paper, appendix H, and the EIPs since).</summary>
public enum Opcode : byte
{
    /// <summary>STOP.</summary>
    Stop = 0x00,
    /// <summary>ADD.</summary>
    Add = 0x01,
    /// <summary>MUL.</summary>
    Mul = 0x02,
    /// <summary>SUB.</summary>
    Sub = 0x03,
    /// <summary>DIV.</summary>
    Div = 0x04,
    /// <summary>SDIV.</summary>
    SDiv = 0x05,
    /// <summary>MOD.</summary>
    Mod = 0x06,
    /// <summary>SMOD.</summary>
    SMod = 0x07,
    /// <summary>ADDMOD.</summary>
    AddMod = 0x08,
    /// <summary>MULMOD.</summary>
    MulMod = 0x09,
    /// <summary>EXP.</summary>
    Exp = 0x0a,
    /// <summary>SIGNEXTEND.</summary>
    SignExtend = 0x0b,
    /// <summary>LT.</summary>
    Lt = 0x10,
    /// <summary>GT.</summary>
    Gt = 0x11,
    /// <summary>SLT.</summary>
    SLt = 0x12,
    /// <summary>SGT.</summary>
    SGt = 0x13,
    /// <summary>EQ.</summary>
    Eq = 0x14,
    /// <summary>ISZERO.</summary>
    IsZero = 0x15,
    /// <summary>AND.</summary>
    And = 0x16,
    /// <summary>OR.</summary>
    Or = 0x17,
    /// <summary>XOR.</summary>
    Xor = 0x18,
    /// <summary>NOT.</summary>
    Not = 0x19,
    /// <summary>BYTE.</summary>
    Byte = 0x1a,
    /// <summary>SHL.</summary>
    Shl = 0x1b,
    /// <summary>SHR.</summary>
    Shr = 0x1c,
    /// <summary>SAR.</summary>
    Sar = 0x1d,
    /// <summary>CLZ.</summary>
    Clz = 0x1e,
    /// <summary>KECCAK256.</summary>
    Keccak256 = 0x20,
    /// <summary>ADDRESS.</summary>
    Address = 0x30,
    /// <summary>BALANCE.</summary>
    Balance = 0x31,
    /// <summary>ORIGIN.</summary>
    Origin = 0x32,
    /// <summary>CALLER.</summary>
    Caller = 0x33,
    /// <summary>CALLVALUE.</summary>
    CallValue = 0x34,
    /// <summary>CALLDATALOAD.</summary>
    CallDataLoad = 0x35,
    /// <summary>CALLDATASIZE.</summary>
    CallDataSize = 0x36,
    /// <summary>CALLDATACOPY.</summary>
    CallDataCopy = 0x37,
    /// <summary>CODESIZE.</summary>
    CodeSize = 0x38,
    /// <summary>CODECOPY.</summary>
    CodeCopy = 0x39,
    /// <summary>GASPRICE.</summary>
    GasPrice = 0x3a,
    /// <summary>EXTCODESIZE.</summary>
    ExtCodeSize = 0x3b,
    /// <summary>EXTCODECOPY.</summary>
    ExtCodeCopy = 0x3c,
    /// <summary>RETURNDATASIZE.</summary>
    ReturnDataSize = 0x3d,
    /// <summary>RETURNDATACOPY.</summary>
    ReturnDataCopy = 0x3e,
    /// <summary>EXTCODEHASH.</summary>
    ExtCodeHash = 0x3f,
    /// <summary>BLOCKHASH.</summary>
    BlockHash = 0x40,
    /// <summary>COINBASE.</summary>
    Coinbase = 0x41,
    /// <summary>TIMESTAMP.</summary>
    Timestamp = 0x42,
    /// <summary>NUMBER.</summary>
    Number = 0x43,
    /// <summary>PREVRANDAO.</summary>
    PrevRandao = 0x44,
    /// <summary>GASLIMIT.</summary>
    GasLimit = 0x45,
    /// <summary>CHAINID.</summary>
    ChainId = 0x46,
    /// <summary>SELFBALANCE.</summary>
    SelfBalance = 0x47,
    /// <summary>BASEFEE.</summary>
    BaseFee = 0x48,
    /// <summary>BLOBHASH.</summary>
    BlobHash = 0x49,
    /// <summary>BLOBBASEFEE.</summary>
    BlobBaseFee = 0x4a,
    /// <summary>POP.</summary>
    Pop = 0x50,
    /// <summary>MLOAD.</summary>
    MLoad = 0x51,
    /// <summary>MSTORE.</summary>
    MStore = 0x52,
    /// <summary>MSTORE8.</summary>
    MStore8 = 0x53,
    /// <summary>SLOAD.</summary>
    SLoad = 0x54,
    /// <summary>SSTORE.</summary>
    SStore = 0x55,
    /// <summary>JUMP.</summary>
    Jump = 0x56,
    /// <summary>JUMPI.</summary>
    JumpI = 0x57,
    /// <summary>PC.</summary>
    Pc = 0x58,
    /// <summary>MSIZE.</summary>
    MSize = 0x59,
    /// <summary>GAS.</summary>
    Gas = 0x5a,
    /// <summary>JUMPDEST.</summary>
    JumpDest = 0x5b,
    /// <summary>TLOAD.</summary>
    TLoad = 0x5c,
    /// <summary>TSTORE.</summary>
    TStore = 0x5d,
    /// <summary>MCOPY.</summary>
    MCopy = 0x5e,
    /// <summary>PUSH0.</summary>
    Push0 = 0x5f,
    /// <summary>PUSH1.</summary>
    Push1 = 0x60,
    /// <summary>PUSH2.</summary>
    Push2 = 0x61,
    /// <summary>PUSH3.</summary>
    Push3 = 0x62,
    /// <summary>PUSH4.</summary>
    Push4 = 0x63,
    /// <summary>PUSH5.</summary>
    Push5 = 0x64,
    /// <summary>PUSH6.</summary>
    Push6 = 0x65,
    /// <summary>PUSH7.</summary>
    Push7 = 0x66,
    /// <summary>PUSH8.</summary>
    Push8 = 0x67,
    /// <summary>PUSH9.</summary>
    Push9 = 0x68,
    /// <summary>PUSH10.</summary>
    Push10 = 0x69,
    /// <summary>PUSH11.</summary>
    Push11 = 0x6a,
    /// <summary>PUSH12.</summary>
    Push12 = 0x6b,
    /// <summary>PUSH13.</summary>
    Push13 = 0x6c,
    /// <summary>PUSH14.</summary>
    Push14 = 0x6d,
    /// <summary>PUSH15.</summary>
    Push15 = 0x6e,
    /// <summary>PUSH16.</summary>
    Push16 = 0x6f,
    /// <summary>PUSH17.</summary>
    Push17 = 0x70,
    /// <summary>PUSH18.</summary>
    Push18 = 0x71,
    /// <summary>PUSH19.</summary>
    Push19 = 0x72,
    /// <summary>PUSH20.</summary>
    Push20 = 0x73,
    /// <summary>PUSH21.</summary>
    Push21 = 0x74,
    /// <summary>PUSH22.</summary>
    Push22 = 0x75,
    /// <summary>PUSH23.</summary>
    Push23 = 0x76,
    /// <summary>PUSH24.</summary>
    Push24 = 0x77,
    /// <summary>PUSH25.</summary>
    Push25 = 0x78,
    /// <summary>PUSH26.</summary>
    Push26 = 0x79,
    /// <summary>PUSH27.</summary>
    Push27 = 0x7a,
    /// <summary>PUSH28.</summary>
    Push28 = 0x7b,
    /// <summary>PUSH29.</summary>
    Push29 = 0x7c,
    /// <summary>PUSH30.</summary>
    Push30 = 0x7d,
    /// <summary>PUSH31.</summary>
    Push31 = 0x7e,
    /// <summary>PUSH32.</summary>
    Push32 = 0x7f,
    /// <summary>DUP1.</summary>
    Dup1 = 0x80,
    /// <summary>DUP2.</summary>
    Dup2 = 0x81,
    /// <summary>DUP3.</summary>
    Dup3 = 0x82,
    /// <summary>DUP4.</summary>
    Dup4 = 0x83,
    /// <summary>DUP5.</summary>
    Dup5 = 0x84,
    /// <summary>DUP6.</summary>
    Dup6 = 0x85,
    /// <summary>DUP7.</summary>
    Dup7 = 0x86,
    /// <summary>DUP8.</summary>
    Dup8 = 0x87,
    /// <summary>DUP9.</summary>
    Dup9 = 0x88,
    /// <summary>DUP10.</summary>
    Dup10 = 0x89,
    /// <summary>DUP11.</summary>
    Dup11 = 0x8a,
    /// <summary>DUP12.</summary>
    Dup12 = 0x8b,
    /// <summary>DUP13.</summary>
    Dup13 = 0x8c,
    /// <summary>DUP14.</summary>
    Dup14 = 0x8d,
    /// <summary>DUP15.</summary>
    Dup15 = 0x8e,
    /// <summary>DUP16.</summary>
    Dup16 = 0x8f,
    /// <summary>SWAP1.</summary>
    Swap1 = 0x90,
    /// <summary>SWAP2.</summary>
    Swap2 = 0x91,
    /// <summary>SWAP3.</summary>
    Swap3 = 0x92,
    /// <summary>SWAP4.</summary>
    Swap4 = 0x93,
    /// <summary>SWAP5.</summary>
    Swap5 = 0x94,
    /// <summary>SWAP6.</summary>
    Swap6 = 0x95,
    /// <summary>SWAP7.</summary>
    Swap7 = 0x96,
    /// <summary>SWAP8.</summary>
    Swap8 = 0x97,
    /// <summary>SWAP9.</summary>
    Swap9 = 0x98,
    /// <summary>SWAP10.</summary>
    Swap10 = 0x99,
    /// <summary>SWAP11.</summary>
    Swap11 = 0x9a,
    /// <summary>SWAP12.</summary>
    Swap12 = 0x9b,
    /// <summary>SWAP13.</summary>
    Swap13 = 0x9c,
    /// <summary>SWAP14.</summary>
    Swap14 = 0x9d,
    /// <summary>SWAP15.</summary>
    Swap15 = 0x9e,
    /// <summary>SWAP16.</summary>
    Swap16 = 0x9f,
    /// <summary>LOG0.</summary>
    Log0 = 0xa0,
    /// <summary>LOG1.</summary>
    Log1 = 0xa1,
    /// <summary>LOG2.</summary>
    Log2 = 0xa2,
    /// <summary>LOG3.</summary>
    Log3 = 0xa3,
    /// <summary>LOG4.</summary>
    Log4 = 0xa4,
    /// <summary>CREATE.</summary>
    Create = 0xf0,
    /// <summary>CALL.</summary>
    Call = 0xf1,
    /// <summary>CALLCODE.</summary>
    CallCode = 0xf2,
    /// <summary>RETURN.</summary>
    Return = 0xf3,
    /// <summary>DELEGATECALL.</summary>
    DelegateCall = 0xf4,
    /// <summary>CREATE2.</summary>
    Create2 = 0xf5,
    /// <summary>STATICCALL.</summary>
    StaticCall = 0xfa,
    /// <summary>REVERT.</summary>
    Revert = 0xfd,
    /// <summary>INVALID.</summary>
    Invalid = 0xfe,
    /// <summary>SELFDESTRUCT.</summary>
    SelfDestruct = 0xff,
}
