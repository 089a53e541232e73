using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>"pools": [{"id": "llm-ca", "jurisdiction": "CA", "required": 6, "spare": 1, "target": "haproxy", "targetSettings": {...}, ...}]</summary>
internal sealed class PoolsPart(IEnumerable<ISettingsJudge> judges) : IInventoryPart
{
    public string Section => "pools";

    public async Task ApplyAsync(JsonElement section, FleetDb db, ICollection<string> changes, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        var judge = judges.SingleOrDefault(judge => judge.Section == Section);
        foreach (var (path, item) in items)
        {
            Judge(path, item, judge, faults);
        }

        InventorySection.ThrowIfAny(faults);

        var known = await db.Pools.ToDictionaryAsync(pool => pool.Id, cancellationToken);
        foreach (var (_, item) in items)
        {
            if (!known.TryGetValue(item.Id, out var pool))
            {
                pool = new Pool { Id = item.Id, Name = item.Id, Jurisdiction = item.Jurisdiction, Target = item.Target };
                db.Add(pool);
                known.Add(pool.Id, pool);
            }

            pool.Name = item.Name ?? item.Id;
            pool.Jurisdiction = item.Jurisdiction;
            pool.Required = item.Required;
            pool.Spare = item.Spare;
            pool.Target = item.Target;
            pool.TargetSettings = Json.Of(item.TargetSettings, pool.TargetSettings);
            pool.AutomaticApproval = item.AutomaticApproval;
            pool.DrainDeadline = item.DrainDeadline ?? TimeSpan.FromMinutes(30);
            InventorySection.Tell(db, pool, "pool " + pool.Id, changes);
        }
    }

    private static void Judge(string path, Item item, ISettingsJudge? judge, List<string> faults)
    {
        InventorySection.JudgeId(path, item.Id, faults);
        InventorySection.JudgeJurisdiction(path, item.Jurisdiction, faults);
        if (item.Required < 0)
        {
            faults.Add($"{path}.required: {item.Required} must be 0 or more: the hosts that must stay in service.");
        }

        if (item.Spare < 0)
        {
            faults.Add($"{path}.spare: {item.Spare} must be 0 or more: the k of N+k.");
        }

        if (item.Target.Length == 0)
        {
            faults.Add($"{path}.target: must name a drain target, as haproxy.");
        }
        else
        {
            InventorySection.JudgePlugIn(judge, ($"{path}.target", item.Target), ($"{path}.targetSettings", item.TargetSettings), faults);
        }

        if (item.DrainDeadline <= TimeSpan.Zero)
        {
            faults.Add($"{path}.drainDeadline: must be longer than nothing, as 00:30:00.");
        }
    }

    private sealed record Item(
        string Id, string Jurisdiction, int Required, string Target, string? Name = null, int Spare = 1, JsonElement? TargetSettings = null,
        bool AutomaticApproval = false, TimeSpan? DrainDeadline = null);
}
