using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Delivery;

/// <summary>What an agent answered to a command.</summary>
internal static class CommandResults
{
    private const int MostProofs = 64;
    private const int LongestText = 8_000;

    /// <summary>The first answer counts; one to a command that this Host was never given is ignored.</summary>
    public static async Task RecordAsync(FleetDb db, HostIdentity host, CommandResult result, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(result.CommandId, CultureInfo.InvariantCulture, out var id))
        {
            return;
        }

        var command = await db.AgentCommands.SingleOrDefaultAsync(row => row.Id == id && (row.HostId == host.Id || row.Via == host.Id), cancellationToken);
        // Expired ones too: the agent may have obeyed in time and been cut off since.
        if (command is null || command.State is CommandState.Done or CommandState.Refused or CommandState.Failed or CommandState.Waiting)
        {
            return;
        }

        var state = result.Outcome switch
        {
            CommandResult.Types.Outcome.Done => CommandState.Done,
            CommandResult.Types.Outcome.Refused => CommandState.Refused,
            // An answer that says neither is no success.
            _ => CommandState.Failed,
        };
        command.Proof = JsonSerializer.Serialize(result.Proof.Take(MostProofs).DistinctBy(pair => Clean(pair.Key))
            .ToDictionary(pair => Clean(pair.Key), pair => Clean(pair.Value)));
        command.End(db, state, Clean(result.Text), "agent:" + host.Name, host.SiteId, receivedAt);
    }

    private static string Clean(string text) => (text.Length <= LongestText ? text : text[..LongestText]).Replace('\0', ' ');
}
