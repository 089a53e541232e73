using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Work.ByCommand;

/// <summary>All that may prove a work after its command was answered.</summary>
internal sealed record ProofFacts
{
    /// <summary>When the agent answered, or until when it might have; by the server's clock.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>What the agent read back, by its own names.</summary>
    public IReadOnlyDictionary<string, string> Answer { get; init; } = new Dictionary<string, string>();

    /// <summary>The last live Frame; null: there was none.</summary>
    public Frame? Frame { get; init; }

    /// <summary>When the Frame was received.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>When the Frame was read, by the server's clock.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The boot of the machine that speaks as the Host; null: not known.</summary>
    public string? Boot { get; init; }

    /// <summary>Two machines speak as the Host.</summary>
    public bool IsDuplicated { get; init; }
}
