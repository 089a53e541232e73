using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Maintenance.Calendar;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Maintenance.Dialogs;

/// <summary>Declares a Window, or changes one. Whether it is fit the server decides, and tells before it is kept.</summary>
public sealed partial class WindowDialog
{
    private const string Own = "own";
    private string siteId = "", name = "", first = "", rule = "FREQ=WEEKLY", ends = "", note = "";
    private double hours = 4;
    private uint? atOnce;
    private bool own;
    private PreviewWindowResponse? preview;
    private Fault? previewFault;

    /// <summary>Null: a new one.</summary>
    [Parameter] public MaintenanceWindow? Known { get; set; }
    /// <summary>The Site that the top bar has chosen; empty: none.</summary>
    [Parameter] public string ChosenSite { get; set; } = "";

    private string Site => Known?.SiteId ?? siteId;

    private string? Zone => Feed.ZoneOfSite(Site);

    private bool IsUsual => !own && WindowLook.Usual.Any(usual => usual.Rule == rule);

    private MaintenanceWindow Said
    {
        get
        {
            var said = new MaintenanceWindow
            {
                SiteId = Site,
                Name = Known?.Name ?? name.Trim(),
                FirstStart = first,
                Duration = Duration.FromTimeSpan(TimeSpan.FromHours(double.IsFinite(hours) ? Math.Clamp(hours, 0, 10_000) : 0)),
                Rule = rule,
                Ends = rule.Length == 0 ? "" : ends,
                Note = note,
                Version = Known?.Version ?? 0,
                Except = { Known?.Except ?? [] },
            };
            if (atOnce is { } most)
            {
                said.AtOnce = most;
            }

            return said;
        }
    }

    protected override void OnInitialized()
    {
        siteId = ChosenSite.Length > 0 ? ChosenSite : Feed.Snapshot?.Sites is [var only] ? only.Id : "";
        if (Known is { } known)
        {
            (first, rule, ends, note, hours) = (known.FirstStart, known.Rule, known.Ends, known.Note, known.Duration.ToTimeSpan().TotalHours);
            atOnce = known.HasAtOnce ? known.AtOnce : null;
        }
    }

    private void Choose(ChangeEventArgs change)
    {
        own = change.Value as string == Own;
        rule = own ? rule : Typed(change);
    }

    private static string Typed(ChangeEventArgs change) => change.Value as string ?? "";

    private async Task PreviewAsync() =>
        (preview, previewFault) = await Api.AskAsync(options => Api.Windows.PreviewWindowAsync(new PreviewWindowRequest { Window = Said }, options), CancellationToken.None);

    private Task SaveAsync()
    {
        (preview, previewFault) = (null, null);
        return Known is null
            ? AskAsync(options => Api.Windows.DeclareWindowAsync(new DeclareWindowRequest { Window = Said }, options))
            : AskAsync(options => Api.Windows.UpdateWindowAsync(new UpdateWindowRequest { Window = Said }, options));
    }
}
