using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>"pools": [{"id": "llm-ca", "jurisdiction": "CA", "required": 6, "spare": 1, "target": "haproxy", "targetSettings": {...}, ...}]</summary>
internal sealed class PoolsPart(IEnumerable<ISettingsJudge> judges, TimeProvider time) : IInventoryPart
{
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(7);

    public string Section => "pools";

    public async Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        var judge = judges.SingleOrDefault(judge => judge.Section == Section);
        InventorySection.JudgeOnce(items, item => item.Id, "id", "pool", faults);
        foreach (var (path, item) in items)
        {
            Judge(path, item, judge, faults);
        }

        InventorySection.ThrowIfAny(faults);

        var known = await db.PoolsEver.ToDictionaryAsync(pool => pool.Id, cancellationToken);
        foreach (var (path, item) in items)
        {
            if (!declaration.MayBringBack(path, "pool " + item.Id, known.GetValueOrDefault(item.Id)?.RetiredAt))
            {
                continue;
            }

            declaration.Pools[item.Id] = path;
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
            pool.Repairs = [.. MachineRepairs.All.Where(name => item.Repairs?.Contains(name) == true)];
            pool.RepairUnit = item.RepairUnit;
            pool.DrainDeadline = item.DrainDeadline ?? TimeSpan.FromMinutes(30);
            pool.RetiredAt = null;
            InventorySection.Tell(db, pool, "pool " + pool.Id, declaration.Changes);
        }
    }

    public async Task RetireAsync(IReadOnlyList<RetiredName> names, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var name in names)
        {
            var pool = await db.PoolsEver.SingleOrDefaultAsync(pool => pool.Id == name.Name, cancellationToken);
            if (!InventorySection.Stands(pool, name, "pool", declaration))
            {
                continue;
            }

            var hosts = await db.Hosts.Where(host => host.PoolId == name.Name).OrderBy(host => host.Name).Select(host => host.Name).ToListAsync(cancellationToken);
            if (hosts.Count > 0)
            {
                faults.Add($"{name.Path}: pool {name.Name} cannot be retired: {string.Join(", ", hosts)} are in it; retire them, or declare them in another pool or in none, first.");
                continue;
            }

            pool!.RetiredAt = time.GetUtcNow();
            declaration.Changes.Add($"pool {name.Name} retired");
        }

        InventorySection.ThrowIfAny(faults);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void Judge(string path, Item item, ISettingsJudge? judge, List<string> faults)
    {
        InventorySection.JudgeId(path, item.Id, faults);
        InventorySection.JudgeJurisdiction(path, item.Jurisdiction, faults);
        InventorySection.JudgeText($"{path}.name", item.Name, faults);
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

        JudgeRepairs(path, item, faults);
        if (item.DrainDeadline <= TimeSpan.Zero || item.DrainDeadline > LongestDeadline)
        {
            faults.Add($"{path}.drainDeadline: must be longer than nothing and at most a week, as 00:30:00.");
        }
    }

    private static void JudgeRepairs(string path, Item item, List<string> faults)
    {
        foreach (var (index, name) in (item.Repairs ?? []).Index().Where(repair => !MachineRepairs.All.Contains(repair.Item)))
        {
            faults.Add($"{path}.repairs[{index}]: '{name}' is nothing that a machine can do; it can {string.Join(", ", MachineRepairs.All)}.");
        }

        InventorySection.JudgeText($"{path}.repairUnit", item.RepairUnit, faults);
        if (item.Repairs?.Contains(MachineRepairs.RestartUnit) == true && string.IsNullOrWhiteSpace(item.RepairUnit))
        {
            faults.Add($"{path}.repairUnit: must name the systemd unit that {MachineRepairs.RestartUnit} restarts, as vllm.service.");
        }
    }

    private sealed record Item(
        string Id, string Jurisdiction, int Required, string Target, string? Name = null, int Spare = 1, JsonElement? TargetSettings = null,
        bool AutomaticApproval = false, TimeSpan? DrainDeadline = null, string[]? Repairs = null, string? RepairUnit = null,
        bool Retired = false);
}
