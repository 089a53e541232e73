using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>One sign of a failure to come. Pure: the history and the time in.</summary>
internal interface IRiskState
{
    /// <summary>Stable word.</summary>
    string Name { get; }

    RiskFamily Family { get; }

    /// <summary>The kinds of Events that it counts, words of <see cref="EventKinds"/>; others need not be in the history.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Null: the GPU is not in this state, or it cannot be known.</summary>
    ActiveState? Judge(GpuHistory history, DateTimeOffset now);
}
