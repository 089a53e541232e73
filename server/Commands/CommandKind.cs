using Google.Protobuf;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Commands;

/// <summary>What the server knows of a kind of command before it sends one.</summary>
/// <param name="Disturbs">It ends or slows what the Host serves.</param>
/// <param name="NeedsReason">The audit asks why.</param>
/// <param name="Lasts">How long after its begin an answer may come.</param>
internal sealed record CommandKind(string Name, bool Disturbs, bool NeedsReason, TimeSpan Lasts)
{
    private static readonly TimeSpan BeginWithin = TimeSpan.FromMinutes(10);

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

    /// <summary>One that an agent must begin soon: nobody wants a Host to reboot an hour later because its agent came back then.</summary>
    /// <param name="text">What is done, for a person.</param>
    public AgentCommand Order(Guid hostId, Command wire, string text, string by, string reason, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        HostId = hostId,
        Body = wire.ToByteArray(),
        Name = Name,
        Text = text,
        OrderedBy = by,
        Reason = reason,
        CreatedAt = now,
        ExpiresAt = now + BeginWithin,
        AnswerBy = now + BeginWithin + Lasts,
    };

    public static CommandKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
