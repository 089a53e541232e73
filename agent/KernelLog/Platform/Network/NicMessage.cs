using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Platform.Network;

/// <summary>What one line of the mlx5 driver says, and what it is called here.</summary>
/// <param name="Severity">critical: the card serves no more, or will not for long; warning: it serves and asks for somebody; info: it is told.</param>
internal sealed record NicMessage(string Error, string Severity, Match Form)
{
    public Event ToEvent(KernelLine line, Match card)
    {
        var happened = NicErrors.Of(line, card, Error, Severity);
        foreach (Group group in Form.Groups)
        {
            if (group.Success && !char.IsAsciiDigit(group.Name[0]))
            {
                happened.Detail[group.Name] = group.Value.Trim();
            }
        }

        return happened;
    }
}
