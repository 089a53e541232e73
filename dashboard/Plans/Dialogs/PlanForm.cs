using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Drains.Plan;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans.Dialogs;

/// <summary>A plan as far as a person has filled it in. The server decides.</summary>
internal sealed class PlanForm
{
    public HostChoice Choice { get; set; } = new();
    public IReadOnlyList<WorkDraft> Works { get; set; } = [];
    public PlanStart Start { get; set; } = PlanStart.Window;
    /// <summary>As its field has it, on the Site's wall clock.</summary>
    public string Date { get; set; } = "";
    /// <summary>Empty: until all is done.</summary>
    public string Hours { get; set; } = "";
    public string AtOnce { get; set; } = "1";
    public string PerPool { get; set; } = "";
    public string PerRack { get; set; } = "";
    public string Failures { get; set; } = "0";
    public string Reason { get; set; } = "";

    /// <summary>What is still to be filled in; null: it can be previewed.</summary>
    public string? Missing(FleetSnapshot? fleet, string? zone) => this switch
    {
        _ when Choice.Chosen(fleet).Count == 0 => "Choose at least one host.",
        _ when Works.Count == 0 || !Works.All(work => work.IsComplete) => "Say what is to be done.",
        { Start: PlanStart.Date } when WallClock.Read(Date, zone) is null => "Say on which date it begins.",
        _ when !IsNumber(AtOnce, 1) || !IsNumber(PerPool, 0, orEmpty: true) || !IsNumber(PerRack, 0, orEmpty: true) || !IsNumber(Failures, 0) => "A limit is a whole number.",
        _ when Hours.Length > 0 && !IsHours(out _) => "For how long is a number of hours, or empty.",
        _ when string.IsNullOrWhiteSpace(Reason) => "Say why.",
        _ => null,
    };

    public PlanDraft Draft(FleetSnapshot? fleet, string? zone, DateTimeOffset now)
    {
        var date = Start == PlanStart.Date ? WallClock.Read(Date, zone) : null;
        var from = date?.ToDateTimeOffset() ?? now;
        return new PlanDraft
        {
            Selection = new PlanSelection { HostNames = { Choice.Chosen(fleet).Select(host => host.Name) } },
            Works = { Works.Select(work => work.Planned) },
            Start = Start,
            NotBefore = date,
            EndsAt = IsHours(out var hours) ? Timestamp.FromDateTimeOffset(from.AddHours(hours)) : null,
            Limits = new PlanLimits { AtOnce = Number(AtOnce), PerPool = Number(PerPool), PerRack = Number(PerRack), Failures = Number(Failures) },
            Reason = Reason.Trim(),
        };
    }

    private bool IsHours(out double hours) =>
        double.TryParse(Hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out hours) && hours is > 0 and <= 8_760;

    private static bool IsNumber(string typed, uint least, bool orEmpty = false) =>
        (orEmpty && typed.Length == 0) || (uint.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least);

    private static uint Number(string typed) => uint.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
