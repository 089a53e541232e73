using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>A drain in each column of the board, and the verdicts of the guard.</summary>
internal static class FakeDrains
{
    public static List<Drain> All(DateTimeOffset now) =>
    [
        Of("drain-03", "gpu-yul1-03", DrainState.Proposed, "B07", 20, now, 4, FakeTroubles.EccSentence, "A person to approve it.", null),
        Of("drain-02", "gpu-yul1-02", DrainState.Overdue, "B07", 12, now, 75, "GPU 1 has fallen off the bus (XID 79).", "The host has been silent for 900 s and the target has no sessions on it.", Allowed(now)),
        Of("drain-08", "gpu-yul1-08", DrainState.Blocked, "B08", 20, now, 51, "Risk of GPU 1 is 8.2 % in 7 d.", "One more host of llm-ca to be available.", Refused(now)),
        Running(Of("drain-04", "gpu-yul1-04", DrainState.Draining, "B07", 28, now, 22, "GPU 6 has fallen off the bus (XID 79).", "37 requests in flight to end.", Allowed(now)), now),
        Repairing(Of("drain-06", "gpu-yul1-06", DrainState.Working, "B08", 4, now, 130, "Fan 4 is below its critical limit.", "A person to say that the repair is done.", Allowed(now)), now),
        Of("drain-01", "gpu-yul1-01", DrainState.Closed, "B07", 4, now, 1600, "GPU 0 needed a reset.", "", Allowed(now)),
    ];

    public static GuardVerdict Allowed(DateTimeOffset now) => new()
    {
        Allowed = true,
        Sentence = "8 available - 1 for this drain = 7, and 6 required + 1 spare = 7 must stay.",
        Available = 8,
        Required = 6,
        Spare = 1,
        Reserved = 0,
        At = now.ToTimestamp(),
        NotAvailable = { "gpu-yul1-04: draining", "gpu-yul1-06: in repair" },
    };

    public static GuardVerdict Refused(DateTimeOffset now) => new()
    {
        Allowed = false,
        Sentence = "7 available - 1 for this drain = 6, but 6 required + 1 spare = 7 must stay.",
        Available = 7,
        Required = 6,
        Spare = 1,
        Reserved = 1,
        At = now.ToTimestamp(),
        NotAvailable = { "gpu-yul1-04: draining", "gpu-yul1-06: in repair" },
    };

    private static Drain Of(string id, string host, DrainState state, string rack, uint u, DateTimeOffset now, int minutes, string reason, string waiting, GuardVerdict? guard) => new()
    {
        Id = id,
        HostName = host,
        PoolId = "llm-ca",
        SiteId = "yul1",
        State = state,
        Reason = reason,
        ProposedBy = "condition:01a20a56-0b9c-7d47-afbe-e372b88cb623",
        Urgent = true,
        Rack = rack,
        U = u,
        WaitingFor = waiting,
        Guard = guard,
        ProposedAt = now.AddMinutes(-minutes).ToTimestamp(),
        StateSince = now.AddMinutes(-minutes / 2).ToTimestamp(),
        Works = { Work(WorkKind.RemoteHands, "Remote hands", "", state is DrainState.Working ? WorkState.Begun : WorkState.Planned) },
        Steps = { new DrainStep { State = DrainState.Proposed, At = now.AddMinutes(-minutes).ToTimestamp(), Actor = "health", Text = "Proposed." } },
    };

    private static Drain Running(Drain drain, DateTimeOffset now)
    {
        (drain.ApprovedBy, drain.InFlight, drain.Queued, drain.Deadline) = ("mika", 37, 2, now.AddMinutes(9).ToTimestamp());
        return drain;
    }

    private static Drain Repairing(Drain drain, DateTimeOffset now)
    {
        drain.Works.Insert(0, Work(WorkKind.ResetGpu, "Reset a GPU", "GPU 3", WorkState.Proven));
        (drain.ApprovedBy, drain.InFlight, drain.Queued, drain.TicketId, drain.Deadline) = ("mika", 0, 0, "ticket-06", now.AddHours(4).ToTimestamp());
        return drain;
    }

    private static DrainWork Work(WorkKind kind, string title, string target, WorkState state) =>
        new() { Work = new PlannedWork { Kind = kind, Target = target }, Title = title, TargetName = target, State = state };
}
