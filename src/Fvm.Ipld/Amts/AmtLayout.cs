namespace Fvm.Ipld.Amts;

/// <summary>How the root of an AMT is written; nodes are alike in both.</summary>
public enum AmtLayout
{
    /// <summary>Root [height, count, node], bit width 3: messages and receipts of blocks, actors before v3.</summary>
    V0,

    /// <summary>Root [bit width, height, count, node]: actors since v3, and the events of receipts.</summary>
    V3,
}
