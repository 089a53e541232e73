using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>What is known of a Host's locator LED, from what its agent was told and answered. Pure.</summary>
internal readonly record struct LocatorLed(Tone Tone, GlyphShape Shape, string Word)
{
    private const string Command = "identify";

    /// <param name="commands">Of one Host.</param>
    public static LocatorLed Of(IEnumerable<HostCommand> commands)
    {
        var newest = commands.Where(command => command.Name == Command).MaxBy(command => command.OrderedAt?.ToDateTimeOffset());
        if (newest is null || IsOn(newest) is not { } on)
        {
            return new LocatorLed(Tone.Unknown, GlyphShape.Question, "LED unknown");
        }

        return newest.State switch
        {
            CommandState.Pending or CommandState.Sent => new(Tone.Drain, GlyphShape.ArrowDown, on ? "LED asked to be lit" : "LED asked to go dark"),
            CommandState.Done => on ? new(Tone.Drain, GlyphShape.Wrench, "LED lit") : new(Tone.Ok, GlyphShape.None, "LED dark"),
            // It may be as it was before, or as it was asked to be.
            _ => new(Tone.Unknown, GlyphShape.Question, "LED unknown" + (newest.Answer.Length > 0 ? ": " + newest.Answer.TrimEnd('.') : "")),
        };
    }

    /// <summary>By a person's order and by a Drain's; null: neither's words.</summary>
    private static bool? IsOn(HostCommand command) => command.Text switch
    {
        "light the locator LED" or "identify on" => true,
        "clear the locator LED" or "identify off" => false,
        _ => null,
    };
}
