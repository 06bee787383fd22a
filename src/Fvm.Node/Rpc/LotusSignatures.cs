using System.Globalization;

namespace Fvm.Node.Rpc;

/// <summary>
/// How many parameters lotus's methods have, and of which types of Go's: go-jsonrpc (<c>handler.go</c>) refuses another number of them, and names the type of one that it cannot
/// read. Source: lotus <c>build/openrpc/full.json</c>, <c>api/api_common.go</c>, <c>api/api_net.go</c>.
/// </summary>
internal static class LotusSignatures
{
    private const string FilecoinPrefix = "Filecoin.";

    /// <summary>The method reads its parameters itself.</summary>
    private const string Raw = "jsonrpc.RawParams";

    /// <summary>Types, then the methods that have them; - is none.</summary>
    private const string Table = """
        *api.MessageMatch types.TipSetKey abi.ChainEpoch: StateListMessages
        *ethtypes.EthFilterSpec: EthGetLogs EthNewFilter
        *ethtypes.EthHash: EthGetMessageCidByTransactionHash EthGetTransactionByHash
        *ethtypes.EthHash abi.ChainEpoch: EthGetTransactionByHashLimited
        *types.ActorEventFilter: GetActorEventsRaw SubscribeActorEventsRaw
        *types.KeyInfo: WalletImport
        *types.Message *api.MessageSendSpec: MpoolPushMessage
        *types.Message *api.MessageSendSpec types.TipSetKey: GasEstimateMessageGas
        *types.Message int64 types.TipSetKey: GasEstimateFeeCap
        *types.Message types.TipSetKey: GasEstimateGasLimit StateCall
        *types.SignedMessage: MpoolPush MpoolPushUntrusted
        -: ChainGetFinalizedTipSet ChainGetGenesis ChainHead ChainNotify Discover EthAccounts EthBaseFee EthBlockNumber EthChainId EthGasPrice
        -: EthMaxPriorityFeePerGas EthNewBlockFilter EthNewPendingTransactionFilter EthProtocolVersion EthSyncing MpoolSub NetAutoNatStatus NetBandwidthStats
        -: NetListening NetPeers NetProtectList NetPubsubScores NetVersion Session StartTime StateGetNetworkParams StateNetworkName SyncState Version
        -: WalletDefaultAddress WalletList Web3ClientVersion
        []*types.Message *api.MessageSendSpec: MpoolBatchPushMessage
        []*types.SignedMessage: MpoolBatchPush MpoolBatchPushUntrusted
        []auth.Permission: AuthNew
        abi.ChainEpoch: StateGetBeaconEntry
        abi.ChainEpoch []*types.Message types.TipSetKey: StateCompute
        abi.ChainEpoch types.TipSetKey: ChainGetTipSetAfterHeight ChainGetTipSetByHeight StateGetRandomnessDigestFromBeacon StateGetRandomnessDigestFromTickets
        abi.DealID types.TipSetKey: StateGetAllocationForPendingDeal StateGetAllocationIdForPendingDeal StateMarketStorageDeal
        abi.PaddedPieceSize bool types.TipSetKey: StateDealProviderCollateralBounds
        address.Address: MpoolGetNonce WalletBalance WalletDelete WalletExport WalletHas WalletSetDefault
        address.Address *bitfield.BitField types.TipSetKey: StateMinerSectors
        address.Address *types.Message: WalletSignMessage
        address.Address []uint8: WalletSign
        address.Address []uint8 *crypto.Signature: WalletVerify
        address.Address abi.ChainEpoch types.TipSetKey: MinerGetBaseInfo
        address.Address abi.MethodNum []uint8 types.TipSetKey: StateDecodeParams
        address.Address abi.SectorNumber types.TipSetKey: StateMinerSectorAllocated StateSectorExpiration StateSectorGetInfo StateSectorPartition
        address.Address abi.SectorNumber types.TipSetKey: StateSectorPreCommitInfo
        address.Address types.TipSetKey: MsigGetAvailableBalance MsigGetPending MsigGetVestingSchedule StateAccountKey StateGetActor StateLookupID
        address.Address types.TipSetKey: StateLookupRobustAddress StateMarketBalance StateMinerActiveSectors StateMinerAllocated StateMinerAvailableBalance
        address.Address types.TipSetKey: StateMinerDeadlines StateMinerFaults StateMinerInfo StateMinerPower StateMinerProvingDeadline StateMinerRecoveries
        address.Address types.TipSetKey: StateMinerSectorCount StateReadState StateVerifiedClientStatus StateVerifierStatus
        address.Address types.TipSetKey types.TipSetKey: MsigGetVested
        address.Address uint64 types.TipSetKey: StateMinerPartitions
        blocks.Block: ChainPutObj
        bool: MpoolClear NodeStatus
        cid.Cid: ChainGetBlock ChainGetBlockMessages ChainGetEvents ChainGetMessage ChainGetParentMessages ChainGetParentReceipts ChainHasObj ChainReadObj
        cid.Cid: EthGetTransactionHashByCid SyncCheckBad
        cid.Cid abi.MethodNum json.RawMessage: StateEncodeParams
        cid.Cid cid.Cid: ChainStatObj StateChangedActors
        cid.Cid types.TipSetKey: StateMarketProposalPending
        cid.Cid uint64 abi.ChainEpoch bool: StateWaitMsg
        crypto.DomainSeparationTag abi.ChainEpoch []uint8 types.TipSetKey: StateGetRandomnessFromBeacon StateGetRandomnessFromTickets
        ethtypes.EthAddress: EthAddressToFilecoinAddress
        ethtypes.EthAddress ethtypes.EthBlockNumberOrHash: EthGetBalance EthGetCode EthGetTransactionCount
        ethtypes.EthAddress ethtypes.EthBytes ethtypes.EthBlockNumberOrHash: EthGetStorageAt
        ethtypes.EthBlockNumberOrHash: EthGetBlockReceipts
        ethtypes.EthBlockNumberOrHash abi.ChainEpoch: EthGetBlockReceiptsLimited
        ethtypes.EthBytes: EthSendRawTransaction EthSendRawTransactionUntrusted
        ethtypes.EthCall ethtypes.EthBlockNumberOrHash: EthCall
        ethtypes.EthFilterID: EthGetFilterChanges EthGetFilterLogs EthUninstallFilter
        ethtypes.EthHash: EthGetBlockTransactionCountByHash EthGetTransactionReceipt
        ethtypes.EthHash abi.ChainEpoch: EthGetTransactionReceiptLimited
        ethtypes.EthHash bool: EthGetBlockByHash
        ethtypes.EthHash ethtypes.EthUint64: EthGetTransactionByBlockHashAndIndex
        ethtypes.EthSubscriptionID: EthUnsubscribe
        ethtypes.EthTraceFilterCriteria: EthTraceFilter
        jsonrpc.RawParams: EthEstimateGas EthFeeHistory EthSubscribe FilecoinAddressToEthAddress
        network.Version: StateActorCodeCIDs StateActorManifestCID
        string: AuthVerify ChainGetNode EthGetBlockTransactionCountByNumber EthTraceBlock EthTraceTransaction WalletValidateAddress
        string []string: EthTraceReplayBlockTransactions
        string bool: EthGetBlockByNumber
        string ethtypes.EthUint64: EthGetTransactionByBlockNumberAndIndex
        types.KeyType: WalletNew
        types.TipSetKey: ChainGetMessagesInTipset ChainGetTipSet MpoolPending StateCirculatingSupply StateListActors StateListMiners StateMarketDeals
        types.TipSetKey: StateMarketParticipants StateNetworkVersion StateVMCirculatingSupplyInternal StateVerifiedRegistryRootKey
        types.TipSetKey cid.Cid: StateReplay
        types.TipSetKey cid.Cid abi.ChainEpoch bool: StateSearchMsg
        types.TipSetKey float64: MpoolSelect
        types.TipSetKey types.TipSetKey: ChainGetPath
        uint64 address.Address int64 types.TipSetKey: GasEstimateGasPremium
        """;

    /// <summary>Of version 0 of the API, at <c>/rpc/v0</c>, which has fewer parameters (lotus <c>api/v0api/full.go</c>).</summary>
    private static readonly Dictionary<string, int> Former = new(StringComparer.Ordinal) { ["StateSearchMsg"] = 1, ["StateWaitMsg"] = 2 };

    private static readonly Dictionary<string, string[]> Types = Read();

    /// <summary>What lotus says to so many parameters; null where it reads them, and for methods that it does not have.</summary>
    /// <param name="method">The method, by either name.</param>
    /// <param name="count">How many parameters there are.</param>
    public static RpcException? Refusal(string method, int count)
    {
        if (Of(method) is not { } types || types.Length == count || types is [Raw] || (Former.TryGetValue(method[FilecoinPrefix.Length..], out int former) && former == count))
            return null;
        return new RpcException(RpcErrorCode.InvalidParameters, string.Create(CultureInfo.InvariantCulture, $"wrong param count (method '{method}'): {count} != {types.Length}"));
    }

    /// <summary>What lotus says where a parameter cannot be read; the reason is ours.</summary>
    /// <param name="method">The method, by either name.</param>
    /// <param name="error">The error.</param>
    public static RpcException Unreadable(string method, RpcException error)
    {
        if (error.Parameter is not { } parameter || Of(method) is not { } types)
            return error;
        if (types is [Raw])
            return LotusErrors.Of($"decoding params: {error.Message}");
        return parameter < types.Length
            ? new RpcException(RpcErrorCode.Parse, $"unmarshaling params for '{method}' (param: *{types[parameter]}): {error.Message}")
            : error;
    }

    private static string[]? Of(string method)
    {
        string? name = method.StartsWith(FilecoinPrefix, StringComparison.Ordinal) ? method : RpcMethodTable.LotusName(method);
        return name is not null && Types.TryGetValue(name[FilecoinPrefix.Length..], out string[]? types) ? types : null;
    }

    private static Dictionary<string, string[]> Read()
    {
        var types = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (string line in Table.Split('\n'))
        {
            string[] parts = line.Split(':', 2);
            string[] signature = parts[0] == "-" ? [] : parts[0].Split(' ');
            foreach (string method in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                types[method] = signature;
        }

        return types;
    }
}
