namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>What "show stat" says of one server.</summary>
/// <param name="Sessions">Current ones, and requests that wait for it.</param>
/// <param name="Total">Since HAProxy began; null: not told.</param>
/// <param name="FullHealth">The check's health when all of late have passed: rise + fall - 1; 0: there is no check.</param>
/// <param name="CheckStatus">"L4CON"; empty: there is no check.</param>
/// <param name="AgentStatus">The agent-check's, where that one holds it for down; else empty.</param>
internal sealed record HaProxyStat(int Sessions, long? Total, int FullHealth, string CheckStatus, string AgentStatus)
{
    /// <summary>": L4CON"</summary>
    public string Word =>
        AgentStatus.Length > 0 ? $": agent-check {AgentStatus}"
        : CheckStatus.Length > 0 ? $": {CheckStatus}"
        : "";
}
