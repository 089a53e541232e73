namespace SovereignFleet.Server.Hosting.Configuration;

/// <summary>Section <c>Connections</c>: how many the listeners hold, and how long one may take. Of one address: of IPv6 one /64. Whoever shows a certificate
/// of ours has a place of its own.</summary>
internal sealed class ConnectionOptions : IServerOptions
{
    private const int Fewest = 1;
    private const int MostOfAll = 1_000_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Of all listeners, with a certificate or without.</summary>
    public int InAll { get; set; } = 50_000;

    /// <summary>A thousand agents behind one address shake hands at once; it takes them a second.</summary>
    public int AgentsOfOneAddress { get; set; } = 1024;

    public int AgentsInAll { get; set; } = 8192;

    public int ApiOfOneAddress { get; set; } = 512;

    public int ApiInAll { get; set; } = 4096;

    public int ManagementOfOneAddress { get; set; } = 64;

    public int ManagementInAll { get; set; } = 256;

    /// <summary>How long the TLS handshake may take.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the head of a request may take.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection stays on which nothing is asked.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    public IEnumerable<string> Faults()
    {
        (string Key, int Value)[] counts =
        [
            (nameof(InAll), InAll), (nameof(AgentsOfOneAddress), AgentsOfOneAddress), (nameof(AgentsInAll), AgentsInAll), (nameof(ApiOfOneAddress), ApiOfOneAddress),
            (nameof(ApiInAll), ApiInAll), (nameof(ManagementOfOneAddress), ManagementOfOneAddress), (nameof(ManagementInAll), ManagementInAll),
        ];
        (string Key, TimeSpan Value)[] times =
            [(nameof(HandshakeTimeout), HandshakeTimeout), (nameof(HeadersTimeout), HeadersTimeout), (nameof(IdleTimeout), IdleTimeout)];
        (string Key, int OfOne, int All)[] doors =
        [
            ("Agents", AgentsOfOneAddress, AgentsInAll), ("Api", ApiOfOneAddress, ApiInAll), ("Management", ManagementOfOneAddress, ManagementInAll),
        ];
        return
        [
            .. counts.Where(count => count.Value is < Fewest or > MostOfAll)
                .Select(count => $"Connections:{count.Key} is {count.Value}; it must be {Fewest} to {MostOfAll} connections."),
            .. times.Where(time => time.Value < Shortest || time.Value > Longest)
                .Select(time => $"Connections:{time.Key} is {time.Value}; it must be a second to an hour, as hh:mm:ss."),
            .. doors.Where(door => door.OfOne >= Fewest && door.All is >= Fewest and <= MostOfAll && door.OfOne > door.All)
                .Select(door => $"Connections:{door.Key}OfOneAddress is {door.OfOne}; it must be at most Connections:{door.Key}InAll ({door.All})."),
        ];
    }
}
