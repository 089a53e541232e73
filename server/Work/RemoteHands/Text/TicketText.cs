using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SovereignFleet.Server.Work.RemoteHands.Text;

/// <summary>Writes a repair ticket for a technician who has never seen the machine. Pure; plain text; nothing of what a
/// machine said can forge a line of it.</summary>
internal static class TicketText
{
    public static string Subject(TicketFacts facts)
    {
        var works = RepairWork.Of(facts.Evidence);
        var more = works.Length == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {works.Length - 1} more");
        return OneLine($"[{facts.Reference}] {facts.SiteId} rack {facts.Rack} U{facts.U} {facts.HostName}: {works[0].Title}{more}");
    }

    public static string Body(TicketFacts facts)
    {
        var text = new StringBuilder();
        var works = RepairWork.Of(facts.Evidence);
        Section(text, "TICKET",
            ("Reference", facts.Reference),
            ("Link", facts.Link),
            ("Action", string.Join("; ", works.Select(work => work.Verb).Distinct())),
            ("Tried", facts.Tried),
            ("Why", facts.Reason));
        Section(text, "WHERE",
            ("Site", $"{facts.SiteName} ({facts.SiteId})"),
            ("Rack", facts.Rack),
            ("Position", $"U{facts.U} (the lowest U that the host occupies)"),
            ("Host", facts.HostName),
            ("Asset tag", facts.AssetTag),
            ("Board", Join(facts.BoardModel, facts.BoardSerial is null ? null : $"serial {facts.BoardSerial}")));
        Parts(text, works);
        Safety(text, facts, works);
        Steps(text, facts, works);
        Evidence(text, facts);
        return text.ToString();
    }

    /// <summary>What is to be done besides what a ticket that may be out tells already.</summary>
    public static string News(TicketFacts facts, IReadOnlyCollection<RepairWork> news)
    {
        var text = new StringBuilder("FURTHER WORK on the same host, found after this ticket was written. What it asked for before is still to be done.\n\n");
        Section(text, "TICKET", ("Reference", facts.Reference), ("Link", facts.Link), ("Host", facts.HostName), ("Action", string.Join("; ", news.Select(work => work.Verb).Distinct())));
        Parts(text, news);
        Heading(text, "STEPS");
        Numbered(text, news.SelectMany(work => work.Steps));
        return text.ToString();
    }

    private static void Parts(StringBuilder text, IReadOnlyCollection<RepairWork> works)
    {
        foreach (var (work, part) in works.Where(work => work.Gpu is not null).Select(work => (work, work.Gpu!)))
        {
            Section(text, works.Count == 1 ? "PART" : $"PART: {work.Verb}",
                ("GPU", $"index {part.Index}, {part.Model}"),
                ("Slot", part.Slot is { } slot ? slot.ToString(CultureInfo.InvariantCulture) : "not reported; go by the PCI address"),
                ("PCI address", part.PciAddress),
                ("Serial", part.Serial),
                ("UUID", part.Uuid),
                ("Part number", part.PartNumber));
        }
    }

    private static void Safety(StringBuilder text, TicketFacts facts, ImmutableArray<RepairWork> works) => Section(text, "SAFE TO TOUCH",
        ("Drained at", Time(facts.DrainedAt, facts.Zone)),
        ("Proof", facts.Proof),
        ("In flight", facts.Touch.QuietAt is { } quiet
            ? $"the host serves no requests: 0 in flight and 0 queued at {Time(quiet, facts.Zone)}"
            : "the host itself does not say that it serves no requests; the proof above is all there is"),
        ("Locator", facts.Touch.LightLit ? "lit, front and rear" : "asked for, not seen lit; go by rack, U, name and tag"),
        ("Power", $"{Power(facts)}; {(works.Any(work => work.Opens) ? "power off at the front panel before you open it" : "nothing is to be opened for this work")}"),
        ("Access", facts.Window is { } window
            ? $"{Time(window.Start, facts.Zone)} to {Time(window.End, facts.Zone)} ({window.Name})"
            : "at any time from now"),
        ("Contact", facts.Contact.Length > 0 ? facts.Contact : "the on-call engineer, by the reference above"),
        ("ESD", "wear a grounded wrist strap; keep the board in its bag until the slot is open"));

    private static string Power(TicketFacts facts) => facts.Touch.HeardAt is { } heard
        ? $"ON, heard at {Time(heard, facts.Zone)}"
        : "not known, for the host is silent: look at its power light";

    private static void Steps(StringBuilder text, TicketFacts facts, ImmutableArray<RepairWork> works)
    {
        var lit = facts.Touch.LightLit;
        Heading(text, "STEPS");
        Numbered(text,
        [
            $"Find the host: rack {facts.Rack}, U{facts.U}, {(lit ? "locator light lit, " : "")}asset tag {facts.AssetTag ?? "(none)"}.",
            $"If rack, U, name, tag or serial do not match{(lit ? ", or no light is lit" : "")}: STOP, touch nothing, call the contact.",
            .. works.SelectMany(work => work.Steps),
            "Leave the host powered on. Mark the work as done in SovereignFleet, or have the contact do it.",
        ]);
        Heading(text, "ACCEPTANCE");
        text.Append("The host's agent reports, every GPU is seen, and nothing critical is found: SovereignFleet checks this by itself,\n"
            + "returns the host to service, and clears the locator light. If the light is still lit after 15 minutes, call the contact.\n");
    }

    private static void Numbered(StringBuilder text, IEnumerable<string> steps)
    {
        foreach (var (index, step) in steps.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{index + 1}. {OneLine(step)}\n");
        }
    }

    private static void Evidence(StringBuilder text, TicketFacts facts)
    {
        Heading(text, "EVIDENCE");
        foreach (var item in facts.Evidence)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {Time(item.At, facts.Zone)}: {OneLine(item.Sentence)}\n");
            foreach (var line in item.Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"  | {OneLine(line)}\n");
            }
        }

        if (facts.Evidence.Count == 0)
        {
            text.Append("- none recorded; a person asked for the drain\n");
        }

        foreach (var line in facts.TriedLines)
        {
            text.Append(CultureInfo.InvariantCulture, $"- tried: {OneLine(line)}\n");
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
