using System.Globalization;
using System.Text.Json;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Turns what causes it into an Alert. Pure. Labels name and never change; annotations tell.</summary>
internal static class AlertText
{
    /// <summary>The annotation that comes later than its Alert: what a silent Host last said on its console.</summary>
    private const string Console = "console";

    public static Alert Of(Condition condition, Fleet.Host host, Gpu? gpu, DateTimeOffset now)
    {
        var labels = Place(AlertNames.Of(condition), condition.Severity, host);
        if (condition.GpuUuid is { } uuid)
        {
            labels["UUID"] = uuid;
            if (gpu is not null)
            {
                labels["gpu"] = gpu.Index.ToString(CultureInfo.InvariantCulture);
            }
        }

        var annotations = new Dictionary<string, string>
        {
            ["summary"] = condition.Sentence,
            ["description"] = $"{condition.Sentence} Do: {condition.Action}",
            ["action"] = condition.Action,
        };
        var hasConsole = JsonSerializer.Deserialize<Dictionary<string, string>>(condition.Evidence)!.TryGetValue(SilentConsole.Evidence, out var lines);
        if (hasConsole)
        {
            annotations[Console] = lines!;
        }

        var alert = Alert(labels, annotations, condition.Severity, host, condition.FiredAt ?? now, AlertCause.Condition, conditionId: condition.Id, gpuUuid: condition.GpuUuid);
        alert.ConsoleTold = hasConsole;
        return alert;
    }

    /// <param name="failed">Which work failed and why, in the middle of a sentence; null: none did.</param>
    public static Alert Of(Drain drain, AlertCause cause, string? failed, Fleet.Host host, DateTimeOffset now)
    {
        var canWait = !drain.Urgent && cause is (AlertCause.DrainBlocked or AlertCause.DrainWorkFailed);
        var severity = canWait ? Severity.Warning : Severity.Critical;
        var summary = Summary(drain, cause, failed, host, now);
        var annotations = new Dictionary<string, string>
        {
            ["summary"] = summary,
            ["description"] = $"{summary}. It was proposed because: {drain.Reason}",
            ["action"] = cause switch
            {
                AlertCause.DrainBlocked when GuardVerdict.FromJson(drain.Guard) is { Braked: true } =>
                    "Look at the predictions; lift the limit for this drain, or cancel it.",
                AlertCause.DrainBlocked => "Bring capacity back or lower what the pool requires; the drain goes on by itself.",
                AlertCause.DrainFailed => "Put the host back into the target by hand; it counts again when the target sends it requests.",
                AlertCause.DrainTraffic => "Call whoever works on the host to stop; find who still sends it requests, and take it out there.",
                AlertCause.DrainWorkFailed => "Do the work by hand and mark it as done, or cancel the drain.",
                _ => "Look at the host and the target; the drain's page says what it waits for and what you may do.",
            },
        };
        return Alert(Place(AlertNames.Of(cause), severity, host), annotations, severity, host, now, cause, drainId: drain.Id, gpuUuid: drain.GpuUuid);
    }

    private static string Summary(Drain drain, AlertCause cause, string? failed, Fleet.Host host, DateTimeOffset now) => drain switch
    {
        _ when cause == AlertCause.DrainTraffic => $"{host.Name}: {drain.Traffic}",
        _ when failed is not null => $"The drain of {host.Name}: {failed}",
        { CancelRequestedAt: { } asked, State: not DrainState.Failed } =>
            $"The drain of {host.Name} was cancelled {(now - asked).TotalMinutes:0} minutes ago and is not undone: {drain.WaitingFor}",
        _ => $"The drain of {host.Name} is {drain.State.ToString().ToLowerInvariant()}: {drain.WaitingFor}",
    };

    public static Alert Of(Ticket ticket, Fleet.Host host, DateTimeOffset now)
    {
        var why = ticket.LastError ?? "it was not tried yet";
        var isCallOff = ticket.State == TicketState.Closing;
        var summary = isCallOff
            ? $"{ticket.Provider} does not know that the ticket {ticket.Reference} for {host.Name} is over: {why}"
            : $"The ticket {ticket.Reference} for {host.Name} is not with {ticket.Provider}: {why}";
        var annotations = new Dictionary<string, string>
        {
            ["summary"] = summary,
            ["description"] = isCallOff
                ? $"{summary}. Whoever was called may still come to a host that serves."
                : $"{summary}. Nobody has been called to the host, and its drain waits.",
            ["action"] = isCallOff
                ? "Call remote hands yourself and tell them that nothing is to be done. It is tried on."
                : ticket.State == TicketState.Rejected
                ? "Put the site's ticket settings right and send the ticket again, or call remote hands yourself."
                : "It is tried on. Look at the provider, or call remote hands yourself.",
        };
        return Alert(Place(AlertNames.Of(AlertCause.TicketNotDelivered), Severity.Critical, host), annotations, Severity.Critical, host, now, AlertCause.TicketNotDelivered, drainId: ticket.DrainId);
    }

    /// <summary>Two replicas that see it end with one Alert: it has the command's id.</summary>
    public static Alert Of(AgentCommand command, Fleet.Host host, DateTimeOffset now)
    {
        var until = command.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var summary = $"{SecondPerson.NameOf(command.OrderedBy)} asks for {command.Text} on {host.Name}, which the guard refuses: it waits for a second person until {until} UTC";
        var annotations = new Dictionary<string, string>
        {
            ["summary"] = summary,
            ["description"] = $"{summary}. The reason: {command.Reason}. The guard: {command.Guard}.",
            ["action"] = "Confirm or refuse it on the host's page; nothing is sent before.",
        };
        return Alert(
            Place(AlertNames.Of(AlertCause.CommandWaits), Severity.Warning, host), annotations, Severity.Warning, host, now, AlertCause.CommandWaits, id: command.Id);
    }

    public static Alert Of(PoolStanding pool, AlertCause cause, DateTimeOffset now)
    {
        var severity = cause == AlertCause.PoolBelowRequired ? Severity.Critical : Severity.Warning;
        var annotations = new Dictionary<string, string>
        {
            ["summary"] = pool.Sentence,
            ["description"] = $"{pool.Sentence}. Not available: {(pool.NotAvailable.Count > 0 ? string.Join("; ", pool.NotAvailable) : "none, the pool is too small")}.",
            ["action"] = "Bring hosts back: end or cancel drains that can wait, mend what is silent or broken. No drain begins in the pool meanwhile.",
        };
        var labels = new Dictionary<string, string>
        {
            ["alertname"] = AlertNames.Of(cause),
            ["severity"] = severity.ToString().ToLowerInvariant(),
            ["pool"] = pool.PoolId,
        };
        return Alert(labels, annotations, severity, host: null, now, cause, poolId: pool.PoolId);
    }

    /// <param name="replica">Of which replica it is.</param>
    public static Alert Of(JournalFault fault, string replica, DateTimeOffset now)
    {
        var annotations = new Dictionary<string, string>
        {
            ["summary"] = fault.Sentence,
            ["description"] = fault.Sentence,
            ["action"] = "Until it is mended, take the audit log for no proof of what happened.",
        };
        var labels = new Dictionary<string, string>
        {
            ["alertname"] = AlertNames.Of(AlertCause.JournalNotProven),
            ["severity"] = "critical",
            ["instance"] = replica,
            ["fault"] = fault.Key,
        };
        return Alert(labels, annotations, Severity.Critical, host: null, now, AlertCause.JournalNotProven);
    }

    private static Dictionary<string, string> Place(string name, Severity severity, Fleet.Host host) => new()
    {
        ["alertname"] = name,
        ["severity"] = severity.ToString().ToLowerInvariant(),
        ["site"] = host.SiteId,
        ["rack"] = host.Rack,
        ["host"] = host.Name,
        ["instance"] = host.Name,
    };

    private static Alert Alert(
        Dictionary<string, string> labels, Dictionary<string, string> annotations, Severity severity, Fleet.Host? host,
        DateTimeOffset startedAt, AlertCause cause, Guid? conditionId = null, Guid? drainId = null, string? gpuUuid = null, string? poolId = null, Guid? id = null)
    {
        // Alertmanager reads an empty label as an absent one.
        var named = labels.Where(label => label.Value.Length > 0).ToDictionary();
        return new Alert
        {
            Id = id ?? Guid.CreateVersion7(startedAt),
            Name = labels["alertname"],
            Severity = severity,
            Cause = cause,
            ConditionId = conditionId,
            DrainId = drainId,
            HostId = host?.Id,
            PoolId = poolId,
            GpuUuid = gpuUuid,
            Labels = JsonSerializer.Serialize(named),
            Annotations = JsonSerializer.Serialize(annotations),
            Summary = annotations["summary"],
            StartedAt = startedAt,
        };
    }
}
