using System.Globalization;
using System.Text;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Writes a repair ticket for a technician who has never seen the machine. Pure; plain text; nothing of what a
/// machine said can forge a line of it.</summary>
internal static class TicketText
{
    public static string Subject(TicketFacts facts) =>
        OneLine($"[{facts.Reference}] {facts.SiteId} rack {facts.Rack} U{facts.U} {facts.HostName}: {RepairJob.For(facts).Title}");

    public static string Body(TicketFacts facts)
    {
        var text = new StringBuilder();
        var job = RepairJob.For(facts);
        Section(text, "TICKET",
            ("Reference", facts.Reference),
            ("Link", facts.Link),
            ("Action", job.Verb),
            ("Why", facts.Reason));
        Section(text, "WHERE",
            ("Site", $"{facts.SiteName} ({facts.SiteId})"),
            ("Rack", facts.Rack),
            ("Position", $"U{facts.U} (the lowest U that the host occupies)"),
            ("Face", "rear: the locator light is lit there and on the front"),
            ("Host", facts.HostName),
            ("Asset tag", facts.AssetTag),
            ("Board", Join(facts.BoardModel, facts.BoardSerial is null ? null : $"serial {facts.BoardSerial}")));
        if (facts.Gpu is { } part)
        {
            Section(text, "PART",
                ("GPU", $"index {part.Index}, {part.Model}"),
                ("Slot", part.Slot is { } slot ? slot.ToString(CultureInfo.InvariantCulture) : "not reported; go by the PCI address"),
                ("PCI address", part.PciAddress),
                ("Serial", part.Serial),
                ("UUID", part.Uuid),
                ("Part number", part.PartNumber));
        }

        Section(text, "SAFE TO TOUCH",
            ("Drained at", Time(facts.DrainedAt, facts.Zone)),
            ("Proof", facts.Proof),
            ("In flight", "0 requests at that time; the load balancer sends no new ones"),
            ("Locator", "asked to be lit; if no light is on, stop and call"),
            ("Power", job.Power),
            ("Access", facts.Window is { } window
                ? $"{Time(window.Start, facts.Zone)} to {Time(window.End, facts.Zone)} ({window.Name})"
                : "at any time from now"),
            ("Contact", facts.Contact.Length > 0 ? facts.Contact : "the on-call engineer, by the reference above"),
            ("ESD", "wear a grounded wrist strap; keep the board in its bag until the slot is open"));
        Steps(text, facts, job);
        Evidence(text, facts);
        return text.ToString();
    }

    private static void Steps(StringBuilder text, TicketFacts facts, RepairJob job)
    {
        string[] steps =
        [
            $"Find the host: rack {facts.Rack}, U{facts.U}, locator light lit, asset tag {facts.AssetTag ?? "(none)"}.",
            "If rack, U, name, tag or serial do not match, or no light is lit: STOP, touch nothing, call the contact.",
            .. job.Steps,
            "Mark the work as done in SovereignFleet, or answer this ticket.",
        ];
        Heading(text, "STEPS");
        for (var index = 0; index < steps.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{index + 1}. {OneLine(steps[index])}\n");
        }

        Heading(text, "ACCEPTANCE");
        text.Append("The host's agent reports, every GPU is seen, and nothing critical is found: SovereignFleet checks this by itself,\n"
            + "returns the host to service, and clears the locator light. If the light is still lit after 15 minutes, call the contact.\n");
    }

    private static void Evidence(StringBuilder text, TicketFacts facts)
    {
        Heading(text, "EVIDENCE");
        foreach (var item in facts.Evidence)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Time(item.At, facts.Zone)}: {OneLine(item.Sentence)}\n  do: {OneLine(item.Action)}\n");
            foreach (var line in item.Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"  | {OneLine(line)}\n");
            }
        }

        if (facts.Evidence.Count == 0)
        {
            text.Append("- none recorded; a person asked for the drain\n");
        }
    }

    private static void Section(StringBuilder text, string heading, params (string Name, string? Value)[] lines)
    {
        Heading(text, heading);
        foreach (var (name, value) in lines.Where(line => !string.IsNullOrEmpty(line.Value)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name + ":",-13}{OneLine(value!)}\n");
        }
    }

    private static void Heading(StringBuilder text, string heading) =>
        text.Append(text.Length == 0 ? "" : "\n").Append(heading).Append('\n');

    private static string? Join(params string?[] parts) => string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string Time(DateTimeOffset time, TimeZoneInfo zone) =>
        $"{TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)} {zone.Id} ({time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC)";

    // Kernel lines and names come from machines: a control character could forge a header or a line.
    private static string OneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter)).Trim();
}
