using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>The whole product around a Pool of two Hosts, every part real: published agents, server and its Postgres, HAProxy
/// before two inference servers under constant load, Alertmanager with a pager behind it, a mail box for remote hands.</summary>
internal sealed class FleetScene
{
    private const int GpusOfAHost = 4;
    private const int RequestsInFlight = 6;

    private FleetScene(Stage stage) => Stage = stage;

    public Stage Stage { get; }

    public required IReadOnlyList<SceneHost> Hosts { get; init; }

    public required HaProxyServer Proxy { get; init; }

    public required AlertReceiver Pager { get; init; }

    public required SmtpSink Mail { get; init; }

    /// <summary>The only server, or the one of two that gets every connection.</summary>
    public required ServerProcess Server { get; init; }

    /// <summary>Where the scene has two servers.</summary>
    public Replicas? Replicas { get; init; }

    public required FleetApi Api { get; init; }

    /// <summary>The Host whose GPU goes bad.</summary>
    public SceneHost Ill => Hosts[0];

    public SceneHost Well => Hosts[1];

    public ConstantLoad Load => load ?? throw new InvalidOperationException("The load was not started.");

    private ConstantLoad? load;

    /// <summary>Returns when both agents are heard, both Hosts are in service, and both serve requests.</summary>
    public static async Task<FleetScene> StartAsync(Stage stage, SceneSettings settings, CancellationToken cancellationToken)
    {
        Needs.Programs("haproxy", "prometheus-alertmanager", "ipmi_sim", "ipmitool", "gcc", "clang");
        var program = await PublishedAgent.PathAsync(cancellationToken);
        var hosts = new[]
        {
            await SceneHost.CreateAsync(stage, "gpu-yul1-01", "s1", u: 12, GpusOfAHost, cancellationToken),
            await SceneHost.CreateAsync(stage, "gpu-yul1-02", "s2", u: 16, GpusOfAHost, cancellationToken),
        };
        var proxy = await HaProxyServer.StartAsync(
            stage, hosts.ToDictionary(host => host.Target, host => host.Inference.Port), cancellationToken);
        var pager = await AlertReceiver.StartAsync(stage, cancellationToken);
        var alertmanager = await AlertmanagerServer.StartAsync(stage, pager.Url + "/alertmanager", cancellationToken);
        var mail = SmtpSink.Start(stage);
        var given = ServerSettings(stage, settings, hosts, proxy, pager, alertmanager, mail);
        var replicas = settings.TwoServers ? await Replicas.StartAsync(stage, given, cancellationToken) : null;
        var server = replicas?.First ?? await ServerProcess.StartAsync(stage, given, cancellationToken);
        var scene = new FleetScene(stage)
        {
            Hosts = hosts,
            Proxy = proxy,
            Pager = pager,
            Mail = mail,
            Server = server,
            Replicas = replicas,
            Api = await FleetApi.SignInAsync(stage, replicas as IRunningServer ?? server, cancellationToken),
        };
        await scene.StartAgentsAsync(program, settings, cancellationToken);
        scene.load = ConstantLoad.Start(stage, proxy.Url, RequestsInFlight);
        await Until.TrueAsync("both Hosts serve", () => scene.Load.ServedBy.Count == hosts.Length, cancellationToken);
        return scene;
    }

    /// <summary>Declares the Pool anew, as an operator does who brings capacity back.</summary>
    public async Task DeclareAsync(SceneSettings settings, CancellationToken cancellationToken) =>
        await Api.Administration.ApplyInventoryAsync(
            new ApplyInventoryRequest { Json = SceneInventory.Json(settings, Proxy, Hosts) }, Api.With(cancellationToken));

    private async Task StartAgentsAsync(string program, SceneSettings settings, CancellationToken cancellationToken)
    {
        var library = await GpuScenario.BuildLibraryAsync(Stage, cancellationToken);
        foreach (var host in Hosts)
        {
            var token = await Api.Administration.CreateEnrollmentTokenAsync(
                new CreateEnrollmentTokenRequest { HostName = host.Name }, Api.With(cancellationToken));
            host.StartAgent(Stage, program, library, Replicas?.AgentsUrl ?? Server.AgentsUrl, token.Token, settings.AgentSettings);
        }

        await Until.Async(
            "both Hosts are heard, with all their GPUs, and available",
            async cancellation => (await Api.Fleet.GetFleetAsync(new GetFleetRequest(), Api.With(cancellation))).Fleet,
            fleet => fleet.Hosts.Count(host => host.Gpus.Count == GpusOfAHost && host.LastHeard is not null) == Hosts.Count
                && fleet.Pools.Single().Available == Hosts.Count,
            cancellationToken);
    }

    private static Dictionary<string, string> ServerSettings(
        Stage stage,
        SceneSettings settings,
        IReadOnlyList<SceneHost> hosts,
        HaProxyServer proxy,
        AlertReceiver pager,
        AlertmanagerServer alertmanager,
        SmtpSink mail) => new()
        {
            ["Fleet:InventoryFile"] = stage.Write("inventory.json", SceneInventory.Json(settings, proxy, hosts)),
            ["Database:ConnectionString"] = settings.Database ?? "",
            ["Alerts:Alertmanagers:0"] = alertmanager.Url,
            ["Destinations:Balancers:0"] = "127.0.0.1",
            ["Alerts:Webhooks:0"] = pager.Url + "/webhook",
            ["Tickets:Email:Host"] = "127.0.0.1",
            ["Tickets:Email:Port"] = mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Tickets:Email:From"] = "fleet@example.net",
            ["Tickets:Email:UseTls"] = "false",
        };
}
