using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Ingest;

namespace SovereignFleet.Server.Drains;

/// <summary>The command that lights or clears a Host's locator light.</summary>
internal static class LocatorLight
{
    /// <summary>A dead Host's agent may come back days later; its light must not go on then.</summary>
    private static readonly TimeSpan OnValid = TimeSpan.FromHours(12);

    /// <summary>A light that is on is to go off whenever the agent is back.</summary>
    private static readonly TimeSpan OffValid = TimeSpan.FromDays(7);

    public static AgentCommand Command(Drain drain, bool on, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var expires = now + (on ? OnValid : OffValid);
        return new AgentCommand
        {
            Id = id,
            HostId = drain.HostId,
            DrainId = drain.Id,
            Text = on ? "identify on" : "identify off",
            Body = new Command
            {
                Id = id.ToString(),
                ExpiresAt = Timestamp.FromDateTimeOffset(expires),
                Identify = new Identify { On = on },
            }.ToByteArray(),
            CreatedAt = now,
            ExpiresAt = expires,
        };
    }
}
