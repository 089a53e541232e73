namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>A systemd unit as `systemctl show` tells it. Pure.</summary>
internal sealed record UnitState(string LoadState, string ActiveState, string InvocationId, string ActiveSince)
{
    public const string Properties = "--property=LoadState,ActiveState,InvocationID,ActiveEnterTimestamp";

    /* LoadState=loaded
       ActiveState=active
       InvocationID=5d9c1b0e0b7c4a0b9a3a0f5f0a6f6f11
       ActiveEnterTimestamp=Sun 2026-03-01 11:58:03 UTC */
    public static UnitState Parse(string text)
    {
        var values = text.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1].Trim());
        return new UnitState(Of("LoadState"), Of("ActiveState"), Of("InvocationID"), Of("ActiveEnterTimestamp"));

        string Of(string key) => values[key].LastOrDefault("");
    }

    /// <summary>Null: it runs, and it is another run than before. Else what is wrong.</summary>
    public static string? WhyNotRestarted(UnitState before, UnitState after) => after switch
    {
        { ActiveState: not "active" } => $"it is {Told(after.ActiveState)} now",
        { InvocationId: "" } => "systemd names no run of it, so nothing proves that it was restarted",
        _ when after.InvocationId == before.InvocationId => "it is the same run as before",
        _ => null,
    };

    private static string Told(string state) => state.Length == 0 ? "in no state that systemd tells" : state;
}
