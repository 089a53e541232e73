using System.Collections.Concurrent;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Server.Health.Monitor;

/// <summary>How many Conditions one Host may have: an agent that invents XIDs, GPUs or sensors fills no table. What has no place is counted and told with
/// whatever else the agent told too much of. The Host's own faults have a place always: they are as many as the catalogue has.</summary>
internal sealed class ConditionRoom(AgentJournal journal, TimeProvider time)
{
    /// <summary>Sixteen GPUs with every fault at once are fewer.</summary>
    public const int MostOpen = 512;
    /// <summary>Of one Host or GPU. More than a machine has memory modules.</summary>
    public const int MostOfOneRule = 64;
    public static readonly TimeSpan OneMoreEach = TimeSpan.FromMinutes(1);

    /// <summary>Each is counted once, as long as it is among so many.</summary>
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<Guid, Room> rooms = new();

    /// <param name="open">The Host's Conditions that are open.</param>
    /// <returns>The verdicts without those that would open a Condition and have no place. Called by one at a time for each Host.</returns>
    public IReadOnlyCollection<Verdict> Within(Guid hostId, IReadOnlyCollection<Verdict> verdicts, IReadOnlyList<Condition> open)
    {
        if (verdicts.All(verdict => !Opens(verdict, open)))
        {
            return verdicts;
        }

        var room = rooms.GetOrAdd(hostId, _ => new Room(new Allowance(MostOpen, OneMoreEach, time)));
        var taken = open.CountBy(condition => (condition.Rule, condition.GpuUuid)).ToDictionary();
        return [.. verdicts.Where(verdict => !Opens(verdict, open) || TakePlace(room, taken, verdict) || Refuse(hostId, room, verdict))];
    }

    private static bool TakePlace(Room room, Dictionary<(string Rule, string? GpuUuid), int> taken, Verdict verdict)
    {
        var of = (verdict.Rule.Name, verdict.GpuUuid);
        var already = taken.GetValueOrDefault(of);
        if (already >= MostOfOneRule || taken.Values.Sum() >= MostOpen || !room.Left.Take())
        {
            return false;
        }

        taken[of] = already + 1;
        return true;
    }

    private static bool Opens(Verdict verdict, IReadOnlyList<Condition> open) =>
        verdict.Finding is not null && IsNamedByAgent(verdict) && !open.Any(verdict.IsOf);

    private static bool IsNamedByAgent(Verdict verdict) =>
        verdict.GpuUuid is not null || FaultCatalog.Xid.Has(verdict.Code) || FaultCatalog.BmcLog.Has(verdict.Code);

    private bool Refuse(Guid hostId, Room room, Verdict verdict)
    {
        if (room.Refused.Count < MostRemembered && room.Refused.Add((verdict.Rule.Name, verdict.Code, verdict.GpuUuid)))
        {
            journal.Count(hostId, "Conditions not opened", 1);
        }

        return false;
    }

    private sealed class Room(Allowance left)
    {
        public Allowance Left => left;
        public HashSet<(string Rule, string Code, string? GpuUuid)> Refused { get; } = [];
    }
}
