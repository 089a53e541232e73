using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet;

/// <summary>The three questions of every page, answered for the whole fleet or one Site.</summary>
public sealed partial class FleetSummary
{
    private const int ShownAtOnce = 5;
    private IReadOnlyList<(Host Host, CellLook Look)> troubled = [];
    private IReadOnlyList<Host> hosts = [];

    [Parameter, EditorRequired] public FleetSnapshot Fleet { get; set; } = null!;
    [Parameter] public bool Stale { get; set; }

    /// <summary>The one Site to tell of; null: all.</summary>
    [Parameter] public string? SiteId { get; set; }

    /// <summary>When this snapshot came: what was wrong is told as of then.</summary>
    [Parameter] public DateTimeOffset AsOf { get; set; }
    [Inject] internal TimeProvider Time { get; set; } = null!;
    [Inject] internal Prompts Prompts { get; set; } = null!;

    private bool IsOneSite => SiteId is { Length: > 0 };

    private long Drains => IsOneSite ? hosts.Count(host => host.DrainId.Length > 0) : Fleet.DrainsLive;

    private uint Tickets => IsOneSite ? TheSite?.TicketsOpen ?? 0 : Fleet.TicketsOpen;

    private uint Conditions => IsOneSite ? TheSite?.ConditionsFiring ?? 0 : Fleet.ConditionsFiring;

    private Site? TheSite => Fleet.Sites.FirstOrDefault(site => site.Id == SiteId);

    protected override void OnParametersSet()
    {
        hosts = [.. Fleet.Hosts.Where(host => Scope.Includes(SiteId, host.SiteId))];
        troubled = [.. hosts
            .Select(host => (host, Look: Trouble(host)))
            .Where(row => row.Look.Tone is Tone.Act or Tone.Unknown or Tone.Watch)
            .OrderBy(row => row.Look.Tone switch { Tone.Act => 0, Tone.Unknown => 1, _ => 2 })
            .ThenBy(row => row.host.Name, StringComparer.Ordinal)];
    }

    // A firing Host that is being drained is still wrong; the map shows it draining.
    private CellLook Trouble(Host host)
    {
        var look = CellLook.Of(host, false, AsOf);
        return host.Health == Health.Act && look.Tone == Tone.Drain && host.ServiceState == ServiceState.Draining
            ? new CellLook(Tone.Act, GlyphShape.Diamond, "firing", look.IsCurrent) : look;
    }

    private Task<bool> ExplainAsync(Pool pool) => Prompts.ShowAsync("Pool", new DialogParameters<PoolDialog>
    {
        { dialog => dialog.Pool, pool },
        { dialog => dialog.Probe, Fleet.Hosts.FirstOrDefault(host => host.PoolId == pool.Id && host.DrainId.Length == 0)?.Name },
    });

    // Below what must stay, not just without room for a drain.
    private static bool Short(Pool pool) => pool.Available < pool.Required + pool.Spare;

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
