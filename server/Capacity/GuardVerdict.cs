using System.Text.Json;

namespace SovereignFleet.Server.Capacity;

/// <summary>Whether a Host may be taken out of service, with the arithmetic.</summary>
internal sealed record GuardVerdict
{
    public required bool Allowed { get; init; }
    /// <summary>"llm-ca has 7 of 8 hosts available; 1 leaves 6, and 6 required + 1 spare = 7 must stay".</summary>
    public required string Sentence { get; init; }
    public required int Available { get; init; }
    public required int Required { get; init; }
    public required int Spare { get; init; }
    public required int Reserved { get; init; }
    /// <summary>The Hosts that do not count and why: "gpu-yul1-03: silent for 75 s".</summary>
    public required IReadOnlyList<string> NotAvailable { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>Only the limit on predictions refuses: the Pool could spare the Host, and a person may lift the limit.</summary>
    public bool Braked { get; init; }

    /// <summary>How many available Hosts the Pool would lose: 1, or 0 where this one does not count already.</summary>
    public int Takes { get; init; }

    /// <summary>A drain has reserved the Host: nobody else may, two persons neither.</summary>
    public bool IsHeld { get; init; }

    /// <summary>There is nothing to count.</summary>
    public static GuardVerdict Refused(string sentence, DateTimeOffset now) => new()
    {
        Allowed = false,
        Sentence = sentence,
        Available = 0,
        Required = 0,
        Spare = 0,
        Reserved = 0,
        NotAvailable = [],
        At = now,
    };

    public string ToJson() => JsonSerializer.Serialize(this);

    public static GuardVerdict? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize<GuardVerdict>(json);
}
