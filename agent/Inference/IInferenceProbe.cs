namespace SovereignFleet.Agent.Inference;

/// <summary>Asks one inference server how much it has to do.</summary>
internal interface IInferenceProbe
{
    /// <summary>As configured.</summary>
    string Name { get; }

    /// <summary>A name of InferenceKinds: "vllm".</summary>
    string Kind { get; }

    Uri Endpoint { get; }

    /// <summary>Never throws but for the caller's own cancellation: what cannot be read is unknown, with the reason.</summary>
    Task<InferenceLoad> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Null is unknown, never zero; where InFlight or Queued is, Error says why.</summary>
internal sealed record InferenceLoad(double? InFlight, double? Queued, double? TokensPerSecond, string Error)
{
    /// <summary>For how long it has run requests and neither made a token nor ended one; null where it goes on, is idle, or that is unknown.</summary>
    public TimeSpan? Stalled { get; init; }

    public static InferenceLoad Unknown(string reason) => new(null, null, null, reason);
}
