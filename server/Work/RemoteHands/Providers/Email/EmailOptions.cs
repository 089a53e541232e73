using MimeKit;
using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Work.RemoteHands.Providers.Email;

/// <summary>Section "Tickets:Email".</summary>
internal sealed class EmailOptions : IServerOptions
{
    public string Host { get; set; } = "";
    public int Port { get; set; } = 25;
    public string From { get; set; } = "sovereignfleet@localhost";
    /// <summary>Empty: no authentication.</summary>
    public string User { get; set; } = "";
    /// <summary>A file with the password, readable by the server only.</summary>
    public string PasswordFile { get; set; } = "";
    /// <summary>Off only for a relay on the loopback or inside the Site's own management network.</summary>
    public bool UseTls { get; set; } = true;
    /// <summary>Not empty: messages are written here as .eml files for a local mail system to pick up, and none is sent.</summary>
    public string PickupFolder { get; set; } = "";

    public bool IsConfigured => Host.Length > 0 || PickupFolder.Length > 0;

    public IEnumerable<string> Faults()
    {
        if (Port is < 1 or > ushort.MaxValue)
        {
            yield return $"Tickets:Email:Port is {Port}; it must be 1 to {ushort.MaxValue}.";
        }

        if (!MailboxAddress.TryParse(From, out _))
        {
            yield return $"Tickets:Email:From is \"{From}\"; it must be a mail address, as fleet@example.net.";
        }

        if (User.Length > 0 && PasswordFile.Length == 0)
        {
            yield return "Tickets:Email:PasswordFile must name a file with the password of Tickets:Email:User.";
        }
    }
}
