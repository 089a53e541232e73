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
        Working(Of("drain-06", "gpu-yul1-06", DrainState.Working, "B08", 4, now, 130, "Fan 4 is below its critical limit.", "remote hands: the work is to be marked as done", Allowed(now)), now),
        Braked(Of("drain-07", "gpu-yul1-07", DrainState.Blocked, "B08", 12, now, 9, "Risk of GPU 5 is 22 % in 7 d.", "1 of at most 1 hosts are out by prediction already", null), now),
        Planned(Of("drain-05", "gpu-yul1-05", DrainState.Working, "B08", 28, now, 95, "New kernel 6.8.0-51.", "a person: the host was not heard within 15 min of its reboot", Allowed(now)), now),
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
        NotAvailable = { "gpu-yul1-04: draining", "gpu-yul1-06: in maintenance" },
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
        NotAvailable = { "gpu-yul1-04: draining", "gpu-yul1-06: in maintenance" },
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
        Works = { new DrainWork { Ordinal = 1, Kind = WorkKind.RemoteHands, Name = "remote hands", State = WorkState.Planned, ByPerson = true } },
        Steps = { new DrainStep { State = DrainState.Proposed, At = now.AddMinutes(-minutes).ToTimestamp(), Actor = "health", Text = "Proposed." } },
    };

    private static Drain Running(Drain drain, DateTimeOffset now)
    {
        (drain.ApprovedBy, drain.InFlight, drain.Queued, drain.Deadline) = ("mika", 37, 2, now.AddMinutes(9).ToTimestamp());
        return drain;
    }

    private static Drain Working(Drain drain, DateTimeOffset now)
    {
        drain.Works.Clear();
        (drain.ApprovedBy, drain.InFlight, drain.Queued, drain.TicketId, drain.Deadline) = ("mika", 0, 0, "ticket-06", now.AddHours(4).ToTimestamp());
        drain.Works.Add(new DrainWork
        {
            Ordinal = 1,
            Kind = WorkKind.RemoteHands,
            Name = "remote hands",
            State = WorkState.Begun,
            BegunAt = now.AddMinutes(-48).ToTimestamp(),
            Reference = "SF-7K2M9Q",
            ByPerson = true,
            WaitingFor = drain.WaitingFor,
        });
        return drain;
    }

    /// <summary>A reset did not help, a reboot is under way, and weeks ago a reset did.</summary>
    public static void Climb(Drain drain, DateTimeOffset now)
    {
        drain.Works.Clear();
        drain.Works.Add(
        [
            new DrainWork
            {
                Ordinal = 1,
                Kind = WorkKind.ResetGpu,
                Name = "GPU reset",
                TargetName = "GPU 6",
                State = WorkState.PassedOver,
                BegunAt = now.AddMinutes(-12).ToTimestamp(),
                ProvenAt = now.AddMinutes(-11).ToTimestamp(),
                Why = "xid-119 of GPU 6 calls for it",
                WaitingFor = "it is not mended, found since: GPU 6 reported XID 119.",
            },
            new DrainWork
            {
                Ordinal = 2,
                Kind = WorkKind.Reboot,
                Name = "reboot",
                State = WorkState.Begun,
                BegunAt = now.AddMinutes(-9).ToTimestamp(),
                Why = "the GPU reset did not mend it; xid-119 of GPU 6 calls for it",
                Next = "remote hands",
                WaitingFor = "another boot than 5f1c",
            },
        ]);
        drain.State = DrainState.Working;
        drain.TriedBefore.Add(new PastRepair { DrainId = "drain-01", At = now.AddDays(-19).ToTimestamp(), Text = "2026-11-05 03:12Z GPU 6 reset: proven, and the host went back to service" });
    }

    private static Drain Braked(Drain drain, DateTimeOffset now)
    {
        drain.Works.Clear();
        (drain.ProposedBy, drain.Guard) = ("risk", Allowed(now));
        (drain.Guard.Allowed, drain.Guard.Braked, drain.Guard.Sentence) = (false, true, "1 of at most 1 hosts are out by prediction already; a person must look, and lift the limit, before another one goes");
        drain.Works.Add(new DrainWork { Ordinal = 1, Kind = WorkKind.RemoteHands, Name = "remote hands", State = WorkState.Planned, ByPerson = true });
        return drain;
    }

    /// <summary>Three works: one done, one that failed, one that is still to come.</summary>
    private static Drain Planned(Drain drain, DateTimeOffset now)
    {
        drain.Works.Clear();
        (drain.ApprovedBy, drain.ProposedBy, drain.InFlight, drain.Queued) = ("person:mika", "person:mika", 0, 0);
        drain.Works.Add(
        [
            new DrainWork
            {
                Ordinal = 1,
                Kind = WorkKind.OwnWork,
                Name = "own work",
                State = WorkState.Proven,
                BegunAt = now.AddMinutes(-80).ToTimestamp(),
                ProvenAt = now.AddMinutes(-40).ToTimestamp(),
                DoneBy = "person:mika",
                ByPerson = true,
            },
            new DrainWork { Ordinal = 2, Kind = WorkKind.Reboot, Name = "reboot", State = WorkState.Failed, BegunAt = now.AddMinutes(-40).ToTimestamp(), WaitingFor = drain.WaitingFor },
            new DrainWork { Ordinal = 3, Kind = WorkKind.Soak, Name = "soak test", State = WorkState.Planned },
        ]);
        return drain;
    }
}
