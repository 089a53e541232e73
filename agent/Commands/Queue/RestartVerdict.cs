using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Queue;

/// <summary>Decides what became of a command during which this agent ended. Pure.</summary>
internal static class RestartVerdict
{
    private static readonly HashSet<string> EndTheBoot = [CommandName.Of(Command.ActionOneofCase.Reboot), CommandName.Of(Command.ActionOneofCase.PowerCycle)];

    /// <summary>Null: wait, the Host may still be going down.</summary>
    public static CommandOutcome? Judge(CommandNote begun, BootFacts boot, DateTimeOffset now, TimeSpan timeOut)
    {
        // The power cycle of another Host, by this gateway, ends no boot of this one: its counter names that Host.
        if (!EndTheBoot.Contains(begun.Name) || begun.Counter != begun.Name)
        {
            return CommandOutcome.Failed("the agent was restarted while it obeyed: look whether it took effect before you send it again");
        }

        var proof = new Dictionary<string, string> { ["boot_id_before"] = begun.BootId, ["boot_id_after"] = CommandNote.Word(boot.BootId) };
        if (boot.BootedAt is { } booted)
        {
            proof["booted_at"] = booted.ToString("u");
        }

        if (begun.BootId != CommandNote.Word(boot.BootId))
        {
            return CommandOutcome.Done("the Host was booted anew", proof);
        }

        return now - begun.At < timeOut && begun.At <= now
            ? null
            : CommandOutcome.Failed($"{timeOut.TotalMinutes:F0} minutes after the {begun.Name} was begun the Host still lives the same boot", proof);
    }
}
