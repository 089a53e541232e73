using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>Two servers on one database, behind one address each for agents and for people.</summary>
internal sealed class Replicas : IRunningServer
{
    private readonly ServerProcess[] servers;
    private readonly TcpRelay agents;
    private readonly TcpRelay api;

    private Replicas(Stage stage, params ServerProcess[] servers)
    {
        this.servers = servers;
        agents = TcpRelay.Start(stage, [.. servers.Select(server => new Uri(server.AgentsUrl))]);
        api = TcpRelay.Start(stage, [.. servers.Select(server => new Uri(server.ApiUrl))]);
    }

    /// <summary>Gets every connection while it lives.</summary>
    public ServerProcess First => servers[0];

    public ServerProcess Second => servers[1];

    public string AgentsUrl => "https://" + agents.Authority;

    public string ApiUrl => "https://" + api.Authority;

    public string ManagementUrl => First.ManagementUrl;

    public string AuthorityFile => First.AuthorityFile;

    /// <summary>One of the two made it.</summary>
    public string FirstAdminPassword =>
        File.Exists(Path.Combine(First.DataFolder, "first-admin-password")) ? First.FirstAdminPassword : Second.FirstAdminPassword;

    /// <summary>Both begin at the same moment.</summary>
    public static async Task<Replicas> StartAsync(Stage stage, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        // Both must open the one CA: an operator gives them the same passphrase.
        var passphrase = stage.Write("ca-passphrase", "correct horse battery staple\n");
        File.SetUnixFileMode(passphrase, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var shared = new Dictionary<string, string>(settings) { ["Identity:PassphraseFile"] = passphrase };
        var replicas = new Replicas(stage, ServerProcess.Begin(stage, shared), ServerProcess.Begin(stage, shared, "server-2"));
        await Task.WhenAll(replicas.servers.Select(server => server.ReadyAsync(cancellationToken)));
        return replicas;
    }
}
