using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Profiles;

/// <summary>"profiles": [{"hosts": ["gpu-yul1-01", "gpu-yul1-02"], "gpus": 8, "gpuModel": "NVIDIA H100 80GB HBM3", "nics": 9, ...}]: what each Host of a kind
/// is to have.</summary>
internal sealed class ProfilesPart(TimeProvider time) : IInventoryPart
{
    public string Section => "profiles";

    public async Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var items = InventorySection.Read<Item>(section, Section, faults);
        // Hosts of this very inventory are tracked, not yet saved.
        await db.Hosts.LoadAsync(cancellationToken);
        var hosts = db.Hosts.Local.Where(host => host.RetiredAt is null).ToDictionary(host => host.Name);
        // A file that is read at each start may still name them: their own line says that they are gone.
        var retired = (await db.HostsEver.Where(host => host.RetiredAt != null).Select(host => host.Name).ToListAsync(cancellationToken)).ToHashSet();
        foreach (var (path, item) in items)
        {
            faults.AddRange(ProfileFaults.Of(item.Profile).Select(fault => $"{path}.{fault}"));
            faults.AddRange(item.Hosts.Where(name => !hosts.ContainsKey(name) && !retired.Contains(name)).Select(name => $"{path}.hosts: there is no host \"{name}\"; declare it under hosts."));
        }

        faults.AddRange(items.SelectMany(entry => entry.Item.Hosts.Select(name => (entry.Path, Name: name))).GroupBy(entry => entry.Name).Where(twice => twice.Count() > 1)
            .Select(twice => $"{twice.Last().Path}.hosts: {twice.Key} is named twice; a host has one profile."));
        InventorySection.ThrowIfAny(faults);

        var known = await db.ExpectedProfiles.ToDictionaryAsync(row => row.HostId, cancellationToken);
        foreach (var (_, item) in items)
        {
            foreach (var host in item.Hosts.Where(hosts.ContainsKey).Select(name => hosts[name]))
            {
                Declare(db, host, known.GetValueOrDefault(host.Id), item.Profile, declaration.Changes);
            }
        }
    }

    /// <summary>What a Host is to have is changed, or learned anew; it is no thing of its own that could be taken away.</summary>
    public Task RetireAsync(IReadOnlyList<RetiredName> names, FleetDb db, Declaration declaration, CancellationToken cancellationToken) =>
        throw new InventoryException([.. names.Select(name => $"{name.Path}: a profile cannot be retired; change it, or let it be learned anew on the page of its host.")]);

    private void Declare(FleetDb db, Fleet.Host host, ExpectedProfile? expected, HostProfile profile, List<string> changes)
    {
        if (expected is { Origin: ProfileOrigin.Declared } && expected.Profile == profile)
        {
            return;
        }

        if (expected is null)
        {
            expected = new ExpectedProfile { HostId = host.Id };
            db.Add(expected);
        }

        expected.Profile = profile;
        (expected.Origin, expected.Since, expected.By, expected.Reason) = (ProfileOrigin.Declared, time.GetUtcNow(), null, null);
        changes.Add($"profile of {host.Name}: {ProfileText.Of(profile)}");
    }

    private sealed record Item(
        IReadOnlyList<string> Hosts, int? Gpus = null, string? GpuModel = null, int? Nics = null, int? Disks = null, int? PcieGeneration = null, int? PcieWidth = null,
        int? NvLinks = null)
    {
        public HostProfile Profile => new()
        {
            Gpus = Gpus,
            GpuModel = GpuModel,
            Nics = Nics,
            Disks = Disks,
            PcieGeneration = PcieGeneration,
            PcieWidth = PcieWidth,
            NvLinks = NvLinks,
        };
    }
}
