using SovereignFleet.Server.Prediction.History;

namespace SovereignFleet.Server.Prediction.States;

/// <summary>What any GPU risks: 0.47 failures per 1000 GPU-days (Llama 3, 16,384 H100), twice that in its first month.</summary>
internal sealed class BaseState : IRiskState
{
    private static readonly TimeSpan BurnIn = TimeSpan.FromDays(30);

    public string Name => "base";
    public RiskFamily Family => RiskFamily.Base;
    public IReadOnlyList<string> Kinds { get; } = [];

    public ActiveState Judge(GpuHistory history, DateTimeOffset now) => now - history.InstalledAt < BurnIn
        ? new ActiveState(new Prior(0.001, 0.007), "in service for less than 30 days" + Unread(history))
        : new ActiveState(new Prior(0.0005, 0.0035), "the usual risk of any GPU" + Unread(history));

    // A figure that rests on no reading says so.
    private static string Unread(GpuHistory history) => history.Reading is null ? ", and no reading of this one" : "";
}
