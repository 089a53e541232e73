using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Work.RemoteHands.Providers;

/// <summary>Where a Site's remote hands take their jobs from. No ticket system has a key against doubles, so each call names our
/// reference, and a create is preceded by a find where the system can search.</summary>
internal interface ITicketProvider
{
    /// <summary>As a Site names it: "email".</summary>
    string Name { get; }

    /// <summary>What is unfit in the settings that a Site declares for it.</summary>
    IEnumerable<SettingsFault> Judge(JsonElement settings);

    /// <summary>The system's id of the ticket with our reference; null: none, or the system cannot search.</summary>
    Task<string?> FindAsync(TicketJob job, CancellationToken cancellationToken);

    Task<TicketReceipt> CreateAsync(TicketJob job, CancellationToken cancellationToken);

    /// <summary>Adds a note to a ticket that exists, or may.</summary>
    /// <param name="externalId">Null: nobody confirmed the ticket; our reference names it.</param>
    Task<TicketReceipt> UpdateAsync(TicketJob job, string? externalId, TicketNote note, CancellationToken cancellationToken);
}
