namespace Fvm.Ipld.Cbor;

/// <summary>How strictly DAG-CBOR is read.</summary>
public enum CborProfile
{
    /// <summary>Canonical forms only: what we and our users write (IPLD's DAG-CBOR specification, "Strictness").</summary>
    Strict,

    /// <summary>
    /// What the VM and actors read: accepts and refuses exactly what the network's decoder does, which is serde_ipld_dagcbor 0.6.4 over
    /// cbor4ii 0.2.14 (ref-fvm, all majors). Every leniency is listed at <see cref="CborReader"/>.
    /// </summary>
    Chain,
}
