namespace SovereignFleet.Server.Service.Machine;

/// <summary>Something sets a Host back to ready in its target: once is a reload or a person, again and again is an agent-check. Pure.</summary>
internal static class Undoings
{
    /// <summary>So often in a row is no chance any more: it is one trouble, told once, until it holds.</summary>
    public const int Fight = 3;

    /// <summary>How long a cordon that was undone must hold before it is believed; what comes later begins a new row.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    /// <summary>How many in a row up to now.</summary>
    public static int Count(Drain drain, DateTimeOffset now) => drain.UndoneAt is { } at && now - at < Hold ? drain.Undone : 0;

    public static bool IsFight(Drain drain, DateTimeOffset now) => Count(drain, now) >= Fight;

    /// <summary>What a cordon that was undone waits for; null: it holds, or was not undone.</summary>
    public static string? WaitsFor(Drain drain, DateTimeOffset now) => drain.UndoneAt is { } at && now - at < Hold
        ? $"the cordon to hold for {Hold.TotalSeconds:0} s: {Told(drain.Undone)} set it back to ready {Times(drain.Undone)}, the last time {(int)(now - at).TotalSeconds} s ago"
        : null;

    public static string Times(int count) => count == 1 ? "once" : $"{count} times in a row";

    /// <summary>Who does it, as far as that can be told.</summary>
    public static string Told(int count) => count < Fight ? "something (a reload, or a person)" : "something (an agent-check?)";
}
