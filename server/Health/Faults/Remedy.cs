namespace SovereignFleet.Server.Health.Faults;

/// <summary>What would mend a fault, and of what it is done.</summary>
/// <param name="Target">The GPU's UUID, or the inference server's unit; null: the Host, or what the fault did not name (a GPU, the units of the Host).</param>
internal sealed record Remedy(RemedyKind Kind, string? Target)
{
    public static readonly Remedy None = new(RemedyKind.None, null);

    /// <summary>What is done to a GPU is done to this one; all else to the Host.</summary>
    public static Remedy Of(RemedyKind kind, string? gpuUuid = null) =>
        new(kind, kind is RemedyKind.ResetGpu or RemedyKind.Reseat or RemedyKind.Replace ? gpuUuid : null);

    /// <summary>Of several faults at once the deepest mends the others too.</summary>
    public static RemedyKind Strongest(IEnumerable<RemedyKind> kinds) => kinds.DefaultIfEmpty(RemedyKind.None).Max();
}

/// <summary>From what disturbs least to what goes deepest.</summary>
internal enum RemedyKind
{
    /// <summary>Nothing is done to the Host: it is watched, or a person changes something elsewhere.</summary>
    None,
    /// <summary>A person looks: what is wrong is not known, or not the GPU.</summary>
    Inspect,
    RestartInferenceServer,
    ResetGpu,
    Reboot,
    PowerCycle,
    /// <summary>The same part is taken out and put back.</summary>
    Reseat,
    Replace,
}
