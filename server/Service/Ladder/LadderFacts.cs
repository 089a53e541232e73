using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>All that the choice of a rung depends on.</summary>
internal sealed record LadderFacts
{
    /// <summary>What still fires and is to be mended.</summary>
    public required IReadOnlyList<Ailment> Ailments { get; init; }

    /// <summary>What the Pool lets a machine do.</summary>
    public required IReadOnlySet<WorkKind> Allowed { get; init; }

    /// <summary>What this server can do.</summary>
    public required IReadOnlySet<WorkKind> Known { get; init; }

    /// <summary>The unit of the inference server; null: the Pool names none.</summary>
    public string? Unit { get; init; }

    /// <summary>What the Host's agent obeys, by the names of its commands; null: it has not said.</summary>
    public IReadOnlySet<string>? Obeys { get; init; }

    /// <summary>The Host's agent is heard, so that it can be told.</summary>
    public required bool IsHeard { get; init; }

    /// <summary>Another Host's agent reaches its BMC.</summary>
    public required bool HasGateway { get; init; }

    /// <summary>The Drain that asks; empty: it is not there yet.</summary>
    public Guid DrainId { get; init; }

    /// <summary>Over weeks, the oldest first.</summary>
    public IReadOnlyList<TriedWork> Tried { get; init; } = [];

    /// <summary>The GPUs that are in the Host, by UUID.</summary>
    public required IReadOnlyDictionary<string, LadderGpu> Gpus { get; init; }

    public string NameOf(string gpuUuid) => Gpus.TryGetValue(gpuUuid, out var gpu) ? $"GPU {gpu.Index}" : gpuUuid;

    public IEnumerable<TriedWork> InThisDrain => Tried.Where(tried => tried.DrainId == DrainId);
}

/// <param name="Since">When it was put in: what another board in its place went through is not its own.</param>
internal sealed record LadderGpu(int Index, string Serial, DateTimeOffset Since);
