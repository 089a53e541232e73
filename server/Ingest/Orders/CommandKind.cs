namespace SovereignFleet.Server.Ingest.Orders;

/// <summary>What the server knows of a kind of command before it sends one.</summary>
/// <param name="Disturbs">It ends or slows what the Host serves.</param>
/// <param name="NeedsReason">The audit asks why.</param>
/// <param name="Lasts">How long after its begin an answer may come.</param>
internal sealed record CommandKind(string Name, bool Disturbs, bool NeedsReason, TimeSpan Lasts)
{
    /// <summary>What a technician may order, and an agent obeys unless its owner forbids it.</summary>
    public bool IsHarmless => Name is "identify" or "read-power";

    /// <summary>In the order of a menu: from what only looks to what cuts the power.</summary>
    public static IReadOnlyList<CommandKind> All { get; } =
    [
        new("identify", false, false, TimeSpan.FromMinutes(2)),
        new("read-power", false, false, TimeSpan.FromMinutes(2)),
        new("collect-logs", false, false, TimeSpan.FromMinutes(15)),
        new("capture-console", false, false, TimeSpan.FromMinutes(20)),
        new("diagnose", true, false, TimeSpan.FromMinutes(100)),
        new("restart-unit", true, true, TimeSpan.FromMinutes(15)),
        new("gpu-reset", true, true, TimeSpan.FromMinutes(10)),
        new("reboot", true, true, TimeSpan.FromMinutes(30)),
        new("power-cycle", true, true, TimeSpan.FromMinutes(30)),
    ];

    public static CommandKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
