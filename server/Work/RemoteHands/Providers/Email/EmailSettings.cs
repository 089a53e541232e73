using MimeKit;
using SovereignFleet.Server.Fleet.Inventory.Settings;

namespace SovereignFleet.Server.Work.RemoteHands.Providers.Email;

/// <summary>A Site's settings: {"to": "hands@example.net"}.</summary>
internal sealed record EmailSettings : IPlugInSettings
{
    public string To { get; init; } = "";

    /// <summary>Null: no address that mail can be sent to. A name without a domain would end in some local mail box that nobody reads.</summary>
    public MailboxAddress? Address() =>
        MailboxAddress.TryParse(To, out var address) && address.Address.Contains('@', StringComparison.Ordinal) ? address : null;

    public IEnumerable<SettingsFault> Faults()
    {
        if (Address() is null)
        {
            yield return new SettingsFault("to", $"\"{To}\" must be one mail address, as hands@example.net.");
        }
    }
}
