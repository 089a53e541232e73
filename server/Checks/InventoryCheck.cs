using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Work.RemoteHands.Providers;

namespace SovereignFleet.Server.Checks;

/// <summary>Whether the balancers know what is declared, and whether this server may reach what is declared. Changes nothing.</summary>
internal sealed class InventoryCheck(IDbContextFactory<FleetDb> contexts, InventoryImporter importer, DrainTargets targets, TicketProviders providers)
{
    private const int AtOnce = 8;

    /// <param name="json">An inventory that is not applied yet; empty: what is declared is checked.</param>
    /// <exception cref="InventoryException">The inventory is unfit.</exception>
    public async Task<(InventoryOutcome Outcome, IReadOnlyList<Check> Checks)> RunAsync(string json, string actor, CancellationToken cancellationToken)
    {
        var (outcome, parts) = (new InventoryOutcome([], []), DeclaredParts.None);
        if (json.Length == 0)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            parts = await DeclaredParts.ReadAsync(db, cancellationToken);
        }
        else
        {
            // Only read there: balancers are asked when nothing is locked any more.
            outcome = await importer.TryAsync(
                json, new Declaration(actor, bringsBack: true, reason: ""), async db => parts = await DeclaredParts.ReadAsync(db, cancellationToken), cancellationToken);
        }

        var checks = new List<Check>();
        checks.AddRange(parts.Sites.Where(site => site.TicketProvider is not null).Select(Judge));
        foreach (var pool in parts.Pools)
        {
            checks.AddRange(await AskAsync(pool, [.. parts.Hosts.Where(host => host.PoolId == pool.Id)], cancellationToken));
        }

        return (outcome, checks);
    }

    private Check Judge(Site site)
    {
        using var settings = JsonDocument.Parse(site.TicketSettings);
        var faults = providers.Find(site.TicketProvider!) is { } provider
            ? string.Join(" ", provider.Judge(settings.RootElement).Select(fault => fault.At("ticketSettings")))
            : $"there is no ticket provider \"{site.TicketProvider}\"";
        return new Check($"site {site.Id}", faults.Length == 0, faults.Length == 0 ? $"its {site.TicketProvider} settings are fit; a test ticket shows whether one arrives" : faults);
    }

    private async Task<IReadOnlyList<Check>> AskAsync(Pool pool, IReadOnlyList<Fleet.Host> hosts, CancellationToken cancellationToken)
    {
        using var settings = JsonDocument.Parse(pool.TargetSettings);
        var target = targets.Find(pool.Target);
        SettingsFault[] faults = target is null ? [new SettingsFault("", $"there is no drain target \"{pool.Target}\".")] : [.. target.Judge(settings.RootElement)];
        if (target is null || faults.Length > 0)
        {
            return [new Check($"pool {pool.Id}", false, string.Join(" ", faults.Select(fault => fault.At("targetSettings"))))];
        }

        if (hosts.Count == 0)
        {
            return [new Check($"pool {pool.Id}", false, "no host is in it, so that there is nothing to ask its balancers for")];
        }

        var checks = new List<Check>();
        foreach (var some in hosts.Chunk(AtOnce))
        {
            checks.AddRange(await Task.WhenAll(some.Select(async host =>
            {
                var reading = await target.ObserveAsync(new TargetServer(host.TargetName ?? host.Name, pool.TargetSettings), cancellationToken);
                return new Check($"pool {pool.Id}, host {host.Name}", reading.State is EndpointState.Taking or EndpointState.Drained, reading.Sentence);
            })));
        }

        return checks;
    }
}
