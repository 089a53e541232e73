namespace SovereignFleet.Server.Work.RemoteHands.Providers.Email;

/// <summary>Section "Tickets:Email".</summary>
internal sealed class EmailOptions
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
}
